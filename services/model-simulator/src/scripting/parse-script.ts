import type { Rule, Script } from './script';
import { FAULT_KINDS } from './script';

/** Most rules the simulator keeps. */
export const MAXIMUM_RULES = 100;

/** A script that cannot be followed; the message names the field and the remedy. */
export class ScriptError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ScriptError';
  }
}

type Check = (value: unknown, path: string) => void;

const HOUR_MS = 3_600_000;

const checkFault = fields(
  {
    kind: oneOf(FAULT_KINDS),
    retry_after_seconds: number(0, 3600),
    status: integer(500, 599),
    after_tokens: integer(0, 1_000_000),
    duration_ms: integer(0, HOUR_MS),
    bytes_per_chunk: integer(1, 65_536),
    interval_ms: integer(0, 60_000),
    bytes: integer(1, 100 * 1024 * 1024),
  },
  ['kind'],
);
const checkScript = fields({
  latency_ms: integer(0, HOUR_MS),
  tokens_per_second: number(0, 1_000_000),
  fault: checkFault,
  text: text(1_000_000),
  omit_sections: listOf(text(200), 40),
  usage: fields({
    input_tokens: integer(0, 1e9),
    output_tokens: integer(0, 1e9),
    cache_read_tokens: integer(0, 1e9),
    cache_write_tokens: integer(0, 1e9),
    reasoning_tokens: integer(0, 1e9),
  }),
  tool_calls: listOf(fields({ name: text(64), arguments: text(100_000) }, ['name', 'arguments']), 20),
  reasoning: text(100_000),
});
const checkRule = fields(
  {
    match: fields({
      provider: oneOf(['openai', 'anthropic', 'google']),
      model: text(200),
      task: text(200),
      agent: text(200),
      call: integer(1, 1e9),
    }),
    times: integer(1, 1e9),
    script: checkScript,
  },
  ['match', 'script'],
);
const checkRules = fields({ rules: listOf(checkRule, MAXIMUM_RULES) }, ['rules']);

/** Reads the script of the request header. Throws `ScriptError`. */
export function parseScriptHeader(header: string): Script {
  let value: unknown;
  try {
    value = JSON.parse(header);
  } catch (cause) {
    throw new ScriptError('x-simulator-script is no JSON: send an object such as {"latency_ms":100}', { cause });
  }
  checkScript(value, 'script');
  return value as Script;
}

/** Reads the body of the control endpoint, `{ "rules": [...] }`. Throws `ScriptError`. */
export function parseRules(body: unknown): Rule[] {
  checkRules(body, 'body');
  return (body as { rules: Rule[] }).rules;
}

function fields(checks: Readonly<Record<string, Check>>, required: readonly string[] = []): Check {
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new ScriptError(`${path} must be an object`);
    for (const name of required) {
      if (!(name in value)) throw new ScriptError(`${path}.${name} is missing: add it`);
    }
    for (const [name, part] of Object.entries(value)) {
      const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
      if (!check) throw new ScriptError(`${path}.${name} is unknown: use one of ${Object.keys(checks).join(', ')}`);
      check(part, `${path}.${name}`);
    }
  };
}

function number(low: number, high: number): Check {
  return (value, path) => {
    if (typeof value !== 'number' || !(value >= low && value <= high))
      throw new ScriptError(`${path} must be a number from ${low} to ${high}`);
  };
}

function integer(low: number, high: number): Check {
  return (value, path) => {
    if (!Number.isInteger(value)) throw new ScriptError(`${path} must be a whole number from ${low} to ${high}`);
    number(low, high)(value, path);
  };
}

function text(maximum: number): Check {
  return (value, path) => {
    if (typeof value !== 'string' || value.length > maximum)
      throw new ScriptError(`${path} must be a text of at most ${maximum} characters`);
  };
}

function oneOf(allowed: readonly string[]): Check {
  return (value, path) => {
    if (!allowed.includes(String(value))) throw new ScriptError(`${path} must be one of ${allowed.join(', ')}`);
  };
}

function listOf(check: Check, maximum: number): Check {
  return (value, path) => {
    if (!Array.isArray(value) || value.length > maximum)
      throw new ScriptError(`${path} must be a list of at most ${maximum} entries`);
    value.forEach((item, index) => check(item, `${path}[${index}]`));
  };
}

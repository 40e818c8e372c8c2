import type { ModelOutputFormat, ModelPart, ModelTool, ModelTurn } from '@botarmy/contracts';

import { readFunction, readSchemaFormat, readToolChoice } from '../chat/read-tools';
import { DEFAULT_OUTPUT_TOKENS, given, MOST_OUTPUT_TOKENS } from '../request/door-request';
import type { DoorQuestion, DoorRequest } from '../request/door-request';
import { Fields } from '../request/fields';
import { readEffort } from '../request/read-effort';
import { readInputItem } from './read-input-item';

/** A request for a response, and what of it the answer repeats. */
export interface ResponsesRequest extends DoorRequest {
  readonly repeated: Readonly<Record<string, unknown>>;
}

const isFalse = (value: unknown): boolean => value === false;
const REPEATED = ['instructions', 'max_output_tokens', 'temperature', 'top_p', 'tool_choice', 'tools', 'metadata'];

/**
 * A response as OpenAI's interface describes it. Nothing is kept at the door: each request brings its whole conversation. What would change
 * the answer and is not offered is refused, never ignored.
 *
 * @throws {Problem} 400 that names the parameter.
 */
export function readResponsesRequest(body: unknown): ResponsesRequest {
  const fields = Fields.of(body, '');
  const model = fields.requiredText('model', { max: 200 });
  const repeated = Object.fromEntries(REPEATED.map((name) => [name, fields.raw(name)]));
  const instructions = fields.text('instructions');
  const system: ModelTurn[] =
    instructions === undefined ? [] : [{ role: 'system', parts: [{ type: 'text', text: instructions }] }];
  const reasoning = fields.inside('reasoning');
  const question: DoorQuestion = given({
    turns: [...system, ...joined(readInput(fields))],
    tools: readTools(fields),
    tool_choice: readToolChoice(fields),
    parallel_tool_calls: fields.flag('parallel_tool_calls'),
    output: readFormat(fields),
    reasoning_effort: reasoning === undefined ? undefined : readEffort(reasoning, 'effort'),
    max_output_tokens:
      fields.integer('max_output_tokens', { min: 1, max: MOST_OUTPUT_TOKENS }) ?? DEFAULT_OUTPUT_TOKENS,
    temperature: fields.decimal('temperature', { min: 0, max: 2 }),
    top_p: fields.decimal('top_p', { min: 0, max: 1 }),
  });
  reasoning?.ignore('summary', 'generate_summary');
  reasoning?.end();
  const isStreamed = fields.flag('stream') ?? false;
  refuseOthers(fields);
  return { model, question, isStreamed, includesUsage: true, repeated };
}

function readInput(fields: Fields): ModelTurn[] {
  const input = fields.required('input');
  if (typeof input === 'string') return [{ role: 'user', parts: [{ type: 'text', text: input }] }];
  const items = fields.list('input', { min: 1 }) ?? [];
  return items.map((item, index) => readInputItem(item, `input[${index}]`));
}

/** What a model said in one go comes as several items: reasoning, text, calls. */
function joined(turns: readonly ModelTurn[]): ModelTurn[] {
  const all: ModelTurn[] = [];
  for (const turn of turns) {
    const last = all.at(-1);
    if (last?.role === 'assistant' && turn.role === 'assistant') {
      all[all.length - 1] = { role: 'assistant', parts: [...last.parts, ...turn.parts] };
    } else if (turn.parts.length > 0) all.push(turn);
  }
  // Providers that want their reasoning back want it before what came of it.
  return all.map(({ role, parts }) => ({
    role,
    parts: parts.toSorted((a, b) => Number(!isReasoning(a)) - Number(!isReasoning(b))),
  }));
}

function isReasoning({ type }: ModelPart): boolean {
  return type === 'reasoning';
}

function readTools(fields: Fields): ModelTool[] | undefined {
  return fields.list('tools', { max: 128 })?.map((value, index) => {
    const tool = Fields.of(value, `tools[${index}]`);
    tool.required('type');
    tool.oneOf('type', ['function']);
    const read = readFunction(tool);
    tool.end();
    return read;
  });
}

function readFormat(fields: Fields): ModelOutputFormat | undefined {
  const text = fields.inside('text');
  const format = text?.inside('format');
  text?.only('verbosity', (value) => value === 'medium');
  text?.end();
  const type = format?.oneOf('type', ['text', 'json_object', 'json_schema']);
  if (format === undefined || type === undefined) return undefined;
  const output: ModelOutputFormat =
    type === 'json_schema' ? readSchemaFormat(format) : { kind: type === 'text' ? 'text' : 'json' };
  format.end();
  return output;
}

function refuseOthers(fields: Fields): void {
  fields.ignore(
    'user',
    'metadata',
    'safety_identifier',
    'prompt_cache_key',
    'prompt_cache_retention',
    'stream_options',
  );
  fields.only('store', isFalse);
  fields.only('background', isFalse);
  fields.only('truncation', (value) => value === 'disabled');
  fields.only('service_tier', (value) => value === 'auto' || value === 'default');
  fields.only('top_logprobs', (value) => value === 0);
  fields.only(
    'include',
    (value) => Array.isArray(value) && value.every((name) => name === 'reasoning.encrypted_content'),
  );
  for (const name of ['previous_response_id', 'conversation', 'max_tool_calls', 'prompt'])
    fields.only(name, () => false);
  fields.end();
}

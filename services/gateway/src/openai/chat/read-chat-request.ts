import { DEFAULT_OUTPUT_TOKENS, given, MOST_OUTPUT_TOKENS } from '../request/door-request';
import type { DoorQuestion, DoorRequest } from '../request/door-request';
import { Fields } from '../request/fields';
import { readEffort } from '../request/read-effort';
import { readMessage } from './read-message';
import { readResponseFormat, readToolChoice, readTools } from './read-tools';

const isZero = (value: unknown): boolean => value === 0;
const isFalse = (value: unknown): boolean => value === false;
const isEmpty = (value: unknown): boolean => typeof value === 'object' && Object.keys(value ?? {}).length === 0;
const isTextAlone = (value: unknown): boolean => Array.isArray(value) && value.every((kind) => kind === 'text');

/**
 * A chat completion as OpenAI's interface describes it. What would change the answer and is not offered is refused, never ignored.
 *
 * @throws {Problem} 400 that names the parameter.
 */
export function readChatRequest(body: unknown): DoorRequest {
  const fields = Fields.of(body, '');
  const model = fields.requiredText('model', { max: 200 });
  fields.required('messages');
  const turns = (fields.list('messages', { min: 1 }) ?? []).map((message, index) =>
    readMessage(message, `messages[${index}]`),
  );
  const question: DoorQuestion = given({
    turns,
    tools: readTools(fields),
    tool_choice: readToolChoice(fields),
    parallel_tool_calls: fields.flag('parallel_tool_calls'),
    output: readResponseFormat(fields),
    reasoning_effort: readEffort(fields, 'reasoning_effort'),
    max_output_tokens: readOutputTokens(fields),
    temperature: fields.decimal('temperature', { min: 0, max: 2 }),
    top_p: fields.decimal('top_p', { min: 0, max: 1 }),
    stop: readStop(fields),
    seed: fields.integer('seed', { min: 0, max: Number.MAX_SAFE_INTEGER }),
  });
  const isStreamed = fields.flag('stream') ?? false;
  const includesUsage = readStreamOptions(fields);
  refuseOthers(fields);
  return { model, question, isStreamed, includesUsage };
}

function readOutputTokens(fields: Fields): number {
  const bounds = { min: 1, max: MOST_OUTPUT_TOKENS };
  const older = fields.integer('max_tokens', bounds);
  return fields.integer('max_completion_tokens', bounds) ?? older ?? DEFAULT_OUTPUT_TOKENS;
}

function readStop(fields: Fields): string[] | undefined {
  const stop = fields.raw('stop');
  if (stop === undefined) return undefined;
  if (typeof stop === 'string') return [fields.text('stop', { min: 1, max: 200 }) ?? ''];
  return fields.list('stop', { max: 4 })?.map((text) => {
    if (typeof text === 'string' && text.length > 0 && text.length <= 200) return text;
    throw fields.wrongValue('stop', 'must be up to 4 texts of 1 to 200 characters');
  });
}

function readStreamOptions(fields: Fields): boolean {
  const options = fields.inside('stream_options');
  const includesUsage = options?.flag('include_usage') ?? false;
  options?.ignore('include_obfuscation');
  options?.end();
  return includesUsage;
}

function refuseOthers(fields: Fields): void {
  fields.ignore('user', 'metadata', 'safety_identifier', 'prompt_cache_key', 'prompt_cache_retention');
  fields.only('n', (value) => value === 1);
  fields.only('frequency_penalty', isZero);
  fields.only('presence_penalty', isZero);
  fields.only('top_logprobs', isZero);
  fields.only('logprobs', isFalse);
  fields.only('store', isFalse);
  fields.only('logit_bias', isEmpty);
  fields.only('modalities', isTextAlone);
  fields.only('service_tier', (value) => value === 'auto' || value === 'default');
  fields.only('verbosity', (value) => value === 'medium');
  for (const name of ['audio', 'functions', 'function_call', 'prediction', 'web_search_options']) {
    fields.only(name, () => false);
  }
  fields.end();
}

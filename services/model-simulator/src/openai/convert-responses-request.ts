import type { JsonObject } from '../calls/read-fields';
import { contentText, invalid, objectField, optionalCount, textField } from '../calls/read-fields';
import type { SimulatedCall } from '../calls/simulated-call';
import type { Turn } from '../prompt/task-prompt';
import { readTools } from './convert-request';

/** Reads the body of `POST /v1/responses`. Throws `CallRefused`. */
export function convertResponsesRequest(body: unknown): SimulatedCall {
  const request = objectField(body, 'body');
  const instructions = contentText(request['instructions'], 'instructions');
  const turns = readInput(request['input']);
  if (turns.length === 0) throw invalid('input must be a text or a list with at least one entry');
  return {
    provider: 'openai',
    model: textField(request['model'], 'model'),
    turns: instructions === '' ? turns : [{ role: 'system', text: instructions }, ...turns],
    stream: request['stream'] === true,
    maxOutputTokens: optionalCount(request['max_output_tokens'], 'max_output_tokens'),
    stopSequences: [],
    jsonSchema: readFormat(request['text']),
    ...readTools(request),
  };
}

function readInput(input: unknown): Turn[] {
  if (typeof input === 'string') return [{ role: 'user', text: input }];
  if (!Array.isArray(input)) return [];
  return input.flatMap((item: unknown, index): Turn[] => {
    const { type = 'message', role, content, output } = objectField(item, `input[${index}]`);
    if (type === 'function_call_output') return [{ role: 'user', text: contentText(output, `input[${index}].output`) }];
    if (type !== 'message') return [];
    const text = contentText(content, `input[${index}].content`);
    if (role === 'assistant') return [{ role, text }];
    return [{ role: role === 'user' ? 'user' : 'system', text }];
  });
}

function readFormat(text: unknown): JsonObject | undefined {
  const format = (text as JsonObject | null | undefined)?.['format'];
  if (typeof format !== 'object' || format === null) return undefined;
  const { type, schema = {} } = format as JsonObject;
  if (type === 'json_object') return {};
  return type === 'json_schema' ? objectField(schema, 'text.format.schema') : undefined;
}

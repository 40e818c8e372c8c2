import type { JsonObject } from '../calls/read-fields';
import { contentText, invalid, listField, objectField, optionalCount, textField, textsOf } from '../calls/read-fields';
import type { SimulatedCall } from '../calls/simulated-call';
import type { Turn } from '../prompt/task-prompt';

/** Reads the body of `POST /v1/messages`. Throws `CallRefused`. */
export function convertAnthropicRequest(body: unknown): SimulatedCall {
  const request = objectField(body, 'body');
  const system = contentText(request['system'], 'system');
  const turns = listField(request['messages'], 'messages').map((item, index): Turn => {
    const message = objectField(item, `messages[${index}]`);
    const role = textField(message['role'], `messages[${index}].role`);
    if (role !== 'user' && role !== 'assistant') throw invalid(`messages[${index}].role must be user or assistant`);
    return { role, text: contentText(message['content'], `messages[${index}].content`) };
  });
  const maxOutputTokens = optionalCount(request['max_tokens'], 'max_tokens');
  if (maxOutputTokens === undefined) throw invalid('max_tokens: Field required');
  return {
    provider: 'anthropic',
    model: textField(request['model'], 'model'),
    turns: system ? [{ role: 'system', text: system }, ...turns] : turns,
    stream: request['stream'] === true,
    maxOutputTokens,
    stopSequences: textsOf(request['stop_sequences']),
    jsonSchema: readSchema(request['output_config']),
  };
}

function readSchema(config: unknown): JsonObject | undefined {
  if (typeof config !== 'object' || config === null) return undefined;
  const format = (config as JsonObject)['format'];
  if (typeof format !== 'object' || format === null || (format as JsonObject)['type'] !== 'json_schema')
    return undefined;
  return objectField((format as JsonObject)['schema'] ?? {}, 'output_config.format.schema');
}

import type { JsonObject } from '../calls/read-fields';
import { contentText, invalid, listField, objectField, optionalCount, textField, textsOf } from '../calls/read-fields';
import type { SimulatedCall, SimulatedTool } from '../calls/simulated-call';
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
    ...readTools(request),
  };
}

function readTools(request: JsonObject): Pick<SimulatedCall, 'tools' | 'mustCall'> {
  const list = Array.isArray(request['tools']) ? (request['tools'] as unknown[]) : [];
  const tools = list.map((item, index): SimulatedTool => {
    const tool = objectField(item, `tools[${index}]`);
    const parameters = objectField(tool['input_schema'], `tools[${index}].input_schema`);
    return { name: textField(tool['name'], `tools[${index}].name`), parameters };
  });
  const choice = request['tool_choice'];
  if (typeof choice !== 'object' || choice === null) return { tools, mustCall: undefined };
  const { type, name } = choice as JsonObject;
  if (type === 'tool') return { tools, mustCall: String(name) };
  return { tools, mustCall: type === 'any' ? true : type === 'none' ? false : undefined };
}

function readSchema(config: unknown): JsonObject | undefined {
  if (typeof config !== 'object' || config === null) return undefined;
  const format = (config as JsonObject)['format'];
  if (typeof format !== 'object' || format === null || (format as JsonObject)['type'] !== 'json_schema')
    return undefined;
  return objectField((format as JsonObject)['schema'] ?? {}, 'output_config.format.schema');
}

import type { JsonObject } from '../calls/read-fields';
import { contentText, invalid, listField, objectField, optionalCount, textField, textsOf } from '../calls/read-fields';
import type { SimulatedCall, SimulatedTool } from '../calls/simulated-call';
import type { Turn } from '../prompt/task-prompt';

const ROLES: Readonly<Record<string, Turn['role']>> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  assistant: 'assistant',
  tool: 'user',
  function: 'user',
};

/** Reads the body of `POST /v1/chat/completions`. Throws `CallRefused`. */
export function convertOpenAiRequest(body: unknown): SimulatedCall {
  const request = objectField(body, 'body');
  if (request['n'] !== undefined && request['n'] !== null && request['n'] !== 1)
    throw invalid('n must be 1: the simulator answers with one choice');
  return {
    provider: 'openai',
    model: textField(request['model'], 'model'),
    turns: listField(request['messages'], 'messages').map((item, index) => {
      const message = objectField(item, `messages[${index}]`);
      const role = ROLES[textField(message['role'], `messages[${index}].role`)];
      if (!role) throw invalid(`messages[${index}].role is unknown: use system, developer, user, assistant or tool`);
      return { role, text: contentText(message['content'], `messages[${index}].content`) };
    }),
    stream: request['stream'] === true,
    maxOutputTokens: optionalCount(request['max_completion_tokens'] ?? request['max_tokens'], 'max_completion_tokens'),
    stopSequences: textsOf(request['stop']),
    jsonSchema: readSchema(request['response_format']),
    ...readTools(request),
  };
}

/** True when the client asked for usage at the end of the stream. */
export function wantsUsage(body: unknown): boolean {
  const options = (body as JsonObject | null | undefined)?.['stream_options'];
  return typeof options === 'object' && options !== null && (options as JsonObject)['include_usage'] === true;
}

/** Tools as chat completions have them, or flat as responses have them. */
export function readTools(request: JsonObject): Pick<SimulatedCall, 'tools' | 'mustCall'> {
  const list = Array.isArray(request['tools']) ? (request['tools'] as unknown[]) : [];
  const tools = list.map((item, index): SimulatedTool => {
    const tool = objectField(item, `tools[${index}]`);
    const declared = 'function' in tool ? objectField(tool['function'], `tools[${index}].function`) : tool;
    const parameters = declared['parameters'] ?? {};
    return {
      name: textField(declared['name'], `tools[${index}].function.name`),
      parameters: objectField(parameters, `tools[${index}].function.parameters`),
    };
  });
  return { tools, mustCall: readChoice(request['tool_choice']) };
}

function readChoice(choice: unknown): SimulatedCall['mustCall'] {
  if (typeof choice === 'string') return choice === 'required' ? true : choice === 'none' ? false : undefined;
  if (typeof choice !== 'object' || choice === null) return undefined;
  const { function: named, name = (named as JsonObject | undefined)?.['name'] } = choice as JsonObject;
  return typeof name === 'string' ? name : undefined;
}

function readSchema(format: unknown): JsonObject | undefined {
  if (format === undefined || format === null) return undefined;
  const { type, json_schema: wrapped } = objectField(format, 'response_format');
  if (type === 'json_object') return {};
  if (type !== 'json_schema') return undefined;
  return objectField(
    objectField(wrapped, 'response_format.json_schema')['schema'] ?? {},
    'response_format.json_schema.schema',
  );
}

import type { JsonObject } from '../calls/read-fields';
import { contentText, invalid, listField, objectField, optionalCount, textField, textsOf } from '../calls/read-fields';
import type { SimulatedCall, SimulatedTool } from '../calls/simulated-call';
import type { Turn } from '../prompt/task-prompt';

/** Reads the body of `:generateContent` and `:streamGenerateContent`. Throws `CallRefused`. */
export function convertGoogleRequest(body: unknown, model: string, stream: boolean): SimulatedCall {
  const request = objectField(body, 'body');
  const system = systemText(request['systemInstruction'] ?? request['system_instruction']);
  const settings =
    request['generationConfig'] === undefined ? {} : objectField(request['generationConfig'], 'generationConfig');
  const count = settings['candidateCount'];
  if (count !== undefined && count !== 1)
    throw invalid('generationConfig.candidateCount must be 1: the simulator answers with one candidate');
  const turns = listField(request['contents'], 'contents').map((item, index): Turn => {
    const content = objectField(item, `contents[${index}]`);
    return {
      role: content['role'] === 'model' ? 'assistant' : 'user',
      text: contentText(content['parts'], `contents[${index}].parts`),
    };
  });
  return {
    provider: 'google',
    model,
    turns: system ? [{ role: 'system', text: system }, ...turns] : turns,
    stream,
    maxOutputTokens: optionalCount(settings['maxOutputTokens'], 'generationConfig.maxOutputTokens'),
    stopSequences: textsOf(settings['stopSequences']),
    jsonSchema: readSchema(settings),
    ...readTools(request),
  };
}

function readTools(request: JsonObject): Pick<SimulatedCall, 'tools' | 'mustCall'> {
  const groups = Array.isArray(request['tools']) ? (request['tools'] as JsonObject[]) : [];
  const declared = groups.flatMap((group) => (group['functionDeclarations'] ?? []) as unknown[]);
  const tools = declared.map((item, index): SimulatedTool => {
    const tool = objectField(item, `functionDeclarations[${index}]`);
    const parameters = tool['parametersJsonSchema'] ?? tool['parameters'] ?? {};
    return {
      name: textField(tool['name'], `functionDeclarations[${index}].name`),
      parameters: objectField(parameters, `functionDeclarations[${index}].parameters`),
    };
  });
  const config = (request['toolConfig'] as JsonObject | undefined)?.['functionCallingConfig'] as JsonObject | undefined;
  if (config?.['mode'] === 'NONE') return { tools, mustCall: false };
  if (config?.['mode'] !== 'ANY') return { tools, mustCall: undefined };
  const [only] = textsOf(config['allowedFunctionNames']);
  return { tools, mustCall: only ?? true };
}

function systemText(instruction: unknown): string {
  if (instruction === undefined || instruction === null) return '';
  if (typeof instruction === 'string') return instruction;
  return contentText(objectField(instruction, 'systemInstruction')['parts'], 'systemInstruction.parts');
}

function readSchema(settings: JsonObject): JsonObject | undefined {
  if (settings['responseMimeType'] !== 'application/json') return undefined;
  const schema = settings['responseSchema'] ?? settings['responseJsonSchema'];
  return schema === undefined ? {} : objectField(schema, 'generationConfig.responseSchema');
}

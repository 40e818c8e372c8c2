import type { FunctionDeclaration, GenerateContentRequest } from '@google/generative-ai';

import type { ProviderRequest } from '../provider';

/** Modes of function calling as they are written on the wire. */
const MODES = { auto: 'AUTO', none: 'NONE', required: 'ANY', tool: 'ANY' } as const;

/** The package knows only the older form of parameters, a subset of JSON Schema. */
type SentDeclaration = FunctionDeclaration & { readonly parametersJsonSchema: object };

/** The tools of a request in the words of `generateContent`; nothing where there are none. */
export function prepareTools({
  tools,
  toolChoice,
}: ProviderRequest): Pick<GenerateContentRequest, 'tools' | 'toolConfig'> {
  if (tools.length === 0) return {};
  const functionDeclarations = tools.map(({ name, description, parameters }): SentDeclaration => ({
    name,
    parametersJsonSchema: parameters,
    ...(description === undefined ? {} : { description }),
  }));
  if (toolChoice === undefined) return { tools: [{ functionDeclarations }] };
  const allowed = toolChoice.mode === 'tool' ? { allowedFunctionNames: [toolChoice.name] } : {};
  const functionCallingConfig = { mode: MODES[toolChoice.mode] as never, ...allowed };
  return { tools: [{ functionDeclarations }], toolConfig: { functionCallingConfig } };
}

import type { GenerateContentRequest } from '@google/generative-ai';

import { joinSystem } from '../join-system';
import type { OutputFormat } from '../prompt-part';
import type { ProviderRequest } from '../provider';
import { convertTurns } from './convert-content';
import { prepareTools } from './prepare-tools';

/** The request in the words of `generateContent`; the model is part of the address. */
export function convertPrompt(request: ProviderRequest): GenerateContentRequest {
  const { system, turns } = joinSystem(request.messages);
  const { temperature, topP, stop, seed } = request;
  return {
    contents: convertTurns(turns),
    ...(system === undefined ? {} : { systemInstruction: { role: 'system', parts: [{ text: system }] } }),
    ...prepareTools(request),
    generationConfig: {
      ...request.options,
      ...thinkingOf(request),
      maxOutputTokens: request.maxOutputTokens,
      ...outputFields(request.output),
      ...(temperature === undefined ? {} : { temperature }),
      ...(topP === undefined ? {} : { topP }),
      ...(stop.length === 0 ? {} : { stopSequences: [...stop] }),
      ...(seed === undefined ? {} : { seed }),
    },
  };
}

/** Thinking cannot be switched off, only kept low. */
function thinkingOf({ reasoningEffort }: ProviderRequest): object {
  if (reasoningEffort === undefined) return {};
  return { thinkingConfig: { thinkingLevel: reasoningEffort === 'none' ? 'low' : reasoningEffort } };
}

function outputFields(output: OutputFormat): object {
  if (output.kind === 'text') return {};
  const schema = output.kind === 'schema' ? { responseJsonSchema: output.schema } : {};
  return { responseMimeType: 'application/json', ...schema };
}

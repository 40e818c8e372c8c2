import type { GenerateContentRequest } from '@google/generative-ai';

import { joinSystem } from '../join-system';
import type { ProviderRequest } from '../provider';

/** The request in the words of `generateContent`; the model is part of the address. */
export function convertPrompt(request: ProviderRequest): GenerateContentRequest {
  const { system, turns } = joinSystem(request.messages);
  const { temperature } = request;
  return {
    contents: turns.map(({ role, content }) => ({
      role: role === 'assistant' ? 'model' : 'user',
      parts: [{ text: content }],
    })),
    ...(system === undefined ? {} : { systemInstruction: { role: 'system', parts: [{ text: system }] } }),
    generationConfig: {
      ...request.options,
      maxOutputTokens: request.maxOutputTokens,
      ...(temperature === undefined ? {} : { temperature }),
    },
  };
}

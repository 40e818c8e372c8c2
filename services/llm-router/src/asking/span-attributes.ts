import type { Attributes } from '@opentelemetry/api';

import type { Prompt } from '../prompt/prompt';

/** Where a request goes. */
export function serverAttributesOf(baseUrl: string | undefined): Attributes {
  if (baseUrl === undefined || !URL.canParse(baseUrl)) return {};
  const { hostname, port, protocol } = new URL(baseUrl);
  return { 'server.address': hostname, 'server.port': Number(port) || (protocol === 'https:' ? 443 : 80) };
}

/** What the GenAI conventions want to know of a request; never its words. */
export function spanAttributesOf(prompt: Prompt): Attributes {
  const { output, temperature, topP, seed, stop, maxOutputTokens } = prompt;
  if (output.kind === 'embedding') {
    return output.dimensions === undefined ? {} : { 'gen_ai.embeddings.dimension.count': output.dimensions };
  }
  return {
    'gen_ai.output.type': output.kind === 'text' ? 'text' : 'json',
    'gen_ai.request.max_tokens': maxOutputTokens,
    'gen_ai.request.stream': true,
    ...(temperature === undefined ? {} : { 'gen_ai.request.temperature': temperature }),
    ...(topP === undefined ? {} : { 'gen_ai.request.top_p': topP }),
    ...(seed === undefined ? {} : { 'gen_ai.request.seed': seed }),
    ...(stop.length === 0 ? {} : { 'gen_ai.request.stop_sequences': [...stop] }),
  };
}

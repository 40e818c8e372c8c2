import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions';

import type { OutputFormat } from '../prompt-part';
import type { Compatibility, ProviderRequest } from '../provider';
import { convertMessage } from './convert-messages';
import { prepareTools } from './prepare-tools';

/** The request in the words of chat completions. Older endpoints know the limit of the answer only by its former name. */
export function convertPrompt(
  request: ProviderRequest,
  limitField: Compatibility['outputLimitField'] = 'max_completion_tokens',
): ChatCompletionCreateParamsStreaming {
  const { temperature, topP, stop, seed, reasoningEffort } = request;
  return {
    ...request.options,
    model: request.model,
    messages: request.messages.flatMap(convertMessage),
    [limitField]: request.maxOutputTokens,
    ...prepareTools(request),
    ...responseFormat(request.output),
    ...(reasoningEffort === undefined ? {} : { reasoning_effort: reasoningEffort }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(stop.length === 0 ? {} : { stop: [...stop] }),
    ...(seed === undefined ? {} : { seed }),
    stream: true,
    stream_options: { include_usage: true },
  };
}

function responseFormat(output: OutputFormat): Pick<ChatCompletionCreateParamsStreaming, 'response_format'> {
  if (output.kind !== 'schema') return output.kind === 'text' ? {} : { response_format: { type: 'json_object' } };
  const { name, description, schema, isStrict } = output;
  const described = description === undefined ? {} : { description };
  return {
    response_format: { type: 'json_schema', json_schema: { name, ...described, schema, strict: isStrict } },
  };
}

import type { SimulatedAnswer, SimulatedCall } from '../calls/simulated-call';
import type { WireFormat } from '../streaming/wire-format';
import { serverSentEvent } from '../streaming/wire-format';
import { openAiFormat } from './openai-format';

type ResponseEvent = { readonly type: string } & Readonly<Record<string, unknown>>;

/** Responses of OpenAI; each event carries its place in the stream. */
export function responsesFormat(): WireFormat {
  let sequence = 0;
  const event = (data: ResponseEvent): string => {
    sequence += 1;
    return serverSentEvent({ ...data, sequence_number: sequence }, data.type);
  };
  const { headers, failure } = openAiFormat(false);
  return {
    headers,
    body: (call, answer) => responseOf(call, answer),
    opening: (call, answer) =>
      event({ type: 'response.created', response: { ...responseOf(call, answer), status: 'in_progress', output: [] } }),
    delta: (_call, answer, text) =>
      event({
        type: 'response.output_text.delta',
        item_id: messageIdOf(answer),
        output_index: 0,
        content_index: 0,
        delta: text,
        logprobs: [],
      }),
    closing: (call, answer) => {
      const response = responseOf(call, answer);
      const done = response.output.map((item, output_index) =>
        event({ type: 'response.output_item.done', output_index, item }),
      );
      const type = answer.finish === 'length' ? 'response.incomplete' : 'response.completed';
      return done.join('') + event({ type, response });
    },
    failure,
    failureEvent: ({ message, kind }) =>
      event({
        type: 'error',
        code: kind === 'rate-limit' ? 'rate_limit_exceeded' : 'server_error',
        message,
        param: null,
      }),
  };
}

function responseOf(call: SimulatedCall, answer: SimulatedAnswer) {
  const isCut = answer.finish === 'length';
  return {
    id: answer.id,
    object: 'response',
    created_at: answer.createdAt,
    model: call.model,
    status: isCut ? 'incomplete' : 'completed',
    incomplete_details: isCut ? { reason: 'max_output_tokens' } : null,
    error: null,
    instructions: null,
    metadata: {},
    parallel_tool_calls: true,
    tool_choice: 'auto',
    tools: [],
    temperature: null,
    top_p: null,
    output: itemsOf(answer),
    ...(answer.hidesUsage ? {} : { usage: usageOf(answer) }),
  };
}

function itemsOf(answer: SimulatedAnswer): unknown[] {
  const { reasoning, text, toolCalls, id } = answer;
  return [
    ...(reasoning === ''
      ? []
      : [
          {
            type: 'reasoning',
            id: `rs_${id}`,
            summary: [{ type: 'summary_text', text: reasoning }],
            encrypted_content: 'c2ltdWxhdGVkIHRob3VnaHQ=',
          },
        ]),
    ...(text === ''
      ? []
      : [
          {
            type: 'message',
            id: messageIdOf(answer),
            role: 'assistant',
            status: 'completed',
            content: [{ type: 'output_text', text, annotations: [], logprobs: [] }],
          },
        ]),
    ...toolCalls.map((call) => ({
      type: 'function_call',
      id: `fc_${call.id}`,
      call_id: call.id,
      name: call.name,
      arguments: call.arguments,
      status: 'completed',
    })),
  ];
}

function messageIdOf({ id }: SimulatedAnswer): string {
  return `msg_${id}`;
}

function usageOf({ inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, reasoningTokens }: SimulatedAnswer) {
  return {
    input_tokens: inputTokens,
    input_tokens_details: { cached_tokens: cacheReadTokens, cache_write_tokens: cacheWriteTokens },
    output_tokens: outputTokens,
    output_tokens_details: { reasoning_tokens: reasoningTokens },
    total_tokens: inputTokens + outputTokens,
  };
}

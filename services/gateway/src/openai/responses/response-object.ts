import type { CompleteModelCallV2Reply, ModelPart, ModelTokenUsage } from '@botarmy/contracts';

import { contentOfReasoning } from './reasoning-item';

/** What an answer says about its request. */
export interface ResponseHead {
  readonly id: string;
  readonly createdS: number;
  readonly model: string;
  readonly repeated: Readonly<Record<string, unknown>>;
}

/** One item of an answer. */
export interface OutputItem {
  readonly id: string;
  readonly type: 'message' | 'reasoning' | 'function_call';
  readonly arguments?: string;
  readonly [member: string]: unknown;
}

/** A response before there is an answer. */
export function responseBegun(head: ResponseHead): object {
  return responseObject(head, { status: 'in_progress', output: [], usage: null, incomplete_details: null });
}

/** A response with its answer. */
export function responseOf(head: ResponseHead, reply: CompleteModelCallV2Reply): object {
  const { finish_reason, usage } = reply;
  const reason = { length: 'max_output_tokens', content_filter: 'content_filter' }[finish_reason];
  return responseObject(
    { ...head, model: usage.model },
    {
      status: reason === undefined ? 'completed' : 'incomplete',
      output: outputItemsOf(head.id, reply),
      usage: responseUsageOf(usage),
      incomplete_details: reason === undefined ? null : { reason },
    },
  );
}

/**
 * The text, reasoning that its provider wants back, and calls of tools. The text comes first, since a stream has sent it before anything
 * else is known.
 */
export function outputItemsOf(responseId: string, reply: CompleteModelCallV2Reply): OutputItem[] {
  const { text, tool_calls } = reply;
  const hasMessage = text !== '' || tool_calls.length === 0;
  return [...(hasMessage ? [messageItem(responseId, text)] : []), ...itemsAfterText(responseId, reply)];
}

/** What follows the text. */
export function itemsAfterText(responseId: string, { reasoning, tool_calls }: CompleteModelCallV2Reply): OutputItem[] {
  return [
    ...reasoning.flatMap((part, index) => reasoningItem(`rs_${responseId}_${index}`, part)),
    ...tool_calls.map((part, index) => callItem(`fc_${responseId}_${index}`, part)),
  ];
}

/** The text as an item. */
export function messageItem(responseId: string, text: string): OutputItem {
  const content = [textPart(text)];
  return { id: `msg_${responseId}`, type: 'message', status: 'completed', role: 'assistant', content };
}

export function textPart(text: string): object {
  return { type: 'output_text', text, annotations: [], logprobs: [] };
}

function callItem(id: string, { call_id, name, arguments: text = '' }: ModelPart): OutputItem {
  return { id, type: 'function_call', status: 'completed', call_id, name, arguments: text };
}

function reasoningItem(id: string, part: ModelPart): OutputItem[] {
  const encrypted_content = contentOfReasoning(part);
  return encrypted_content === undefined ? [] : [{ id, type: 'reasoning', summary: [], encrypted_content }];
}

function responseObject({ id, createdS, model, repeated }: ResponseHead, state: object): object {
  return {
    id,
    object: 'response',
    created_at: createdS,
    error: null,
    model,
    instructions: repeated['instructions'] ?? null,
    max_output_tokens: repeated['max_output_tokens'] ?? null,
    metadata: repeated['metadata'] ?? {},
    parallel_tool_calls: true,
    previous_response_id: null,
    store: false,
    temperature: repeated['temperature'] ?? null,
    tool_choice: repeated['tool_choice'] ?? 'auto',
    tools: repeated['tools'] ?? [],
    top_p: repeated['top_p'] ?? null,
    truncation: 'disabled',
    ...state,
  };
}

function responseUsageOf(usage: ModelTokenUsage): object {
  const input_tokens = usage.input_tokens + usage.cache_read_tokens + usage.cache_write_tokens;
  const output_tokens = usage.output_tokens + usage.reasoning_tokens;
  return {
    input_tokens,
    input_tokens_details: { cached_tokens: usage.cache_read_tokens },
    output_tokens,
    output_tokens_details: { reasoning_tokens: usage.reasoning_tokens },
    total_tokens: input_tokens + output_tokens,
  };
}

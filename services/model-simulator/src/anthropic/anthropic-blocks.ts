import type { SimulatedAnswer, SimulatedToolCall } from '../calls/simulated-call';

/** What proves to the provider that a thought is its own. */
const SIGNATURE = 'c2ltdWxhdGVkIHRob3VnaHQ=';

/** An event of a stream. */
export type AnthropicEvent = { readonly type: string } & Readonly<Record<string, unknown>>;

/** The blocks of a whole answer: thoughts, text, calls of tools. */
export function blocksOf(answer: SimulatedAnswer): unknown[] {
  const { reasoning, text, toolCalls } = answer;
  return [
    ...(reasoning === '' ? [] : [{ type: 'thinking', thinking: reasoning, signature: SIGNATURE }]),
    ...(hasText(answer) ? [{ type: 'text', text, citations: null }] : []),
    ...toolCalls.map(({ id, name, arguments: input }) => ({ type: 'tool_use', id, name, input: inputOf(input) })),
  ];
}

/** An answer that only calls tools has no block of text. */
export function hasText({ text, toolCalls }: SimulatedAnswer): boolean {
  return text !== '' || toolCalls.length === 0;
}

/** Place of the text among the blocks. */
export function textIndexOf({ reasoning }: SimulatedAnswer): number {
  return reasoning === '' ? 0 : 1;
}

/** Events before the text. */
export function openingEvents(answer: SimulatedAnswer): AnthropicEvent[] {
  const { reasoning } = answer;
  const thinking = [
    { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '', signature: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: reasoning } },
    { type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: SIGNATURE } },
    { type: 'content_block_stop', index: 0 },
  ];
  const index = textIndexOf(answer);
  const text = { type: 'content_block_start', index, content_block: { type: 'text', text: '' } };
  return [...(reasoning === '' ? [] : thinking), ...(hasText(answer) ? [text] : [])];
}

/** Events after the text. */
export function closingEvents(answer: SimulatedAnswer): AnthropicEvent[] {
  const index = textIndexOf(answer);
  const first = hasText(answer) ? index + 1 : index;
  return [
    ...(hasText(answer) ? [{ type: 'content_block_stop', index }] : []),
    ...answer.toolCalls.flatMap((call, offset) => toolEvents(call, first + offset)),
  ];
}

function toolEvents({ id, name, arguments: text }: SimulatedToolCall, index: number): AnthropicEvent[] {
  const middle = Math.ceil(text.length / 2);
  const delta = (partial_json: string): AnthropicEvent => ({
    type: 'content_block_delta',
    index,
    delta: { type: 'input_json_delta', partial_json },
  });
  return [
    { type: 'content_block_start', index, content_block: { type: 'tool_use', id, name, input: {} } },
    delta(text.slice(0, middle)),
    delta(text.slice(middle)),
    { type: 'content_block_stop', index },
  ];
}

function inputOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

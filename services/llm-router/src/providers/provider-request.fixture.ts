import type { PromptMessage } from './prompt-part';
import type { ProviderRequest } from './provider';

/** A turn of one text. */
export function textTurn(role: 'system' | 'user' | 'assistant', text: string): PromptMessage {
  return { role, parts: [{ type: 'text', text }] };
}

/** A request with the changes of a test. */
export function providerRequest(changes: Partial<ProviderRequest> = {}): ProviderRequest {
  return {
    model: 'm',
    messages: [textTurn('user', 'U')],
    tools: [],
    output: { kind: 'text' },
    stop: [],
    maxOutputTokens: 10,
    options: {},
    idempotencyKey: 'k',
    signal: new AbortController().signal,
    ...changes,
  };
}

/** A conversation with everything in it that a provider may be sent. */
export const TOOL_CONVERSATION: readonly PromptMessage[] = [
  textTurn('system', 'S'),
  {
    role: 'user',
    parts: [
      { type: 'text', text: 'What is on these?' },
      { type: 'image', source: { mediaType: 'image/png', data: 'aW1n' } },
      { type: 'image', source: { url: 'https://pictures.example/a.png' } },
      { type: 'file', source: { mediaType: 'application/pdf', data: 'cGRm' }, filename: 'a.pdf' },
    ],
  },
  {
    role: 'assistant',
    parts: [
      { type: 'reasoning', text: 'Hm', signature: 'signed', provider: 'anthropic' },
      { type: 'reasoning', text: 'Hm', signature: 'rs_1:sealed', provider: 'openai' },
      { type: 'reasoning', text: 'Hm', signature: 'c2ln', provider: 'google' },
      { type: 'text', text: 'I look them up.' },
      { type: 'tool_call', callId: 'c1', name: 'find', arguments: '{"what":"a"}' },
      {
        type: 'tool_call',
        callId: 'c2',
        name: 'find',
        arguments: '{"what":"b"}',
        signature: 'c2ln',
        provider: 'google',
      },
    ],
  },
  {
    role: 'tool',
    parts: [
      { type: 'tool_result', callId: 'c1', text: 'one' },
      { type: 'tool_result', callId: 'c2', text: 'gone', isError: true },
    ],
  },
];

/** A tool with everything a tool may have. */
export const FIND_TOOL = {
  name: 'find',
  description: 'Finds things.',
  parameters: {
    type: 'object',
    properties: { what: { type: 'string' } },
    required: ['what'],
    additionalProperties: false,
  },
  isStrict: true,
} as const;

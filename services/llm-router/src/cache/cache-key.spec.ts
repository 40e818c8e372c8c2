import type { Caller } from '@botarmy/contracts';

import type { Prompt } from '../prompt/prompt';
import { promptWith } from '../prompt/prompt.fixture';
import { textTurn } from '../providers/provider-request.fixture';
import { cacheScopeOf } from './cache-key';
import type { CacheableCall } from './cache-key';

const CALLER: Caller = {
  tenant_id: 'ten_a',
  user_id: 'usr_a',
  user_name: 'a',
  role: 'operator',
  request_id: 'req_a',
};
const TOOL = { name: 'find', parameters: { type: 'object', required: ['what'] }, isStrict: false };

function call(changes: Partial<CacheableCall> = {}): CacheableCall {
  return { route: 'default', prompt: promptWith(), scope: {}, routing: {}, cacheTtlS: 60, ...changes };
}
const keyOf = (prompt: Prompt): string | undefined => cacheScopeOf(call({ prompt }), CALLER)?.key;
const permissionOf = (changes: Partial<CacheableCall>, caller = CALLER): string | undefined =>
  cacheScopeOf(call(changes), caller)?.permission;

describe('the key of a cached answer', () => {
  it.each<[string, Prompt, Prompt]>([
    [
      'the order of keys',
      promptWith({ tools: [TOOL] }),
      promptWith({ tools: [{ isStrict: false, parameters: { required: ['what'], type: 'object' }, name: 'find' }] }),
    ],
    [
      'space around a text and the kind of line ends',
      promptWith({ messages: [textTurn('user', 'one\ntwo')] }),
      promptWith({ messages: [textTurn('user', '  one\r\ntwo\n')] }),
    ],
    [
      'space within the JSON of arguments',
      promptWith({ messages: [toolCall('{"b":1,"a":2}')] }),
      promptWith({ messages: [toolCall('{ "a": 2, "b": 1 }')] }),
    ],
    [
      'a default that is spelled out',
      promptWith({ tools: [TOOL] }),
      promptWith({ tools: [TOOL], toolChoice: { mode: 'auto' }, parallelToolCalls: true }),
    ],
    ['the idempotency key', promptWith(), promptWith({ idempotencyKey: 'another', onBrokenStream: 'fail' })],
  ])('does not depend on %s', (_what, one, other) => {
    expect(keyOf(one)).toBe(keyOf(other));
  });

  it.each<[string, Partial<Prompt>]>([
    ['words', { messages: [textTurn('user', 'What does a cat need?')] }],
    ['space inside a text', { messages: [textTurn('user', 'What does  a plant need?')] }],
    ['role', { messages: [textTurn('system', 'What does a plant need?')] }],
    ['limit', { maxOutputTokens: 999 }],
    ['temperature', { temperature: 0 }],
    ['tools', { tools: [TOOL] }],
    ['choice of tools', { tools: [TOOL], toolChoice: { mode: 'required' } }],
    ['form', { output: { kind: 'json' } }],
    ['seed', { seed: 7 }],
    ['stop sequences', { stop: ['end'] }],
  ])('is another one with another %s', (_what, changes) => {
    const own = keyOf(promptWith(changes));
    expect(own).not.toBe(keyOf(promptWith()));
    if (changes.toolChoice !== undefined) expect(own).not.toBe(keyOf(promptWith({ tools: [TOOL] })));
  });

  it('is another one on another route', () => {
    expect(cacheScopeOf(call({ route: 'cheap' }), CALLER)?.key).not.toBe(cacheScopeOf(call(), CALLER)?.key);
  });
});

describe('who shares a cached answer', () => {
  it('is whoever has the same role, or presents the same virtual key, and the same labels on the data', () => {
    const viewer = { ...CALLER, role: 'viewer' as const };
    expect(permissionOf({}, { ...CALLER, user_id: 'usr_b' })).toBe(permissionOf({}));
    const permissions = [
      permissionOf({}),
      permissionOf({}, viewer),
      permissionOf({ scope: { virtual_key_id: 'key_a' } }),
      permissionOf({ scope: { virtual_key_id: 'key_b' } }),
      permissionOf({ routing: { data_labels: ['personal'] } }),
    ];
    expect(new Set(permissions).size).toBe(permissions.length);
    expect(permissionOf({ routing: { data_labels: ['b', 'a'] } })).toBe(
      permissionOf({ routing: { data_labels: ['a', 'b'] } }),
    );
  });

  it('is nobody where the caller did not ask for it', () => {
    const { cacheTtlS: _ttl, ...uncached } = call();
    expect(cacheScopeOf(uncached, CALLER)).toBeUndefined();
  });
});

function toolCall(text: string): Prompt['messages'][number] {
  return { role: 'assistant', parts: [{ type: 'tool_call', callId: 'c', name: 'find', arguments: text }] };
}

import { readResponsesRequest } from './read-responses-request';
import { contentOfReasoning, reasoningOf } from './reasoning-item';
import { outputItemsOf } from './response-object';

const PART = { type: 'reasoning' as const, provider: 'anthropic', signature: 'c2lnbmVk', text: 'Let me think.' };

describe('reasoning of a response', () => {
  it('is carried to the caller and back as it was, where its provider signs it', () => {
    expect(reasoningOf(contentOfReasoning(PART))).toEqual(PART);
    expect(contentOfReasoning({ type: 'reasoning', text: 'unsigned' })).toBeUndefined();
  });

  it.each([
    '',
    'nonsense',
    Buffer.from('["a","b"]').toString('base64url'),
    Buffer.from('[1,2,3]').toString('base64url'),
  ])('is left out where it is not ours: %j', (content) => expect(reasoningOf(content)).toBeUndefined());

  it('comes back before the text and the calls that came of it', () => {
    const usage = { provider: 'anthropic', model: 'm', input_tokens: 1, cache_write_tokens: 0, cache_read_tokens: 0 };
    const items = outputItemsOf('resp_1', {
      call_id: 'call_1',
      text: 'I will look.',
      reasoning: [PART],
      tool_calls: [{ type: 'tool_call', call_id: 'c1', name: 'look', arguments: '{}' }],
      finish_reason: 'tool_calls',
      raw_finish_reason: 'tool_use',
      usage: { ...usage, output_tokens: 1, reasoning_tokens: 0, cost_micros: 0, estimated: false, simulated: true },
      replayed: false,
    });
    const { question } = readResponsesRequest({ model: 'default', input: [{ role: 'user', content: 'x' }, ...items] });
    expect(question.turns.map(({ role, parts }) => [role, parts.map(({ type }) => type)])).toEqual([
      ['user', ['text']],
      ['assistant', ['reasoning', 'text', 'tool_call']],
    ]);
    expect(question.turns[1]?.parts[0]).toEqual(PART);
  });
});

import type { CompleteModelCallV2Request, ModelPart, ModelTurn } from '@botarmy/contracts';

import { needsOf } from './needs-of';
import { promptOfRequest } from './prompt-of-request';
import { modelPartOf } from './prompt-part-of';

const TURN: ModelTurn = { role: 'user', parts: [{ type: 'text', text: 'Hello' }] };

function request(changes: Partial<CompleteModelCallV2Request> = {}): CompleteModelCallV2Request {
  return {
    idempotency_key: 'k',
    route: 'default',
    scope: {},
    turns: [TURN],
    max_output_tokens: 10,
    timeout_ms: 1_000,
    ...changes,
  };
}

const turns = (role: ModelTurn['role'], ...parts: ModelPart[]): ModelTurn[] => [TURN, { role, parts }];
const CALL: ModelPart = { type: 'tool_call', call_id: 'c', name: 'find', arguments: '{}' };
const TOOL = { name: 'find', parameters: { type: 'object', properties: {} } };

describe('a prompt', () => {
  it('has everything the request has', () => {
    const prompt = promptOfRequest(
      request({
        turns: [
          ...turns('assistant', { type: 'reasoning', text: 'Hm', signature: 's', provider: 'anthropic' }, CALL),
          { role: 'tool', parts: [{ type: 'tool_result', call_id: 'c', text: 'found' }] },
          { role: 'user', parts: [{ type: 'image', media_type: 'image/png', data: 'aW1n' }] },
        ],
        tools: [{ ...TOOL, description: 'Finds.', strict: true }],
        tool_choice: { mode: 'tool', name: 'find' },
        output: { kind: 'schema', name: 'answer', schema: { type: 'object' }, strict: true },
        parallel_tool_calls: false,
        temperature: 0,
        stop: ['END'],
        seed: 0,
      }),
    );
    expect(prompt).toMatchObject({
      messages: [
        { role: 'user' },
        {
          parts: [
            { type: 'reasoning', signature: 's', provider: 'anthropic' },
            { type: 'tool_call', callId: 'c' },
          ],
        },
        { parts: [{ type: 'tool_result', callId: 'c', text: 'found' }] },
        { parts: [{ type: 'image', source: { mediaType: 'image/png', data: 'aW1n' } }] },
      ],
      tools: [{ name: 'find', description: 'Finds.', isStrict: true }],
      toolChoice: { mode: 'tool', name: 'find' },
      output: { kind: 'schema', isStrict: true },
      temperature: 0,
      seed: 0,
    });
    expect(prompt).not.toHaveProperty('topP');
    expect([...needsOf(prompt)].sort()).toEqual([
      'images',
      'schema_output',
      'seed',
      'single_tool_call',
      'stop',
      'strict_tools',
      'tools',
    ]);
  });

  it('needs nothing when it is plain text', () => {
    expect(needsOf(promptOfRequest(request())).size).toBe(0);
  });

  it.each<[string, Partial<CompleteModelCallV2Request>]>([
    ['turns', { turns: [] }],
    ['turns', { turns: [{ role: 'user', parts: [{ type: 'text', text: '  ' }] }] }],
    ['turns', { turns: [{ role: 'system', parts: [{ type: 'text', text: 'S' }] }] }],
    ['turns.1.parts.0', { turns: turns('user', CALL) }],
    ['turns.1.parts.0.call_id', { turns: turns('assistant', { type: 'tool_call', name: 'find' }) }],
    ['turns.1.parts.0', { turns: turns('assistant', { ...CALL, arguments: '[]' }) }],
    ['turns.1.parts.0', { turns: turns('tool', { type: 'tool_result', call_id: 'unheard-of' }) }],
    ['turns.1.parts.0', { turns: turns('user', { type: 'image' }) }],
    ['turns.1.parts.0', { turns: turns('user', { type: 'image', url: 'no url' }) }],
    ['turns.1.parts.0', { turns: turns('user', { type: 'file', media_type: 'application/pdf', data: '!' }) }],
    ['tools.1', { tools: [TOOL, TOOL] }],
    ['tools.0.parameters', { tools: [{ name: 'find', parameters: { type: 'strin' } }] }],
    ['tools.0.parameters', { tools: [{ name: 'find', parameters: { properties: { a: { $ref: '#/nowhere' } } } }] }],
    ['tool_choice.name', { tools: [TOOL], tool_choice: { mode: 'tool', name: 'other' } }],
    ['tool_choice.name', { tools: [TOOL], tool_choice: { mode: 'tool' } }],
    ['tool_choice', { tool_choice: { mode: 'required' } }],
    ['output.schema', { output: { kind: 'schema' } }],
    ['output.schema', { output: { kind: 'schema', schema: { type: 'object', required: 'a' } } }],
  ])('is refused with the place %s when it makes no sense: %j', (path, changes) => {
    expect(() => promptOfRequest(request(changes))).toThrow(
      expect.objectContaining({
        status: 400,
        code: 'invalid-prompt',
        errors: [expect.objectContaining({ path })],
      }),
    );
  });

  it('is refused for a schema that grows without end', () => {
    let schema: Record<string, unknown> = { type: 'object' };
    for (let depth = 0; depth < 40; depth += 1) schema = { type: 'object', properties: { a: schema } };
    expect(() => promptOfRequest(request({ output: { kind: 'schema', schema } }))).toThrow('nested too deeply');
  });

  it('gives parts of an answer back in the words of the question', () => {
    expect(modelPartOf({ type: 'tool_call', callId: 'c', name: 'find', arguments: '{}' })).toEqual(CALL);
    expect(modelPartOf({ type: 'reasoning', text: 'Hm', signature: 's', provider: 'google' })).toEqual({
      type: 'reasoning',
      text: 'Hm',
      signature: 's',
      provider: 'google',
    });
  });
});

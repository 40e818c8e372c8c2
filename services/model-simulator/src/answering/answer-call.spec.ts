import type { SimulatedCall } from '../calls/simulated-call';
import type { Script } from '../scripting/script';
import { taskPrompt } from '../simulator.fixture';
import { answerCall, promptHashOf, taskOf } from './answer-call';
import { piecesOf } from './tokens';

function callWith(text: string, more: Partial<SimulatedCall> = {}): SimulatedCall {
  return {
    provider: 'openai',
    model: 'm',
    turns: [{ role: 'user', text }],
    stream: false,
    maxOutputTokens: undefined,
    stopSequences: [],
    jsonSchema: undefined,
    tools: [],
    mustCall: undefined,
    ...more,
  };
}

function answer(call: SimulatedCall, script: Script = {}) {
  return answerCall(call, taskOf(call), script, { id: 'x', createdAt: 0 });
}

describe('answering a call', () => {
  it('greets, and answers a question with its own words, labelled as simulated', () => {
    expect(answer(callWith('Hello!')).text).toContain('simulated');
    const text = answer(callWith('How should we store bookings for 300 guests?')).text;
    expect(text).toContain('How should we store bookings');
    expect(text).toContain('booking');
    expect(text).toContain('simulated');
    expect(answer(callWith('')).text).toContain('empty');
  });

  it('stops at the token limit and says so', () => {
    const full = answer(callWith(taskPrompt()));
    const cut = answer(callWith(taskPrompt(), { maxOutputTokens: 20 }));
    expect(full.finish).toBe('stop');
    expect(cut.finish).toBe('length');
    expect(cut.outputTokens).toBe(20);
    expect(full.text.startsWith(cut.text)).toBe(true);
  });

  it('stops at a stop sequence', () => {
    const cut = answer(callWith(taskPrompt(), { stopSequences: ['nowhere in it', '## Risks'] }));
    expect(cut.finish).toBe('stop-sequence');
    expect(cut.text).not.toContain('## Risks');
  });

  it('follows a scripted text, usage and omitted sections', () => {
    expect(answer(callWith('x'), { text: 'fixed', usage: { input_tokens: 7, output_tokens: 9 } })).toMatchObject({
      text: 'fixed',
      inputTokens: 7,
      outputTokens: 9,
    });
    expect(answer(callWith(taskPrompt()), { omit_sections: ['risks'] }).text).not.toContain('## Risks');
  });

  it('answers with an instance of the asked JSON schema', () => {
    const jsonSchema = {
      type: 'object',
      properties: {
        title: { type: 'string' },
        items: { type: 'array', minItems: 3, items: { $ref: '#/$defs/item' } },
        level: { enum: ['low', 'high'] },
        count: { type: 'integer', minimum: 4, maximum: 6 },
        done: { type: 'boolean' },
        note: { anyOf: [{ type: 'null' }, { type: 'string' }] },
        kind: { const: 'plan' },
      },
      $defs: { item: { type: ['string', 'null'] } },
    };
    const value = JSON.parse(
      answer(callWith('Build a bike rental app where guests reserve bikes', { jsonSchema })).text,
    ) as Record<string, unknown>;
    expect(value).toMatchObject({
      title: expect.stringContaining('Bike Rental'),
      note: null,
      kind: 'plan',
      done: expect.any(Boolean),
    });
    expect(value['items']).toHaveLength(3);
    expect(['low', 'high']).toContain(value['level']);
    expect(value['count']).toBeGreaterThanOrEqual(4);
    expect(value['count']).toBeLessThanOrEqual(6);
    expect(JSON.parse(answer(callWith('Hi', { jsonSchema: {} })).text)).toEqual({
      answer: expect.stringContaining('Hello'),
    });
    expect(JSON.parse(answer(callWith('Hi', { jsonSchema: { $ref: '#' } })).text)).toBeNull();
  });

  it('counts tokens so that the pieces make up the text again', () => {
    const text = ' Ünïcode 🚀🚀🚀🚀🚀 and a-very-long-word-without-spaces\n\n| table |\n';
    expect(piecesOf(text).join('')).toBe(text);
    expect(piecesOf('')).toEqual([]);
  });

  it('recognises the same words by their hash', () => {
    expect(promptHashOf(callWith('a'))).toBe(promptHashOf(callWith('a', { model: 'other' })));
    expect(promptHashOf(callWith('a'))).not.toBe(promptHashOf(callWith('b')));
  });

  it('reads hostile prompts in bounded time', () => {
    const hostile = [
      'lets a b '.repeat(20_000),
      'a'.repeat(300_000),
      '1.'.repeat(100_000),
      'can '.repeat(50_000),
      '<input '.repeat(30_000),
      `${'['.repeat(50_000)}](`,
      'with a, '.repeat(30_000),
      '`'.repeat(50_001),
      '<input></input>x'.repeat(50_000),
      `| Fact | Detail |\n| Product |${' '.repeat(100_000)}x`,
      `# ${' #'.repeat(100_000)}x`,
    ];
    const startedAt = process.cpuUsage();
    for (const text of hostile) {
      expect(answer(callWith(taskPrompt({ inputs: { 'project_brief.md': text } }))).text).toContain('## Risks');
      expect(answer(callWith(text)).text).toContain('simulated');
      expect(answer(callWith(taskPrompt({ feedback: text }))).text).toContain('## Risks');
      expect(answer(callWith(`<task id="x"/>${text}`)).text).toContain('# X');
    }
    const { user, system } = process.cpuUsage(startedAt);
    expect((user + system) / 1e6 / hostile.length).toBeLessThan(1);
  });
});

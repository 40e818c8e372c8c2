import { CALL_LOG_SIZE, CallLog } from '../calls/call-log';
import { MAXIMUM_RULES, parseRules, parseScriptHeader, ScriptError } from './parse-script';
import { RuleBook } from './rule-book';

describe('a script', () => {
  it('is read from a header', () => {
    const script = {
      latency_ms: 5,
      tokens_per_second: 2.5,
      fault: { kind: 'stall', after_tokens: 3, duration_ms: 10 },
      usage: { input_tokens: 1 },
    };
    expect(parseScriptHeader(JSON.stringify(script))).toEqual(script);
  });

  it.each([
    ['{', 'no JSON'],
    ['[]', 'script must be an object'],
    ['{"latency":1}', 'script.latency is unknown: use one of latency_ms'],
    ['{"latency_ms":-1}', 'script.latency_ms must be a number from 0'],
    ['{"latency_ms":1.5}', 'whole number'],
    ['{"fault":{}}', 'script.fault.kind is missing'],
    ['{"fault":{"kind":"fire"}}', 'script.fault.kind must be one of rate-limit'],
    ['{"text":7}', 'script.text must be a text'],
    ['{"omit_sections":"x"}', 'must be a list'],
    ['{"constructor":1}', 'unknown'],
  ])('%s is refused by name', (header, message) => {
    expect(() => parseScriptHeader(header)).toThrow(ScriptError);
    expect(() => parseScriptHeader(header)).toThrow(message);
  });

  it('is bounded in number', () => {
    const rule = { match: {}, script: {} };
    expect(parseRules({ rules: Array.from({ length: MAXIMUM_RULES }, () => rule) })).toHaveLength(MAXIMUM_RULES);
    expect(() => parseRules({ rules: Array.from({ length: MAXIMUM_RULES + 1 }, () => rule) })).toThrow('at most 100');
  });
});

describe('the rule book', () => {
  const call = { provider: 'openai', model: 'gpt-4o', task: 'requirements', agent: 'analyst' } as const;

  it('applies the first rule whose every trait matches', () => {
    const book = new RuleBook();
    book.replace([
      { match: { provider: 'google' }, script: { text: 'google' } },
      { match: { model: 'gpt-4o', task: 'requirements', agent: 'analyst' }, script: { text: 'task' } },
      { match: {}, script: { text: 'all' } },
    ]);
    expect(book.scriptFor(call)).toEqual({ text: 'task' });
    expect(book.scriptFor({ ...call, task: undefined })).toEqual({ text: 'all' });
    expect(book.list().map((state) => [state.matched, state.applied])).toEqual([
      [0, 0],
      [1, 1],
      [2, 1],
    ]);
  });

  it('counts matching calls and limits how often a rule applies', () => {
    const book = new RuleBook();
    book.replace([
      { match: { call: 2 }, script: { text: 'second' } },
      { match: {}, times: 2, script: { text: 'twice' } },
    ]);
    expect([1, 2, 3, 4].map(() => book.scriptFor(call)?.text)).toEqual(['twice', 'second', 'twice', undefined]);
    book.clear();
    expect(book.scriptFor(call)).toBeUndefined();
  });
});

describe('the call log', () => {
  const begin = (log: CallLog, id: string) =>
    log.begin({
      id,
      provider: 'openai',
      model: 'm',
      task: null,
      agent: null,
      idempotency_key: id,
      prompt_sha256: '',
      streamed: false,
      started_at: '',
      fault: null,
    });

  it('is bounded, lists the newest first and keeps the true total', () => {
    const log = new CallLog();
    const end = begin(log, 'old');
    for (let index = 0; index < CALL_LOG_SIZE; index += 1) begin(log, `call-${index}`);
    end({ ended_at: 'now', outcome: 'completed', output_tokens: 1 });
    expect(log.total).toBe(CALL_LOG_SIZE + 1);
    expect(log.list({}, 2).map((entry) => entry.id)).toEqual([
      `call-${CALL_LOG_SIZE - 1}`,
      `call-${CALL_LOG_SIZE - 2}`,
    ]);
    expect(log.list({ idempotency_key: 'old' }, 10)).toEqual([]);
    expect(log.list({ outcome: 'completed' }, 10)).toEqual([]);
    log.clear();
    expect(log.list({}, 10)).toEqual([]);
  });

  it('records how a call ended', () => {
    const log = new CallLog();
    begin(log, 'one')({ ended_at: 'then', outcome: 'client-left', output_tokens: 4 });
    expect(log.list({ provider: 'openai' }, 1)[0]).toMatchObject({
      id: 'one',
      outcome: 'client-left',
      output_tokens: 4,
    });
  });
});

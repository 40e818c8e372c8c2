import { correlation, correlationFields, withCorrelation } from './correlation';
import { createLogger } from './create-logger';
import type { Logger } from './logger';
import { NestLogger } from './nest-logger';
import { redactText } from './redact';

function capture(level = 'trace'): { logger: Logger; lines: Record<string, unknown>[]; text: () => string } {
  const raw: string[] = [];
  const logger = createLogger({
    level,
    fields: { service: 'sample' },
    destination: { write: (line) => void raw.push(line) },
  });
  return {
    logger,
    get lines() {
      return raw.map((line) => JSON.parse(line) as Record<string, unknown>);
    },
    text: () => raw.join(''),
  };
}

describe('a logger', () => {
  it('writes one JSON line with level, time, service and sentence', () => {
    const log = capture();
    log.logger.info({ count: 3 }, 'orders stored');
    expect(log.lines).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        service: 'sample',
        count: 3,
        message: 'orders stored',
      },
    ]);
  });

  it('adds the correlation of the current work; fields of the call win', () => {
    const log = capture();
    withCorrelation({ request_id: 'req_1', tenant_id: 'ten_a' }, () =>
      withCorrelation({ workflow_id: 'wf_1' }, () => log.logger.info({ tenant_id: 'ten_b' }, 'x')),
    );
    expect(log.lines[0]).toMatchObject({ request_id: 'req_1', workflow_id: 'wf_1', tenant_id: 'ten_b' });
    expect(correlationFields()).toEqual({});
    expect(correlation.getStore()).toBeUndefined();
  });

  it('lets none of the planted secrets through', () => {
    const log = capture();
    const canary = 'canary12345678901234567890';
    const seed = `SU${'A'.repeat(56)}`;
    const error = new Error(`connect postgres://user:${canary}@db/x failed`, { cause: new Error(`Bearer ${canary}`) });
    log.logger.child({ api_key: canary }).info(
      {
        authorization: canary,
        headers: { cookie: canary, 'set-cookie': [canary], nested: { password: canary, nkey_seed: canary } },
        text: `sk-${canary} and ${seed}`,
        list: [`nats://user:${canary}@host`],
        err: error,
        errors: new AggregateError([new Error(`Basic ${canary}`)], 'many'),
      },
      `called with Bearer ${canary}`,
    );
    expect(log.text()).not.toContain('canary');
    expect(log.text()).not.toContain(seed);
    expect(log.text()).toContain('postgres://user:***@db/x');
  });

  it('keeps what only sounds secret', () => {
    const log = capture();
    const fields = {
      idempotency_key: 'wf_1:draft:1',
      input_tokens: 12,
      token_count: 3,
      has_password: true,
      key_id: 'k1',
    };
    log.logger.info(fields, 'x');
    expect(log.lines[0]).toMatchObject(fields);
  });

  it('writes an error with type, code, stack and cause', () => {
    const log = capture();
    const error = Object.assign(new TypeError('broken', { cause: new Error('root') }), { code: 'E1' });
    log.logger.error({ err: error }, 'x');
    expect(log.lines[0]).toMatchObject({
      err: { type: 'TypeError', message: 'broken', code: 'E1', stack: expect.any(String), cause: { message: 'root' } },
    });
  });

  it('stays bounded with deep, binary and dated values', () => {
    const log = capture();
    const cyclic: Record<string, unknown> = { at: new Date(0), bytes: new Uint8Array(9) };
    cyclic.self = cyclic;
    log.logger.info(cyclic, 'x');
    expect(log.lines[0]).toMatchObject({ at: '1970-01-01T00:00:00.000Z', bytes: '[9 bytes]' });
    expect(log.text()).toContain('[deep]');
  });

  it('cannot be made to write a second line', () => {
    const log = capture();
    log.logger.info({ name: 'a\n{"level":"fatal"}' }, 'x');
    expect(log.text().trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('redactText', () => {
  it('leaves ordinary text alone', () => {
    const text = 'GET http://host:8080/a?b=c at 10:30, task-list sk-1';
    expect(redactText(text)).toBe(text);
  });
});

describe('the logger of the framework', () => {
  it('writes to the service at work, and to its own without one', () => {
    const first = capture();
    const second = capture();
    const nest = new NestLogger(first.logger);
    nest.log('mapped', 'Router');
    correlation.run({ service: 'second', logger: second.logger }, () => nest.warn('slow', 'Router'));
    expect(first.lines).toEqual([
      expect.objectContaining({ level: 'debug', message: 'mapped', framework_context: 'Router' }),
    ]);
    expect(second.lines).toEqual([expect.objectContaining({ level: 'warn', message: 'slow' })]);
  });

  it('keeps the severity and the stack', () => {
    const log = capture();
    const nest = new NestLogger(log.logger);
    nest.error('failed', 'stack text', 'Module');
    nest.error(new Error('thrown'));
    nest.debug('d');
    nest.verbose('v');
    nest.fatal('f');
    expect(log.lines.map((line) => line.level)).toEqual(['error', 'error', 'trace', 'trace', 'fatal']);
    expect(log.lines[0]).toMatchObject({ stack: 'stack text' });
    expect(log.lines[1]).toMatchObject({ err: { message: 'thrown' } });
  });
});

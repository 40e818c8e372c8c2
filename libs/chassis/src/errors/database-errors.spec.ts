import { isRetryableDatabaseError } from './database-errors';

function coded(code: string, message = 'failed'): Error {
  return Object.assign(new Error(message), { code });
}

describe('isRetryableDatabaseError', () => {
  it.each(['ECONNREFUSED', '57P01', '57P02', '57P03', '53300', '40001', '40P01', 'P2034'])('repeats %s', (code) => {
    expect(isRetryableDatabaseError(coded(code))).toBe(true);
  });

  it.each(['23505', '42P01', '22001', 'P2002'])('does not repeat %s', (code) => {
    expect(isRetryableDatabaseError(coded(code))).toBe(false);
  });

  it('knows the errors of the driver that have no code', () => {
    expect(isRetryableDatabaseError(new Error('Connection terminated unexpectedly'))).toBe(true);
    expect(isRetryableDatabaseError(new Error('timeout exceeded when trying to connect'))).toBe(true);
  });

  it('looks through what Prisma makes of codes it has none for', () => {
    const wrapped = (originalCode: string): Error =>
      Object.assign(coded('P2039'), { meta: { driverAdapterError: { cause: { originalCode } } } });
    expect(isRetryableDatabaseError(wrapped('57P03'))).toBe(true);
    expect(isRetryableDatabaseError(wrapped('42P01'))).toBe(false);
  });

  it('looks into causes and aggregates', () => {
    expect(isRetryableDatabaseError(new Error('outer', { cause: coded('40001') }))).toBe(true);
    expect(isRetryableDatabaseError(new AggregateError([coded('ECONNREFUSED')], 'all addresses'))).toBe(true);
    expect(isRetryableDatabaseError(new Error('outer'))).toBe(false);
    expect(isRetryableDatabaseError('40001')).toBe(false);
  });
});

import { isError } from './is-error';

const retryableCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  '08000', // connection exception
  '08001',
  '08003',
  '08006',
  '40001', // serialization failure
  '40P01', // deadlock
  '53300', // too many connections
  '55P03', // lock not available
  '57014', // statement timeout
  '57P01', // administrator shutdown
  '57P02', // crash shutdown
  '57P03', // starting up
  'P1001', // Prisma: server unreachable
  'P1002',
  'P1008',
  'P1017',
  'P2024', // Prisma: no connection within the time limit
  'P2028',
  'P2034', // Prisma: write conflict or deadlock
]);

// node-postgres gives these four no code, so their fixed texts are the only mark there is.
const uncodedMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout)/;

/**
 * Whether the same statement may succeed later. A lost connection says nothing about whether a commit
 * happened: repeat only what carries an idempotency key or a compare-and-set.
 */
export function isRetryableDatabaseError(error: unknown): boolean {
  if (!isError(error)) return false;
  if ('errors' in error && Array.isArray(error.errors) && error.errors.some(isRetryableDatabaseError)) return true;
  if (retryableCodes.has(originalCode(error))) return true;
  if ('code' in error && typeof error.code === 'string') return retryableCodes.has(error.code);
  return uncodedMessages.test(error.message) || isRetryableDatabaseError(error.cause);
}

/** PostgreSQL's own code inside the error Prisma makes of everything it has no code for (P2010, P2039). */
function originalCode(error: Error): string {
  const { meta } = error as { meta?: { driverAdapterError?: { cause?: { originalCode?: unknown } } } };
  const code = meta?.driverAdapterError?.cause?.originalCode;
  return typeof code === 'string' ? code : '';
}

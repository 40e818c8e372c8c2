import { createHash } from 'node:crypto';

/**
 * A number from 0 up to 1 that is the same whenever the same call is asked again, on every replica, and evenly spread over calls.
 *
 * @param purpose Keeps choices about one call independent of each other.
 */
export function steadyShare(idempotencyKey: string, purpose: string): number {
  const digest = createHash('sha256').update(`${purpose}\n${idempotencyKey}`).digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}

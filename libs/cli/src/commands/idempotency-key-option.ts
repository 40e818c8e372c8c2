import type { CommandOption, Invocation } from '../tree/command';

/** With a key of one's own a command may be repeated, after a lost answer for example, without doing anything twice. */
export const idempotencyKeyOption: Readonly<Record<string, CommandOption>> = {
  'idempotency-key': {
    type: 'string',
    value: '<key>',
    description: 'repeating the command with this key does nothing twice',
  },
};

/** The key as the client takes it. */
export function idempotencyKeyOf({ text }: Pick<Invocation, 'text'>): { 'Idempotency-Key'?: string } {
  const key = text('idempotency-key');
  return key === undefined ? {} : { 'Idempotency-Key': key };
}

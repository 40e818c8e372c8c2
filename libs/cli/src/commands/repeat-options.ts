import type { CommandOption, Invocation } from '../tree/command';
import { idempotencyKeyOf, idempotencyKeyOption } from './idempotency-key-option';

/** What a command that has work done again takes besides its arguments. */
export const repeatOptions: Readonly<Record<string, CommandOption>> = {
  feedback: { type: 'string', value: '<text>', description: 'what the next attempts should heed' },
  ...idempotencyKeyOption,
};

/** The options as the client takes them. */
export function repeatOptionsOf(invocation: Pick<Invocation, 'text'>): {
  feedback?: string;
  'Idempotency-Key'?: string;
} {
  const feedback = invocation.text('feedback');
  return { ...(feedback === undefined ? {} : { feedback }), ...idempotencyKeyOf(invocation) };
}

/** What such a command came to, for people. */
export function sayWhatIsRepeated({ task_ids }: { readonly task_ids: readonly string[] }): string[] {
  return task_ids.length === 0 ? ['Nothing is to be done again.'] : ['To be done again:', ...task_ids];
}

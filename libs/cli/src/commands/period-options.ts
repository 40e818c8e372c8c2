import type { CommandOption, Invocation } from '../tree/command';
import { UsageError } from '../usage-error';

/** A span of time. */
export const periodOptions: Readonly<Record<string, CommandOption>> = {
  from: { type: 'string', value: '<instant>', description: 'from here on, such as 2026-11-01 (else 31 days ago)' },
  to: { type: 'string', value: '<instant>', description: 'up to here (else now)' },
};

/** The span that was given, as instants in UTC. */
export function periodOf({ text }: Invocation): { from?: string; to?: string } {
  const from = instantOf('from', text('from'));
  const to = instantOf('to', text('to'));
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** An instant in UTC; a day means its beginning. */
export function instantOf(option: string, given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  const instant = new Date(given);
  if (Number.isNaN(instant.getTime())) throw new UsageError(`--${option} takes an instant, such as 2026-11-01.`);
  return instant.toISOString();
}

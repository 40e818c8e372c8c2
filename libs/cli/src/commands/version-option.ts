import type { CommandOption, Invocation } from '../tree/command';

/** Which version of an artifact. */
export const versionOption: Readonly<Record<string, CommandOption>> = {
  version: { type: 'string', value: '<n>', description: 'a version other than the newest' },
};

/** The version as the client takes it. */
export function versionOf({ count }: Pick<Invocation, 'count'>): { version?: number } {
  const version = count('version', { min: 1, max: Number.MAX_SAFE_INTEGER });
  return version === undefined ? {} : { version };
}

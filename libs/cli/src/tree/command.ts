import type { BotArmyClient } from '@botarmy/sdk';

import type { CredentialStore } from '../session/credentials';
import type { Surroundings } from '../surroundings';
import type { Output } from './output';

/** One option of a command. */
export interface CommandOption {
  readonly type: 'string' | 'boolean';
  readonly description: string;
  /** What stands for the value in the help, e.g. `<file>`. */
  readonly value?: string;
  readonly short?: string;
  /** True when it may be given several times. */
  readonly multiple?: boolean;
}

/** One use of a command: its arguments and everything it works with. */
export interface Invocation {
  /** The value of an argument by its name in `arguments`; undefined when an optional one is absent. */
  argument(name: string): string | undefined;
  /** The value of an argument that must be there. */
  requiredArgument(name: string): string;
  text(option: string): string | undefined;
  /** A whole number within bounds; refuses anything else. */
  count(option: string, bounds: { min: number; max: number }): number | undefined;
  flag(option: string): boolean;
  list(option: string): string[];
  readonly client: BotArmyClient;
  readonly credentials: CredentialStore;
  readonly output: Output;
  readonly surroundings: Surroundings;
}

/** One command of the tree. */
export interface Command {
  /** Its words, e.g. `workflow start`. */
  readonly name: string;
  readonly summary: string;
  /** Positional arguments; a name in brackets is optional: `workflow-id`, `[brief]`. */
  readonly arguments?: readonly string[];
  readonly options?: Readonly<Record<string, CommandOption>>;
  /** Resolves with the exit code. */
  run(invocation: Invocation): Promise<number>;
}

/** Options every command takes. */
export const COMMON_OPTIONS: Readonly<Record<string, CommandOption>> = {
  json: { type: 'boolean', description: 'print JSON' },
  url: {
    type: 'string',
    value: '<address>',
    description: 'address of BotArmy (else BOTARMY_URL, else the last login)',
  },
  token: { type: 'string', value: '<token>', description: 'bearer token (else BOTARMY_TOKEN, else the login)' },
  help: { type: 'boolean', short: 'h', description: 'print this help' },
};

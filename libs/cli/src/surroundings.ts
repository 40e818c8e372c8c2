import type { BotArmyClientOptions, OpenSocket } from '@botarmy/sdk';

/** Where text goes: a terminal, a file, a test. */
export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Everything the command line takes from the process it runs in. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly homeDirectory: string;
  /** Aborted when the person presses Ctrl-C. */
  readonly signal: AbortSignal;
  readonly fetch?: BotArmyClientOptions['fetch'];
  readonly openSocket?: OpenSocket;
}

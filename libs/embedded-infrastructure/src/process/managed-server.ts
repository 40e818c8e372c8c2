import type { ExitReport } from './server-process';

/** Receives one line about what the launcher does (never the server's own log, which is a file). */
export type LogSink = (line: string) => void;

/** What the embedded servers have in common. */
export interface ManagedServer {
  readonly name: string;
  readonly port: number;
  /** The pid of the server itself; changes with each restart. */
  readonly pid: number;
  readonly isRunning: boolean;
  /** The file that receives the server's own output. */
  readonly logFile: string;
  /** Ends the server in its orderly way, harder when it hesitates. Repeating it is harmless. */
  stop(): Promise<void>;
  /** Sends a signal (default SIGKILL); after a deadly one it waits for the end. Counts as an unexpected end. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Stops what still runs and starts again with the same data on the same port. */
  restart(): Promise<void>;
  /** Called when the server ended and nobody had asked `stop` or `restart` for it. Returns the function that unsubscribes. */
  onUnexpectedExit(listener: (report: ExitReport) => void): () => void;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';

import { isProcessAlive } from './process-table';
import { openServerLog } from './server-log';
import { waitUntil } from './wait-until';

/** How a server process ended. For a process that was attached to, not started, both are null. */
export interface ExitReport {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** What to execute. `uid` and `gid` drop privileges before the program starts. */
export interface ServerCommand {
  command: string;
  args: string[];
  logFile: string;
  workingDirectory: string;
  environment?: Record<string, string>;
  uid?: number;
  gid?: number;
}

const ATTACHED_POLL_MS = 50;

/**
 * One running server. A spawned one is a direct child (its pid is the server's, the runtime collects it when it ends)
 * in a process group of its own, so that Ctrl-C reaches the launcher alone. Its output goes to a file, not a pipe: it
 * outlives a launcher that was killed.
 */
export class ServerProcess {
  readonly exited: Promise<ExitReport>;
  private hasExited = false;

  private constructor(
    readonly pid: number,
    private readonly child: ChildProcess | undefined,
    exited: Promise<ExitReport>,
  ) {
    this.exited = exited.then((report) => {
      this.hasExited = true;
      return report;
    });
  }

  /** Starts the program. Rejects when it cannot be executed at all. */
  static spawn(command: ServerCommand): Promise<ServerProcess> {
    const log = openServerLog(command.logFile);
    const child = spawn(command.command, command.args, {
      cwd: command.workingDirectory,
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', ...command.environment },
      stdio: ['ignore', log, log],
      detached: true,
      uid: command.uid,
      gid: command.gid,
    });
    closeSync(log);
    child.unref();
    return new Promise((resolve, reject) => {
      const exited = new Promise<ExitReport>((report) => {
        child.once('exit', (code, signal) => report({ code, signal }));
      });
      child.once('error', (cause) =>
        reject(new Error(`Cannot execute ${command.command}: ${cause.message}`, { cause })),
      );
      child.once('spawn', () => resolve(new ServerProcess(child.pid ?? 0, child, exited)));
    });
  }

  /** Takes charge of a server that an earlier launcher started. */
  static attach(pid: number): ServerProcess {
    const exited = new Promise<ExitReport>((report) => {
      const timer = setInterval(() => {
        if (!isProcessAlive(pid)) {
          clearInterval(timer);
          report({ code: null, signal: null });
        }
      }, ATTACHED_POLL_MS);
      timer.unref();
    });
    return new ServerProcess(pid, undefined, exited);
  }

  get isRunning(): boolean {
    return !this.hasExited && isProcessAlive(this.pid);
  }

  /** Sends a signal; a process that is already gone is no error. */
  signal(signal: NodeJS.Signals): void {
    try {
      process.kill(this.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
        throw error;
      }
    }
  }

  /** True when the process has ended within `timeoutMs`. */
  async endsWithin(timeoutMs: number): Promise<boolean> {
    this.child?.ref();
    try {
      return (await waitUntil(() => !this.isRunning, timeoutMs, 5)) === true;
    } finally {
      this.child?.unref();
    }
  }

  /** Sends the signals in order, each with its grace time, until the process has ended. */
  async end(steps: readonly (readonly [NodeJS.Signals, number])[]): Promise<void> {
    for (const [signal, graceMs] of steps) {
      if (!this.isRunning) {
        return;
      }
      this.signal(signal);
      if (await this.endsWithin(graceMs)) {
        return;
      }
    }
    throw new Error(`Process ${this.pid} does not end, not even after SIGKILL.`);
  }
}

import type { ManagedServer } from './managed-server';
import type { ExitReport, ServerProcess } from './server-process';

const DEADLY: ReadonlySet<NodeJS.Signals> = new Set(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGABRT', 'SIGSEGV']);
const KILL_GRACE_MS = 15_000;

/** What differs between servers. */
export interface ServerHandleParts {
  name: string;
  port: number;
  logFile: string;
  process: ServerProcess;
  stopSteps: readonly (readonly [NodeJS.Signals, number])[];
  start(port: number): Promise<ServerProcess>;
}

/** Keeps one server's process across restarts and tells wanted ends from unwanted ones. */
export class ServerHandle implements ManagedServer {
  readonly name: string;
  readonly port: number;
  readonly logFile: string;
  private process: ServerProcess;
  private isStopping = false;
  private readonly listeners = new Set<(report: ExitReport) => void>();

  constructor(private readonly parts: ServerHandleParts) {
    this.name = parts.name;
    this.port = parts.port;
    this.logFile = parts.logFile;
    this.process = this.watch(parts.process);
  }

  get pid(): number {
    return this.process.pid;
  }

  get isRunning(): boolean {
    return this.process.isRunning;
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    await this.process.end(this.parts.stopSteps);
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    this.process.signal(signal);
    if (DEADLY.has(signal) && !(await this.process.endsWithin(KILL_GRACE_MS))) {
      throw new Error(`${this.name} (pid ${this.pid}) still runs ${KILL_GRACE_MS} ms after ${signal}.`);
    }
  }

  async restart(): Promise<void> {
    await this.stop();
    this.process = this.watch(await this.parts.start(this.port));
    this.isStopping = false;
  }

  onUnexpectedExit(listener: (report: ExitReport) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private watch(process: ServerProcess): ServerProcess {
    void process.exited.then((report) => {
      if (!this.isStopping && this.process === process) {
        this.listeners.forEach((listener) => listener(report));
      }
    });
    return process;
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import type { ServiceName } from '@botarmy/contracts';

import { findCheckout } from '../checkout';
import type { Print } from '../terminal/print';
import type { HostedService } from './hosted-service';
import { openLog, sizeOf } from './log-file';
import { logTail } from './log-tail';
import { ServiceStartError } from './service-start-error';
import { waitUntilReady } from './wait-until-ready';

/** How to run one service as a process of its own. */
export interface ServiceProcessOptions {
  readonly name: ServiceName;
  /** Its whole environment; `PORT` must be a number other than 0. */
  readonly environment: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly print: Print;
  /** Called with the pid each time it was started. */
  readonly onStarted: (pid: number) => void;
  /** Time to become ready. */
  readonly readyTimeoutMs: number;
  /** Time for a graceful stop, after which it is killed. */
  readonly stopTimeoutMs: number;
  /** Arguments for Node; without them the service's `dist/main.js` behind the telemetry preload. */
  readonly program?: readonly string[];
}

/** See {@link ServiceProcess.restart}. */
export interface RestartOptions {
  readonly once?: Readonly<Record<string, string>>;
  readonly keepTrying?: boolean;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
/** A process that lived this long is no longer one that fails at once. */
const SETTLED_MS = 30_000;

/** A service in a process of its own. It is started again whenever it ends without having been asked to. */
export class ServiceProcess implements HostedService {
  readonly name: ServiceName;
  readonly url: string;
  private child: ChildProcess | undefined;
  private isWanted = false;
  private pauseMs = FIRST_PAUSE_MS;
  private readonly ending = new AbortController();

  private constructor(private readonly options: ServiceProcessOptions) {
    this.name = options.name;
    this.url = `http://127.0.0.1:${options.environment.PORT}`;
  }

  /** Starts the service; resolves when it is ready. Throws {@link ServiceStartError} with the end of its log. */
  static async start(
    options: ServiceProcessOptions,
    once: Readonly<Record<string, string>> = {},
  ): Promise<ServiceProcess> {
    const service = new ServiceProcess(options);
    try {
      await service.launch(once);
      service.isWanted = true;
      return service;
    } catch (error) {
      await service.stop();
      throw error;
    }
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  /** Starts another process of the same service; it is not stopped together with this one. */
  startTwin(
    twin: Pick<ServiceProcessOptions, 'logFile' | 'onStarted'> & { readonly port: number },
  ): Promise<ServiceProcess> {
    const { port, ...others } = twin;
    const environment = { ...this.options.environment, PORT: String(port) };
    return ServiceProcess.start({ ...this.options, ...others, environment });
  }

  /** Stops the service for good. */
  async stop(): Promise<void> {
    this.isWanted = false;
    this.ending.abort();
    await this.end();
  }

  /** Sends a signal; the service comes back when it ends of it. */
  kill(signal: NodeJS.Signals = 'SIGKILL'): void {
    this.child?.kill(signal);
  }

  /**
   * Stops the service gracefully and starts it again; `once` are variables of this one start alone. Throws
   * {@link ServiceStartError} when it ends before it is ready; unless `keepTrying` is false it is started again even then.
   */
  async restart({ once = {}, keepTrying = true }: RestartOptions = {}): Promise<void> {
    this.isWanted = false;
    await this.end();
    this.isWanted = keepTrying;
    await this.launch(once);
    this.isWanted = true;
  }

  private async end(): Promise<void> {
    const child = this.child;
    if (child === undefined || hasEnded(child)) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGTERM');
    const killer = setTimeout(() => child.kill('SIGKILL'), this.options.stopTimeoutMs);
    await ended;
    clearTimeout(killer);
  }

  private async launch(once: Readonly<Record<string, string>>): Promise<void> {
    const { logFile, readyTimeoutMs } = this.options;
    const offset = sizeOf(logFile);
    const child = this.spawnChild(once);
    const gaveUp = new AbortController();
    child.once('exit', () => gaveUp.abort());
    const timer = setTimeout(() => gaveUp.abort(), readyTimeoutMs);
    try {
      await waitUntilReady(this.url, gaveUp.signal);
    } catch (cause) {
      const reason = hasEnded(child)
        ? `It ended with ${endOf(child)}.`
        : `It was not ready within ${readyTimeoutMs} ms.`;
      throw new ServiceStartError(this.name, `${reason}\n${logTail(logFile, offset)}`, logFile, cause);
    } finally {
      clearTimeout(timer);
    }
  }

  private spawnChild(once: Readonly<Record<string, string>>): ChildProcess {
    const { name, environment, logFile, onStarted, program = serviceProgram(name) } = this.options;
    const log = openLog(logFile);
    // A process group of its own: Ctrl-C reaches the launcher alone, which then stops the services in their order.
    const child = spawn(process.execPath, program, {
      cwd: findCheckout(),
      env: { ...environment, ...once },
      stdio: ['ignore', log, log],
      detached: true,
    });
    closeSync(log);
    this.child = child;
    const startedMs = performance.now();
    child.once('error', (error) => this.options.print(`${name} could not be executed: ${error.message}`));
    child.once('exit', () => void this.bringBack(child, performance.now() - startedMs));
    if (child.pid !== undefined) onStarted(child.pid);
    return child;
  }

  private async bringBack(child: ChildProcess, lifeMs: number): Promise<void> {
    if (!this.isWanted || this.child !== child) return;
    this.pauseMs = lifeMs > SETTLED_MS ? FIRST_PAUSE_MS : this.pauseMs;
    const pauseMs = this.pauseMs;
    this.pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    this.options.print(`${this.name} ended (${endOf(child)}); starting it again.`);
    await delay(pauseMs, undefined, { signal: this.ending.signal }).catch(() => undefined);
    if (!this.isWanted || this.child !== child) return;
    await this.launch({}).catch(() => undefined);
  }
}

function serviceProgram(name: ServiceName): string[] {
  const checkout = findCheckout();
  const preload = join(checkout, 'libs/chassis/dist/telemetry-preload.js');
  return ['--require', preload, join(checkout, 'services', name, 'dist/main.js')];
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

function endOf(child: ChildProcess): string {
  return child.signalCode ?? `code ${child.exitCode}`;
}

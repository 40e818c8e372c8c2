import type { ServiceName } from '@botarmy/contracts';

import type { Platform } from '../platform/platform';
import { ServiceProcess } from '../services/service-process';
import type { Print } from '../terminal/print';
import { describeFailure } from '../terminal/run-program';
import { affectedBy } from './affected-services';

/** What a reload works with; the platform runs in split mode. */
export interface HotReloadOptions {
  readonly platform: Pick<Platform, 'services' | 'setUp'>;
  readonly print: Print;
  readonly rebuild: () => Promise<void>;
}

/** Brings saved files into the running platform, one save after the other; what is saved meanwhile comes next. */
export class HotReload {
  private pending: string[] = [];
  private firstSavedMs = 0;
  private running: Promise<void> | undefined;

  constructor(private readonly options: HotReloadOptions) {}

  /** Takes saved paths; `savedMs` is when the first was saved (`performance.now()`). Resolves when all saves are running. */
  async saved(paths: readonly string[], savedMs: number): Promise<void> {
    if (this.pending.length === 0) this.firstSavedMs = savedMs;
    this.pending.push(...paths);
    this.running ??= this.drain().finally(() => {
      this.running = undefined;
    });
    await this.running;
  }

  private async drain(): Promise<void> {
    while (this.pending.length > 0) {
      const paths = this.pending;
      this.pending = [];
      await this.reload(paths, this.firstSavedMs);
    }
  }

  private async reload(paths: readonly string[], savedMs: number): Promise<void> {
    const { services, needsSetUp } = affectedBy(paths);
    const { platform, print, rebuild } = this.options;
    if (services.length === 0) return;
    try {
      await rebuild();
      if (needsSetUp) await platform.setUp();
      const names = services.filter((name) => platform.services.has(name));
      await Promise.all(names.map((name) => this.restart(name)));
      const what = names.length === platform.services.size ? 'all services' : names.join(', ');
      print(`${what}: saved to running in ${Math.round(performance.now() - savedMs).toLocaleString('en')} ms`);
    } catch (error) {
      print(describeFailure(error));
      print('Nothing to restart by hand: save again when it is mended.');
    }
  }

  private async restart(name: ServiceName): Promise<void> {
    const service = this.options.platform.services.get(name);
    // Broken code is not tried again and again: the next save is the next try.
    if (service instanceof ServiceProcess) await service.restart({ keepTrying: false });
  }
}

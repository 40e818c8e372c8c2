import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startChaosPlatform } from '../src/chaos/chaos-platform';
import type { Fault } from '../src/chaos/fault';
import { LauncherWords } from '../src/chaos/launcher-words';
import { runChaos } from '../src/chaos/run-chaos';
import type { ChaosResult } from '../src/chaos/run-chaos';
import type { Platform } from '../src/platform/platform';
import type { PlatformOptions } from '../src/platform/platform-options';

/** A platform of separate processes for one suite. */
export interface SplitPlatform {
  readonly platform: Platform;
  readonly words: LauncherWords;
  stop(): Promise<void>;
}

/** How a suite's platform differs from the usual one. */
export interface SplitOptions {
  readonly stateDirectory?: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly serviceEnvironment?: PlatformOptions['serviceEnvironment'];
}

/** Starts the platform split, on a folder of its own; servers die with the suite. */
export async function startSplitPlatform(options: SplitOptions = {}): Promise<SplitPlatform> {
  const { stateDirectory = mkdtempSync(join(tmpdir(), 'botarmy-split-')), ...others } = options;
  const words = new LauncherWords();
  const caller = { ...process.env };
  const platform = await startChaosPlatform({ stateDirectory, caller, print: words.print, throwAway: true, ...others });
  return {
    platform,
    words,
    stop: async () => {
      await platform.stop();
      rmSync(stateDirectory, { recursive: true, force: true });
    },
  };
}

/** Lets the faults happen in the given order while a few workflows run. */
export function sufferFaults({ platform, words }: SplitPlatform, faults: readonly Fault[]): Promise<ChaosResult> {
  const { signal } = new AbortController();
  return runChaos({ platform, words, faults, workflows: 2, seed: 1, signal });
}

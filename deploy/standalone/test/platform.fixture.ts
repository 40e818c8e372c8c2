import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { approveUnasked } from '../src/demo/answer-requests';
import { runDemo } from '../src/demo/run-demo';
import type { DemoResult } from '../src/demo/run-demo';
import { PlainProgress } from '../src/demo/show-progress';
import type { Platform } from '../src/platform/platform';
import type { PlatformOptions } from '../src/platform/platform-options';
import { startPlatform } from '../src/platform/start-platform';

/** A state folder and an output folder of one suite. */
export interface Scratch {
  readonly state: string;
  readonly out: string;
  remove(): void;
}

export function createScratch(): Scratch {
  const root = mkdtempSync(join(tmpdir(), 'botarmy-standalone-'));
  return {
    state: join(root, 'state'),
    out: join(root, 'artifacts'),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** The variables of a test run: what the servers need to be found, and no pace for people. */
export function testEnvironment(extra: Record<string, string> = {}): Record<string, string> {
  const { PATH = '', HOME = '', NATS_SERVER_BIN = '', BOTARMY_CACHE_DIR = '' } = process.env;
  return { PATH, HOME, NATS_SERVER_BIN, BOTARMY_CACHE_DIR, BOTARMY_ENV_FILE: '/dev/null', LOG_LEVEL: 'warn', ...extra };
}

/** Starts a platform whose servers end with the test. */
export function startTestPlatform(scratch: Scratch, options: Partial<PlatformOptions> = {}): Promise<Platform> {
  return startPlatform({ stateDirectory: scratch.state, environment: testEnvironment(), throwAway: true, ...options });
}

/** Runs one workflow to its end, approving what it asks. */
export function completeWorkflow(platform: Platform, scratch: Scratch, brief: string): Promise<DemoResult> {
  const { url, demoUser } = platform;
  if (demoUser === undefined) throw new Error('the platform has no demo user');
  return runDemo({
    url,
    user: demoUser,
    brief,
    out: scratch.out,
    print: () => undefined,
    view: new PlainProgress(() => undefined),
    decide: approveUnasked,
    signal: new AbortController().signal,
  });
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { findCheckout } from '../checkout';
import { DemoError } from './demo-error';

/** What the demo was asked to do. */
export interface DemoOptions {
  readonly brief: string;
  /** Folder that receives `<workflow id>/`. */
  readonly out: string;
  /** Leave the platform running. */
  readonly keep: boolean;
  /** Approve without asking, also at a terminal. */
  readonly yes: boolean;
  readonly split: boolean;
}

/** The options of `npm run demo -- …`, for its help and its errors. */
export const DEMO_USAGE = [
  'npm run demo -- [--brief "…" | --brief-file <file>] [--out <folder>] [--yes] [--keep] [--split]',
  '  --brief, --brief-file  what to build; without either the sample brief in deploy/standalone/briefs',
  '  --out                  folder for the artifacts (artifacts)',
  '  --yes                  approve without asking',
  '  --keep                 leave the platform running afterwards',
  '  --split                one process per service',
].join('\n');

const SAMPLE_BRIEF = 'deploy/standalone/briefs/clinic-booking.md';

/** Reads the options. Throws {@link DemoError} with the usage. */
export function readDemoOptions(args: readonly string[]): DemoOptions {
  const values = parse(args);
  if (values.brief !== undefined && values['brief-file'] !== undefined) {
    throw new DemoError(`Give --brief or --brief-file, not both.\n${DEMO_USAGE}`);
  }
  const brief = values.brief ?? readBrief(values['brief-file'] ?? join(findCheckout(), SAMPLE_BRIEF));
  return { brief, out: values.out ?? 'artifacts', keep: values.keep, yes: values.yes, split: values.split };
}

function parse(args: readonly string[]) {
  const flag = { type: 'boolean', default: false } as const;
  const text = { type: 'string' } as const;
  try {
    const options = { brief: text, 'brief-file': text, out: text, keep: flag, yes: flag, split: flag };
    return parseArgs({ args: [...args], options }).values;
  } catch (cause) {
    throw new DemoError(`${(cause as Error).message}\n${DEMO_USAGE}`, { cause });
  }
}

function readBrief(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new DemoError(`The brief ${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

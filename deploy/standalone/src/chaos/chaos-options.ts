import { parseArgs } from 'node:util';

/** What `npm run chaos -- …` was asked to do. */
export interface ChaosOptions {
  /** Workflows that run at any time while faults happen. */
  readonly workflows: number;
  readonly seed: number;
  /** Only faults whose name contains this text. */
  readonly only: string | undefined;
  /** How often a runner is put to sleep past its lease; undefined for all faults. */
  readonly zombieRounds: number | undefined;
  /** The representative part, for CI. */
  readonly short: boolean;
  /** Keep the state folder with logs and database afterwards. */
  readonly keep: boolean;
  readonly list: boolean;
}

/** For the program's help and its errors. */
export const CHAOS_USAGE = [
  'npm run chaos -- --spine [--workflows 20] [--seed <n>] [--only <text>] [--short] [--keep] [--list]',
  'npm run chaos -- --zombie [--rounds 200] [--workflows 8] [--seed <n>] [--keep]',
  '  --workflows  workflows running at any time while things are killed',
  '  --seed       repeats the order, times and passages of an earlier run',
  '  --only       only faults whose name contains the text, e.g. "llm.sent" or "PostgreSQL"',
  '  --short      a representative part of the faults, for CI',
  '  --zombie     runners are stopped past their lease and continued, and nothing else happens',
  '  --rounds     how often',
  '  --keep       leave the state folder with its logs (it is also left after a failure)',
  '  --list       print the names of the faults and end',
].join('\n');

/** The options cannot be used; the message says how they are written. */
export class ChaosOptionsError extends Error {
  constructor(problem: string) {
    super(`${problem}\n${CHAOS_USAGE}`);
    this.name = 'SettingsError';
  }
}

/** Reads the options. Throws {@link ChaosOptionsError} with the usage. */
export function readChaosOptions(args: readonly string[], freshSeed: number): ChaosOptions {
  const values = parse(args);
  if (values.spine === values.zombie) throw new ChaosOptionsError('Name what is put under chaos: --spine or --zombie.');
  return {
    workflows: wholeNumber('--workflows', values.workflows, values.zombie ? 8 : values.short ? 6 : 20),
    seed: wholeNumber('--seed', values.seed, freshSeed),
    only: values.only,
    zombieRounds: values.zombie ? wholeNumber('--rounds', values.rounds, 200) : undefined,
    short: values.short,
    keep: values.keep,
    list: values.list,
  };
}

function parse(args: readonly string[]) {
  const flag = { type: 'boolean', default: false } as const;
  const text = { type: 'string' } as const;
  try {
    const switches = { spine: flag, zombie: flag, short: flag, keep: flag, list: flag };
    const options = { ...switches, workflows: text, seed: text, only: text, rounds: text };
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new ChaosOptionsError((error as Error).message);
  }
}

function wholeNumber(name: string, value: string | undefined, preset: number): number {
  if (value === undefined) return preset;
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 1) throw new ChaosOptionsError(`${name} must be a number from 1 on.`);
  return number;
}

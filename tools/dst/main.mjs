/**
 * `npm run dst`: deterministic simulation of orchestrators and runners.
 *
 *   --seeds 20000     seeds to run (default 2000)        --from 1       the first of them
 *   --seed 4711       one seed, told as a story          --mutant name  with this bug in it
 *   --mutants         every mutant must be found         --threads 1    threads to run on
 */
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

import { runBlocks } from './thread-pool.mjs';

const BLOCK = 100;
/** Seeds after which a mutant counts as not found. */
const MOST_SEEDS_PER_MUTANT = 2_000;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '2000' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    mutant: { type: 'string' },
    mutants: { type: 'boolean', default: false },
    threads: { type: 'string', default: String(availableParallelism()) },
  },
});
const threads = Math.max(1, Number(values.threads));

function* blocksOf(from, seeds, mutant) {
  for (let start = from; start < from + seeds; start += BLOCK) {
    yield { from: start, to: Math.min(start + BLOCK, from + seeds), mutant };
  }
}

const reproduce = (seed, mutant) => `npm run dst -- --seed ${seed}${mutant ? ` --mutant ${mutant}` : ''}`;
const secondsSince = (started) => ((performance.now() - started) / 1_000).toFixed(1);

/** Runs seeds until one fails; returns false when one did. */
async function runSeeds(from, seeds, mutant) {
  const started = performance.now();
  const sum = { ran: 0, events: 0, simulatedMs: 0 };
  let first;
  await runBlocks(blocksOf(from, seeds, mutant), threads, ({ violation, ran, events, simulatedMs }) => {
    sum.ran += ran;
    sum.events += events;
    sum.simulatedMs += simulatedMs;
    if (violation !== undefined && (first === undefined || violation.seed < first.seed)) first = violation;
    return violation === undefined;
  });
  const hours = (sum.simulatedMs / 3_600_000).toFixed(0);
  console.log(`${sum.ran} seeds, ${sum.events} events, ${hours} simulated hours, ${secondsSince(started)} s`);
  if (first === undefined) return true;
  console.log(`seed ${first.seed} violates "${first.rule}": ${first.detail}`);
  console.log(`  reproduce: ${reproduce(first.seed, mutant)}`);
  return false;
}

/** Runs every mutant until a seed finds it; returns false when one is left. */
async function findMutants(mutants) {
  const started = performance.now();
  const open = new Map(mutants.map(({ name, bug }) => [name, { bug, nextSeed: Number(values.from) }]));
  const total = open.size;
  function* blocks() {
    while (open.size > 0) {
      for (const [name, mutant] of [...open]) {
        if (!open.has(name)) continue;
        const { nextSeed: from } = mutant;
        if (from >= Number(values.from) + MOST_SEEDS_PER_MUTANT) return;
        mutant.nextSeed += BLOCK / 4;
        yield { from, to: mutant.nextSeed, mutant: name };
      }
    }
  }
  await runBlocks(blocks(), threads, ({ mutant, violation }) => {
    if (violation === undefined || !open.delete(mutant)) return;
    console.log(`${mutant.padEnd(32)} seed ${String(violation.seed).padStart(5)}  ${violation.rule}`);
  });
  for (const [name, { bug }] of open) console.log(`${name.padEnd(32)} NOT FOUND: ${bug}`);
  console.log(`${total - open.size} of ${total} mutants found, ${secondsSince(started)} s`);
  return open.size === 0;
}

/** Tells one seed event by event. */
async function tell(seed, mutant) {
  const { run } = createRequire(import.meta.url)('./simulation.cjs');
  const { violation, events } = await run(seed, { mutant, note: (line) => console.log(line) });
  console.log(
    violation === undefined ? `seed ${seed}: ${events} events, nothing violated` : `seed ${seed}: ${violation}`,
  );
  return violation === undefined;
}

async function main() {
  const { mutants } = createRequire(import.meta.url)('./simulation.cjs');
  if (values.mutant !== undefined && !mutants.some(({ name }) => name === values.mutant)) {
    throw new Error(`there is no mutant ${values.mutant}; there are: ${mutants.map(({ name }) => name).join(', ')}`);
  }
  if (values.seed !== undefined) return tell(Number(values.seed), values.mutant);
  if (values.mutants) return findMutants(mutants);
  return runSeeds(Number(values.from), Number(values.seeds), values.mutant);
}

process.exitCode = (await main()) ? 0 : 1;

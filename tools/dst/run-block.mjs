/** One thread of `npm run dst`: runs the blocks of seeds it is given and says what came of each. */
import { createRequire } from 'node:module';
import { parentPort } from 'node:worker_threads';

const { run } = createRequire(import.meta.url)('./simulation.cjs');
// Faults are errors, thousands of them per second, and nobody reads where they were made.
Error.stackTraceLimit = 0;

parentPort.on('message', async ({ from, to, mutant }) => {
  const result = { from, to, mutant, events: 0, simulatedMs: 0, violation: undefined };
  for (let seed = from; seed < to && result.violation === undefined; seed += 1) {
    const { violation, events, simulatedMs } = await run(seed, { mutant });
    result.events += events;
    result.simulatedMs += simulatedMs;
    result.ran = seed - from + 1;
    if (violation !== undefined) result.violation = { seed, rule: violation.rule, detail: violation.detail };
  }
  parentPort.postMessage(result);
});

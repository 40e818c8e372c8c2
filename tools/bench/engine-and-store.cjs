/**
 * A process that `npm run bench:engine` starts: the orchestrator's engine and store without anything around them. Takes orders and
 * answers over the channel to its parent.
 */
const { registerTypescript } = require('../../libs/testing/jest/register-typescript.cjs');

registerTypescript();

const bench = '../../services/orchestrator/test/bench';
const { EngineAndStore } = require(`${bench}/engine-and-store.ts`);
const { longProcess } = require(`${bench}/long-process.ts`);

const [databaseUrl, resultBytes] = process.argv.slice(2);
const engine = new EngineAndStore(databaseUrl, Number(resultBytes));

/** A run, with the processor time this process took for it; or the time to load one workflow that nobody remembers. */
async function answer({ kind, steps, concurrency, workflows }) {
  const definition = longProcess(steps);
  if (kind === 'load') {
    const workflowId = await engine.runWorkflow(definition);
    const times = [];
    while (times.length < 20) times.push(await engine.timeToLoad(workflowId));
    return { times };
  }
  const before = process.cpuUsage();
  const figures = await engine.run(definition, concurrency, workflows);
  const { user, system } = process.cpuUsage(before);
  return { ...figures, cpuMs: (user + system) / 1_000 };
}

process.on('message', (order) => {
  answer(order).then(
    (result) => process.send(result),
    (error) => process.send({ error: String(error?.stack ?? error) }),
  );
});
process.on('disconnect', () => process.exit(0));
process.send('ready');

import { runnerParts } from '../../services/agent-runner/test/simulation/runner-parts';
import { allMutants } from '../../services/orchestrator/test/simulation/mutants/all-mutants';
import { runSeed } from '../../services/orchestrator/test/simulation/run-seed';

const SEEDS = 200;
/** Found within the first few seeds; `npm run dst -- --mutants` looks for all of them. */
const QUICK_MUTANTS = ['no-fence', 'acknowledged-before-handled', 'outbox-emptied-before-published'];

describe('orchestrators and runners under faults', () => {
  it('violate nothing', async () => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const { violation } = await runSeed(seed, { runnerParts });
      expect({ seed, violation }).toEqual({ seed, violation: undefined });
    }
  });

  it('do the same again under the same seed', async () => {
    const [one, other] = [await runSeed(7, { runnerParts }), await runSeed(7, { runnerParts })];
    expect(other.fingerprint).toBe(one.fingerprint);
  });

  it.each(QUICK_MUTANTS)('are found out with the bug %s', async (name) => {
    const mutant = allMutants.find((candidate) => candidate.name === name);
    let found: string | undefined;
    for (let seed = 1; seed <= 60 && found === undefined; seed += 1)
      found = (await runSeed(seed, { runnerParts, mutant })).violation?.rule;
    expect(found).toEqual(expect.any(String));
  });
});

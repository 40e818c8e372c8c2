import type { Type } from '@nestjs/common';

import { Publisher } from '@botarmy/messaging';
import type { OutgoingMessage } from '@botarmy/messaging';

import { runnerParts } from '../../services/agent-runner/test/simulation/runner-parts';
import { DecisionNotes } from '../../services/orchestrator/src/workflow/decision-notes';
import { allMutants } from '../../services/orchestrator/test/simulation/mutants/all-mutants';
import type { Mutant } from '../../services/orchestrator/test/simulation/mutants/mutant';
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

  it('work out of the events alone what a decision said', async () => {
    let compared = 0;
    for (let seed = 1; seed <= 6; seed += 1) {
      const [said, published] = [new Map<string, OutgoingMessage>(), new Map<string, OutgoingMessage>()];
      await runSeed(seed, { runnerParts, mutant: withoutMemory(said, published) });
      for (const [id, message] of said) {
        const other = published.get(id);
        if (other === undefined) continue;
        compared += 1;
        expect([id, other.subject, JSON.parse(other.payload)]).toEqual([
          id,
          message.subject,
          JSON.parse(message.payload),
        ]);
      }
    }
    expect(compared).toBeGreaterThan(100);
  });

  it.each(QUICK_MUTANTS)('are found out with the bug %s', async (name) => {
    const mutant = allMutants.find((candidate) => candidate.name === name);
    let found: string | undefined;
    for (let seed = 1; seed <= 60 && found === undefined; seed += 1)
      found = (await runSeed(seed, { runnerParts, mutant })).violation?.rule;
    expect(found).toEqual(expect.any(String));
  });
});

/** Orchestrators that note what their decisions say, and publish what they work out again. */
function withoutMemory(said: Map<string, OutgoingMessage>, published: Map<string, OutgoingMessage>): Mutant {
  const orchestrator: Mutant['orchestrator'] = (parts) => {
    parts.get(DecisionNotes).remember = (_note, messages) => {
      for (const message of messages) said.set(message.event_id, message);
    };
    const publisher = parts.get(Publisher as unknown as Type<Publisher>);
    const publishAll = publisher.publishAll.bind(publisher);
    publisher.publishAll = (messages) => {
      for (const message of messages) if (message.publication === 0) published.set(message.event_id, message);
      return publishAll(messages);
    };
  };
  return { name: 'without-memory', bug: 'none: nothing is remembered', orchestrator };
}

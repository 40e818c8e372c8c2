import { checkArtifacts } from './check-artifacts';
import { checkCommands } from './check-commands';
import { checkHistories } from './check-histories';
import { checkModelCalls } from './check-model-calls';
import { checkQueues } from './check-queues';
import type { Ledger } from './ledger';
import type { Observation } from './observation';

/** Compares ledger, API, PostgreSQL, documents and the provider's log. Empty when they agree and nothing was lost or doubled. */
export function judge(ledger: Ledger, observation: Observation, expectedFiles: number): string[] {
  return [
    ...checkCommands(ledger, observation),
    ...checkHistories(observation),
    ...checkArtifacts(observation, expectedFiles),
    ...checkModelCalls(observation),
    ...checkQueues(observation),
  ];
}

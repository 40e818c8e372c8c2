import { functionMutants } from './function-mutants';
import type { Mutant } from './mutant';
import { noteMutants } from './note-mutants';
import { orchestratorMutants } from './orchestrator-mutants';
import { storeMutants } from './store-mutants';
import { surroundingsMutants } from './surroundings-mutants';

/** Every bug the simulation must find. */
export const allMutants: readonly Mutant[] = [
  ...storeMutants,
  ...noteMutants,
  ...functionMutants,
  ...orchestratorMutants,
  ...surroundingsMutants,
];

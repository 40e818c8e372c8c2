import type { DecisionItem } from '../../../src/workflow/decision-item';
import type { Functions } from '../mutants/mutant';
import type { World } from '../world';
import { appendOne } from './append-one';
import { databaseFunctions } from './database-functions';
import type { Tables } from './tables';

type ExtendLease = (
  ...args: [tenant: string, workflow: string, task: string, attempt: number, lease: number, seconds: number]
) => object[];

/** The schema's functions with the mutant's bug in them and the checks around them. */
export function watchedFunctions(world: World): Functions {
  const { tables, mutant, checks } = world;
  const append = mutant.append?.(appendOne) ?? appendOne;
  const watchedAppend = (given: Tables, item: DecisionItem) => {
    const outcome = append(given, item);
    checks.decisions.decided(item, outcome);
    return outcome;
  };
  const plain = databaseFunctions(tables, { append: watchedAppend });
  const functions = mutant.functions?.(plain, tables) ?? plain;
  const extend = functions['extend_lease'] as ExtendLease;
  const extend_lease: ExtendLease = (tenant, workflow, task, attempt, lease, seconds) => {
    const rows = extend(tenant, workflow, task, attempt, lease, seconds);
    if (rows.length > 0) checks.decisions.leases.extended(workflow, `${task}.${attempt}.${lease}`, seconds);
    return rows;
  };
  return { ...functions, extend_lease };
}

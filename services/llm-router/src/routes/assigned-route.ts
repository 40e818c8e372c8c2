import type { RouteAssignment, RouteScope } from './route';

/** What an assignment says about the asker counts more the narrower it is. */
const NARROWNESS = { agent: 4, process: 2, tenant: 1 } as const;

/** The assignment that holds for an asker: the narrowest that fits, among equals the first; undefined where none does. */
export function assignmentFor(
  assignments: readonly RouteAssignment[],
  asked: string,
  scope: RouteScope,
): RouteAssignment | undefined {
  const fitting = assignments.filter((assignment) => fits(assignment, asked, scope));
  return fitting.reduce<RouteAssignment | undefined>(
    (best, assignment) => (best === undefined || narrowness(assignment) > narrowness(best) ? assignment : best),
    undefined,
  );
}

function fits({ asked, tenant, process, agent }: RouteAssignment, route: string, scope: RouteScope): boolean {
  return (
    (asked === undefined || asked === route) &&
    (tenant === undefined || tenant === scope.tenant) &&
    (process === undefined || process === scope.process) &&
    (agent === undefined || agent === scope.agent)
  );
}

function narrowness({ tenant, process, agent }: RouteAssignment): number {
  return (
    (agent === undefined ? 0 : NARROWNESS.agent) +
    (process === undefined ? 0 : NARROWNESS.process) +
    (tenant === undefined ? 0 : NARROWNESS.tenant)
  );
}

import type { ApprovalPolicy, PolicyApprovers } from '../model/approval-policy';
import type { ErrorCollector, PartPath } from './definition-source';

/** What the shape of a policy cannot say. */
export function validatePolicy(policy: ApprovalPolicy, at: PartPath, errors: ErrorCollector): void {
  const refuse = (path: PartPath, message: string, remedy: string) =>
    errors.add([...at, ...path], 'invalid-policy', message, remedy, 'key');
  if (policy.steps !== undefined && (policy.approvers !== undefined || policy.quorum !== undefined))
    refuse(['steps'], 'Steps name their own approvers and quorum.', 'Remove "approvers" and "quorum" beside "steps".');
  for (const [path, approvers, quorum] of bodiesOf(policy)) {
    const { users, groups, roles } = approvers;
    if (users === undefined && groups === undefined && roles === undefined)
      refuse(path, 'These approvers name nobody.', 'Name users, groups or roles.');
    else if (groups === undefined && roles === undefined && (users?.length ?? 0) < quorum)
      refuse(path, `${quorum} people have to approve, but only ${users?.length ?? 0} are named.`, 'Name more users.');
  }
  const { business_hours: hours } = policy;
  if (hours === undefined) return;
  if (!isTimeZone(hours.time_zone))
    refuse(['business_hours', 'time_zone'], `There is no time zone "${hours.time_zone}".`, 'Use an IANA name.');
  if (hours.from >= hours.to)
    refuse(['business_hours', 'to'], 'The working day ends before it begins.', 'Write the earlier time under "from".');
}

type Body = readonly [path: PartPath, approvers: PolicyApprovers, quorum: number];

function bodiesOf({ approvers, quorum = 1, steps = [], escalate = [], deadline }: ApprovalPolicy): readonly Body[] {
  return [
    ...(approvers === undefined ? [] : [[['approvers'], approvers, quorum] as const]),
    ...steps.map((step, index) => [['steps', index, 'approvers'], step.approvers, step.quorum ?? 1] as const),
    ...escalate.map((level, index) => [['escalate', index, 'approvers'], level.approvers, 1] as const),
    ...(deadline?.approvers === undefined ? [] : [[['deadline', 'approvers'], deadline.approvers, 1] as const]),
  ];
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

import type { ModelCallScope } from '@botarmy/contracts';

/** Kind, the name a budget may be given for, and the account it is charged to. */
export type ScopeRow = readonly [kind: string, name: string, account: string];

/** Everything a call is part of, from the widest to the narrowest. Stages and tasks have an account in each workflow. */
export function scopesOf(tenantId: string, callId: string, scope: ModelCallScope): ScopeRow[] {
  const { workflow_id, process, stage_id, task_id, agent_id, group_id, virtual_key_id } = scope;
  const inWorkflow = (name: string): string => `${workflow_id ?? ''}/${name}`;
  const rows: (ScopeRow | undefined)[] = [
    ['tenant', tenantId, tenantId],
    own('group', group_id),
    own('virtual_key', virtual_key_id),
    own('process', process),
    own('agent', agent_id),
    own('workflow', workflow_id),
    stage_id === undefined ? undefined : ['stage', stage_id, inWorkflow(stage_id)],
    task_id === undefined ? undefined : ['task', task_id, inWorkflow(task_id)],
    ['call', callId, callId],
  ];
  return rows.filter((row) => row !== undefined);
}

function own(kind: string, name: string | undefined): ScopeRow | undefined {
  return name === undefined ? undefined : [kind, name, name];
}

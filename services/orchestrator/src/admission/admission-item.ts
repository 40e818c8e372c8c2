import { artifactsOf } from '@botarmy/process-engine';
import type { SendAgentTaskEffect, WorkflowEffect, WorkflowState } from '@botarmy/process-engine';

import { agentTaskEventId, agentTaskKey } from './agent-task-keys';
import { needsOfTask, needsOfWorkflow } from './task-needs';
import type { EffectiveRules, Need } from './task-needs';
import { usedUp } from './used-up';

/** What the database has to know to let a task go or to keep it back. */
export interface AdmissionTask {
  readonly work_key: string;
  readonly event_id: string;
  readonly task_id: string;
  readonly agent_id: string;
  readonly priority: number;
  readonly lease_seconds: number;
  readonly needs: readonly Need[];
  readonly workflow_needs: readonly Need[];
  /** Why the task waits whatever room there is. */
  readonly held: string | null;
}

/** The tasks a decision sends, with what each takes. */
export interface AdmissionItem {
  readonly process: string;
  readonly weight: number;
  /** False when nothing but a stop can keep a task back. */
  readonly is_limited: boolean;
  readonly tasks: readonly AdmissionTask[];
}

/** What the tasks of a decision take; undefined when it sends none. */
export function admissionOf(
  effects: readonly WorkflowEffect[],
  context: {
    readonly state: WorkflowState;
    readonly process: string;
    readonly rules: EffectiveRules;
    readonly leaseSeconds: number;
    readonly now: string;
  },
): AdmissionItem | undefined {
  const sent = effects.filter((effect): effect is SendAgentTaskEffect => effect.type === 'send-agent-task');
  if (sent.length === 0) return undefined;
  const { state, process, rules, leaseSeconds, now } = context;
  const workflowNeeds = needsOfWorkflow(rules, state.tenant_id, process);
  const held = usedUp(useOf(state), rules.tenant.workflow, now);
  const tasks = sent.map((effect) => ({
    work_key: agentTaskKey(effect),
    event_id: agentTaskEventId(effect),
    task_id: effect.task_id,
    agent_id: effect.agent_id,
    priority: 0,
    lease_seconds: leaseSeconds,
    needs: needsOfTask(rules, state.tenant_id, effect.agent_id),
    workflow_needs: workflowNeeds,
    held,
  }));
  const isLimited = tasks.some((task) => task.held !== null || task.needs.length + task.workflow_needs.length > 0);
  return { process, weight: rules.tenant.weight ?? 1, is_limited: isLimited, tasks };
}

/** What a workflow has used, as far as limits ask. */
export function useOf(state: WorkflowState): Parameters<typeof usedUp>[0] {
  return {
    startedAt: state.started_at,
    modelCalls: state.usage.calls,
    artifactBytes: () => artifactsOf(state).reduce((sum, { size_bytes }) => sum + size_bytes, 0),
  };
}

import { artifactsOf, isSentTask, PLATFORM_AGENT } from '@botarmy/process-engine';
import type { SendTaskEffect, WorkflowEffect, WorkflowState } from '@botarmy/process-engine';

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
  const sent = effects.filter(isSentTask);
  if (sent.length === 0) return undefined;
  const { state, process, rules, leaseSeconds, now } = context;
  const workflowNeeds = needsOfWorkflow(rules, state.tenant_id, process);
  const held = usedUp(useOf(state), rules.tenant.workflow, now);
  const tasks = sent.map((effect) => ({
    work_key: agentTaskKey(effect),
    event_id: agentTaskEventId(effect),
    task_id: effect.task_id,
    agent_id: agentOf(effect),
    priority: PRIORITIES[effect.priority],
    lease_seconds: leaseSeconds,
    needs: needsOfTask(rules, state.tenant_id, agentOf(effect)),
    workflow_needs: workflowNeeds,
    held,
  }));
  const isLimited = tasks.some((task) => task.held !== null || task.needs.length + task.workflow_needs.length > 0);
  return { process, weight: rules.tenant.weight ?? 1, is_limited: isLimited, tasks };
}

/** Larger goes first in its tenant's lane. */
const PRIORITIES: Readonly<Record<SendTaskEffect['priority'], number>> = { low: -1, normal: 0, high: 1 };

function agentOf(effect: SendTaskEffect): string {
  return effect.type === 'send-agent-task' ? effect.agent_id : PLATFORM_AGENT;
}

/** What a workflow has used, as far as limits ask. */
export function useOf(state: WorkflowState): Parameters<typeof usedUp>[0] {
  return {
    startedAt: state.started_at,
    modelCalls: state.usage.calls,
    artifactBytes: () => artifactsOf(state).reduce((sum, { size_bytes }) => sum + size_bytes, 0),
  };
}

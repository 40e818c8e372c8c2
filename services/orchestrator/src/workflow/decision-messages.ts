import {
  agentTaskCancelled,
  closeHitlRequest,
  closeWorkflow,
  concludeHitlRequest,
  controlChildWorkflow,
  executeAgentTask,
  openHitlRequest,
  tendChildWorkflow,
  workflowEventRecorded,
} from '@botarmy/contracts';
import type { AskedQuestion } from '@botarmy/contracts';
import { outgoingMessage } from '@botarmy/messaging';
import type { OutgoingMessage } from '@botarmy/messaging';
import { agentTaskOf, contentHash } from '@botarmy/process-engine';
import type {
  CompiledProcess,
  OpenQuestionsEffect,
  SendTaskEffect,
  WorkflowEffect,
  WorkflowEvent,
  WorkflowEventType,
  WorkflowState,
} from '@botarmy/process-engine';

import { agentTaskEventId } from '../admission/agent-task-keys';

/** What ends a request in the workflow. */
const CONCLUDING: ReadonlySet<WorkflowEventType> = new Set([
  'approval-answered',
  'approval-voided',
  'questions-answered',
  'questions-declined',
]);

/** Options of a message that may be sent more than once. */
interface MessageContext {
  readonly state: WorkflowState;
  readonly process: CompiledProcess;
  readonly leaseSeconds: number;
  readonly now: string;
  /** 0 for the first time; larger numbers get past the broker's duplicate window. */
  readonly publication: number;
}

/** Everything a decision says: to those who are to work, to hitl, and to all who follow the workflow. */
export function decisionMessages(
  { events, effects }: { readonly events: readonly WorkflowEvent[]; readonly effects: readonly WorkflowEffect[] },
  context: MessageContext,
  progress: Record<string, unknown>,
): OutgoingMessage[] {
  return [
    ...effectMessages(effects, context),
    ...conclusionMessages(events, context.state),
    ...newsMessages(events, context.state, progress),
  ];
}

/** The durable news of a decision: one message per event, numbered by the workflow's version. */
function newsMessages(
  events: readonly WorkflowEvent[],
  state: WorkflowState,
  progress: Record<string, unknown>,
): OutgoingMessage[] {
  const firstSeq = state.version - events.length + 1;
  return events.map((event, index) =>
    outgoingMessage(workflowEventRecorded, {
      eventId: `${state.workflow_id}.${firstSeq + index}`,
      tenantId: state.tenant_id,
      key: [state.workflow_id],
      payload: {
        workflow_id: state.workflow_id,
        seq: firstSeq + index,
        type: event.type,
        schema_version: event.version,
        occurred_at: event.occurred_at,
        data: event.data as Record<string, unknown>,
        progress,
      },
    }),
  );
}

/** Tells hitl what became of the decisions people made: its trail of a request ends with it. */
function conclusionMessages(events: readonly WorkflowEvent[], state: WorkflowState): OutgoingMessage[] {
  return events.flatMap((event) => {
    if (!CONCLUDING.has(event.type) || !('request_id' in event.data)) return [];
    const { request_id } = event.data;
    const isVoid = event.type === 'approval-voided';
    return [
      outgoingMessage(concludeHitlRequest, {
        eventId: `${request_id}.concluded`,
        tenantId: state.tenant_id,
        key: [state.workflow_id],
        payload: {
          request_id,
          workflow_id: state.workflow_id,
          outcome: isVoid ? 'voided' : 'executed',
          changes: isVoid ? [...event.data.changes] : [],
          binding: isVoid ? contentHash(event.data.bound) : '',
          concluded_at: event.occurred_at,
        },
      }),
    ];
  });
}

/** What effects say to other services; timers say nothing. */
export function effectMessages(effects: readonly WorkflowEffect[], context: MessageContext): OutgoingMessage[] {
  return effects.flatMap((effect) => messagesOf(effect, context));
}

function messagesOf(effect: WorkflowEffect, context: MessageContext): OutgoingMessage[] {
  const { publication, now } = context;
  const base = { tenantId: effect.tenant_id, key: [effect.workflow_id], publication };
  switch (effect.type) {
    case 'send-agent-task':
    case 'send-integration-task':
      return [agentTask(effect, context)];
    case 'open-hitl-request': {
      if (effect.request_type !== 'approval') return [questions(effect, context)];
      const { request_id, workflow_id, agent_id, stage_id, request_type, title, description, options, artifacts } =
        effect;
      const payload = {
        request_id,
        workflow_id,
        agent_id,
        stage_id,
        type: request_type,
        title,
        description,
        options: options.map(({ value, label }) => ({ value, label })),
        artifacts: [...artifacts],
        requested_at: requestedAt(request_id, context.state) ?? now,
        ...(effect.policy === undefined ? {} : { policy: effect.policy as Record<string, unknown> }),
        requested_by: effect.requested_by,
        cost_micros: effect.cost_micros,
        binding: contentHash(effect.bound),
        bound: { ...effect.bound },
        changes: [...effect.changes],
      };
      return [outgoingMessage(openHitlRequest, { ...base, eventId: `${request_id}.open`, payload })];
    }
    case 'close-hitl-request': {
      const payload = { workflow_id: effect.workflow_id, request_ids: [effect.request_id], reason: effect.reason };
      return [outgoingMessage(closeHitlRequest, { ...base, eventId: `${effect.request_id}.close`, payload })];
    }
    case 'close-workflow': {
      const payload = { workflow_id: effect.workflow_id };
      return [outgoingMessage(closeWorkflow, { ...base, eventId: `${effect.workflow_id}.close`, payload })];
    }
    case 'cancel-agent-task': {
      const { workflow_id, task_id, attempt, lease } = effect;
      const eventId = `${workflow_id}.${task_id}.${attempt}.${lease}.cancelled`;
      const payload = { workflow_id, task_id, attempt, lease };
      return [outgoingMessage(agentTaskCancelled, { ...base, eventId, payload })];
    }
    case 'start-child-workflow': {
      const { workflow_id, task_id, attempt, child_id } = effect;
      const payload = { workflow_id, task_id, attempt, child_id };
      return [outgoingMessage(tendChildWorkflow, { ...base, eventId: `${child_id}.start`, payload })];
    }
    case 'report-to-parent': {
      const { workflow_id: child_id, parent_id: workflow_id, task_id, attempt } = effect;
      const payload = { workflow_id, task_id, attempt, child_id };
      const message = { ...base, key: [workflow_id], eventId: `${child_id}.ended`, payload };
      return [outgoingMessage(tendChildWorkflow, message)];
    }
    case 'control-child-workflow': {
      const { child_id: workflow_id, workflow_id: parent_id, action, mode } = effect;
      const eventId = `${workflow_id}.${action}.${context.state.version}`;
      const payload = { workflow_id, parent_id, action, mode };
      return [outgoingMessage(controlChildWorkflow, { ...base, key: [workflow_id], eventId, payload })];
    }
    case 'start-timer':
    case 'cancel-timer':
      // Timers are due work.
      return [];
  }
}

function questions(effect: OpenQuestionsEffect, { state, now, publication }: MessageContext): OutgoingMessage {
  const { tenant_id, workflow_id, request_id, request_type: type, agent_id, stage_id, task_id, round } = effect;
  const { title, description, artifacts, requested_by, cost_micros, policy } = effect;
  const [first] = effect.questions;
  const options = type === 'decision' ? (first?.options ?? []) : [];
  return outgoingMessage(openHitlRequest, {
    eventId: `${request_id}.open`,
    tenantId: tenant_id,
    key: [workflow_id],
    publication,
    payload: {
      ...{ request_id, workflow_id, agent_id, stage_id, task_id, round, type, title, description },
      options: options.map((label, index) => ({ value: `option-${index + 1}`, label })),
      artifacts: [...artifacts],
      requested_at: requestedAt(request_id, state) ?? now,
      ...(policy === undefined ? {} : { policy: policy as Record<string, unknown> }),
      requested_by,
      cost_micros,
      questions: effect.questions.map((question) => ({ ...question }) as unknown as AskedQuestion),
    },
  });
}

function requestedAt(requestId: string, { pending_approvals }: WorkflowState): string | undefined {
  return pending_approvals.find(({ request_id }) => request_id === requestId)?.requested_at;
}

function agentTask(effect: SendTaskEffect, { process, leaseSeconds, publication }: MessageContext): OutgoingMessage {
  const { tenant_id, workflow_id, task_id, pool } = effect;
  return outgoingMessage(executeAgentTask, {
    eventId: agentTaskEventId(effect),
    tenantId: tenant_id,
    key: [pool, workflow_id, task_id],
    publication,
    payload: agentTaskOf(effect, process, leaseSeconds),
  });
}

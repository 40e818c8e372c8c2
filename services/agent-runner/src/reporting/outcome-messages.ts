import { agentTaskAsked, agentTaskCompleted, agentTaskFailed } from '@botarmy/contracts';
import type { AgentTaskAsked, AgentTaskCompleted, AgentTaskFailed, ExecuteAgentTask } from '@botarmy/contracts';
import { outgoingMessage } from '@botarmy/messaging';
import type { OutgoingMessage } from '@botarmy/messaging';

type Fence = Pick<ExecuteAgentTask, 'workflow_id' | 'task_id' | 'attempt' | 'lease'>;

/** The news that an attempt ended with a document. Its id is the same however often the attempt is repeated. */
export function completedMessage(tenantId: string, payload: AgentTaskCompleted): OutgoingMessage {
  const eventId = outcomeId(payload, 'completed');
  return outgoingMessage(agentTaskCompleted, { eventId, tenantId, key: [payload.workflow_id], payload });
}

/** The news that an attempt ended with questions to people. */
export function askedMessage(tenantId: string, payload: AgentTaskAsked): OutgoingMessage {
  const eventId = outcomeId(payload, 'asked');
  return outgoingMessage(agentTaskAsked, { eventId, tenantId, key: [payload.workflow_id], payload });
}

/** The news that an attempt ended without a document. */
export function failedMessage(tenantId: string, payload: AgentTaskFailed): OutgoingMessage {
  const eventId = outcomeId(payload, 'failed');
  return outgoingMessage(agentTaskFailed, { eventId, tenantId, key: [payload.workflow_id], payload });
}

/** The numbers by which the orchestrator tells whether a report still counts. */
export function fenceOf({ workflow_id, task_id, attempt, lease }: Fence): Fence {
  return { workflow_id, task_id, attempt, lease };
}

function outcomeId({ workflow_id, task_id, attempt, lease }: Fence, outcome: 'completed' | 'asked' | 'failed'): string {
  return `${workflow_id}.${task_id}.${attempt}.${lease}.${outcome}`;
}

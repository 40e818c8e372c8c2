import { Problem } from '@botarmy/chassis';
import type { Rejected } from '@botarmy/process-engine';

/** The same answer for a workflow that does not exist and for another tenant's. */
export function workflowNotFound(): Problem {
  return new Problem({
    status: 404,
    code: 'workflow-not-found',
    title: 'Workflow not found',
    detail: 'There is no workflow with this id: check the id or list the workflows.',
  });
}

/** A refusal of the engine as a conflict. */
export function refusedByEngine(decision: Rejected): Problem {
  return new Problem({
    status: 409,
    code: decision.code,
    title: 'The workflow does not allow this',
    detail: decision.detail,
  });
}

/** The workflow is in a state in which the command makes no sense. */
export function wrongState(code: string, detail: string): Problem {
  return new Problem({ status: 409, code, title: 'The workflow does not allow this', detail });
}

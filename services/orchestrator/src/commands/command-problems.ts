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

/** Refusals that concern what the request names, not the state of the workflow. */
const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  'unknown-task': 404,
  'unknown-stage': 404,
  'unknown-agent': 422,
  'unknown-artifact': 422,
  'reason-missing': 422,
  'message-empty': 422,
};

/** A refusal of the engine: a conflict, unless the request names something that is not there. */
export function refusedByEngine(decision: Rejected): Problem {
  return new Problem({
    status: STATUS_OF_CODE[decision.code] ?? 409,
    code: decision.code,
    title: 'The workflow does not allow this',
    detail: decision.detail,
  });
}

/** The workflow is in a state in which the command makes no sense. */
export function wrongState(code: string, detail: string): Problem {
  return new Problem({ status: 409, code, title: 'The workflow does not allow this', detail });
}

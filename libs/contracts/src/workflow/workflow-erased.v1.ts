import { defineEvent } from '../define-message';
import { Identifier, OneOf, Timestamp } from '../fields';

/** A finished workflow is gone but for its entry in the list. */
export class WorkflowErased {
  @Identifier() workflow_id!: string;
  /** `retention`: the tenant's rules, or the installation's, keep it no longer. */
  @OneOf(['retention']) reason!: 'retention';
  @Timestamp() erased_at!: string;
}

/** For the audit trail, and so that every service erases what it has of the workflow. */
export const workflowErased = defineEvent({
  entity: 'workflow',
  verb: 'erased',
  version: 1,
  payload: WorkflowErased,
  producers: ['orchestrator'],
  description: 'A finished workflow was erased: every service erases what it has of it.',
});

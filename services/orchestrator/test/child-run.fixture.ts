import { cancelWorkflow } from '@botarmy/contracts';
import { eachTask, sampleValues } from '@botarmy/process-engine';
import type { ValueSchema, WorkflowCommand, WorkflowState } from '@botarmy/process-engine';

import type { ExecutionLog } from './execution-log.fixture';
import type { OrchestratorPlatform } from './platform.fixture';
import { operator } from './platform.fixture';

/** Most steps of one child. */
const MOST_STEPS = 100;

/** The workflow of a sub-process task, carried by the stand-ins for runner and hitl. */
export class ChildRun {
  constructor(
    private readonly platform: OrchestratorPlatform,
    private readonly log: ExecutionLog,
    private readonly workflowId: string,
  ) {}

  /** Waits for its start, does its tasks, approves what it asks, and waits for its end. */
  async runToEnd(): Promise<WorkflowState> {
    let state = await this.after(0, 'start');
    for (let step = 0; step < MOST_STEPS && state.ended_at === null; step += 1) {
      const { mark } = this.log;
      const running = [...eachTask(state)].find(([, { status }]) => status === 'running');
      const [asked] = state.pending_approvals;
      if (running !== undefined) {
        const [task_id, { attempt, lease }] = running;
        const task = await this.platform.taskReceived(this.workflowId, { task_id, attempt, lease });
        const schemas = task.output.values as Readonly<Record<string, ValueSchema>> | undefined;
        const values = sampleValues(schemas);
        await this.platform.complete(task, values === null ? {} : { values });
        state = await this.after(mark, 'complete-task');
      } else if (asked !== undefined) {
        await this.platform.answer(asked.request_id, this.workflowId, 'approved');
        state = await this.after(mark, 'answer-approval');
      } else state = await this.after(0, 'record-closing');
    }
    return state;
  }

  /** Waits for its start, then a person cancels it. */
  async cancel(): Promise<void> {
    await this.after(0, 'start');
    await this.platform.gateway.ask(
      cancelWorkflow,
      { workflow_id: this.workflowId, reason: 'Not needed.' },
      operator(),
    );
  }

  private async after(mark: number, command: WorkflowCommand['type']): Promise<WorkflowState> {
    const execution = await this.log.executed(mark, this.workflowId, command);
    if (!('workflow' in execution)) throw new Error(`${command} of ${this.workflowId}: ${execution.outcome}`);
    return execution.workflow.state;
  }
}

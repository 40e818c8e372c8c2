import type { WorkflowCommand } from '@botarmy/process-engine';
import { waitFor } from '@botarmy/testing';

import type { Execution, WorkflowExecutor } from '../src/workflow/workflow-executor';

interface Entry {
  readonly workflowId: string;
  readonly command: WorkflowCommand['type'];
  readonly execution: Execution;
}

const PATIENCE_MS = 20_000;

/** Everything that happened to workflows, in order: all commands, however they arrive, go through the executor. */
export class ExecutionLog {
  private readonly entries: Entry[] = [];

  constructor(executor: WorkflowExecutor) {
    const execute = executor.execute.bind(executor);
    jest.spyOn(executor, 'execute').mockImplementation(async (target, command, options) => {
      const execution = await execute(target, command, options);
      this.entries.push({ workflowId: target.workflowId, command: command.type, execution });
      return execution;
    });
  }

  /** Marks the present; `executed` then looks at what came later. */
  get mark(): number {
    return this.entries.length;
  }

  /** What became of the first such command to the workflow since the mark. */
  async executed(mark: number, workflowId: string, command: WorkflowCommand['type']): Promise<Execution> {
    const entry = await waitFor(
      () => this.entries.slice(mark).find((each) => each.workflowId === workflowId && each.command === command),
      { timeoutMs: PATIENCE_MS, describe: `${command} to be executed` },
    );
    return entry.execution;
  }
}

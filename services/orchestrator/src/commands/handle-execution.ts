import { TerminalError } from '@botarmy/chassis';

import type { Execution } from '../workflow/workflow-executor';

/**
 * What a message handler does with an execution: accepted, ignored and duplicate are fine.
 *
 * @throws {TerminalError} for a workflow the tenant does not have (a forged or misdirected message) and for a command
 *   the engine refuses: repeating cannot help, a person has to look.
 */
export function handleExecution(execution: Execution): void {
  if (execution.outcome === 'unknown') {
    throw new TerminalError('unknown-workflow', 'The message names a workflow its tenant does not have.');
  }
  if (execution.outcome !== 'duplicate' && execution.decision.outcome === 'rejected') {
    const { code, detail } = execution.decision;
    throw new TerminalError(code, detail);
  }
}

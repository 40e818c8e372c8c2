import {
  cancelWorkflow,
  editArtifact,
  pauseWorkflow,
  rerunStale,
  restartStage,
  retryTask,
  skipTask,
} from '@botarmy/contracts';
import { artifactsOf } from '@botarmy/process-engine';

import type { FoldedWorkflow } from '../checks/history-checks';
import type { Random } from '../kernel/random';

/** Reason of a cancellation that undoes nothing: its event shows that nothing had to be undone. */
export const AT_ONCE = 'At once.';

/** What a person asks of a running workflow. */
export interface Wish {
  readonly subject: string;
  readonly request: object;
}

/** Draws something to do to a workflow as it stands; it may well be refused by the time it arrives. */
export function drawWish(random: Random, { state, process }: FoldedWorkflow): Wish {
  const { workflow_id } = state;
  const task_id = random.pick([...Object.values(state.stages).flatMap(({ tasks }) => Object.keys(tasks)), 'nobody']);
  const wishes: (() => Wish)[] = [
    () => ({ subject: cancelWorkflow.subject, request: { workflow_id, reason: 'No longer needed.' } }),
    () => ({ subject: cancelWorkflow.subject, request: { workflow_id, reason: AT_ONCE, compensate: false } }),
    () => ({ subject: pauseWorkflow.subject, request: { workflow_id, mode: 'immediate' } }),
    () => ({ subject: pauseWorkflow.subject, request: { workflow_id, mode: 'safe-point' } }),
    () => ({ subject: retryTask.subject, request: { workflow_id, task_id, feedback: 'Be brief.' } }),
    () => ({ subject: skipTask.subject, request: { workflow_id, task_id, reason: 'Not needed.' } }),
    () => ({
      subject: restartStage.subject,
      request: { workflow_id, stage_id: random.pick(process.stages).id, feedback: 'Again.' },
    }),
    () => {
      const { path, version } = random.pick(artifactsOf(state));
      const content = `# Edited\n\n## Result\n\nVersion ${version + 1}.\n`;
      return {
        subject: editArtifact.subject,
        request: { workflow_id, path, content, base_version: version, rerun: random.chance(0.5) },
      };
    },
    () => ({ subject: rerunStale.subject, request: { workflow_id } }),
  ];
  return random.pick(wishes)();
}

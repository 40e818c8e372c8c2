import type { WorkflowCommand } from './commands';
import { decideAnswerApproval } from './decide-answer-approval';
import { decideAnswerQuestions } from './decide-answer-questions';
import { decideAskQuestions } from './decide-ask-questions';
import { decideCancel } from './decide-cancel';
import { decideCompleteTask } from './decide-complete-task';
import { decideEditArtifact } from './decide-edit-artifact';
import { decideExpireLease } from './decide-expire-lease';
import { decideFailTask } from './decide-fail-task';
import { decideFireTimer } from './decide-fire-timer';
import { decideFork } from './decide-fork';
import { decideGiveGuidance } from './decide-give-guidance';
import { decideMigrate } from './decide-migrate';
import { decidePause } from './decide-pause';
import { decideRecordClosing } from './decide-record-closing';
import { decideRerunStale } from './decide-rerun-stale';
import { decideRestartStage } from './decide-restart-stage';
import { decideResume } from './decide-resume';
import { decideRetryTask } from './decide-retry-task';
import { decideSkipTask } from './decide-skip-task';
import { decideStart } from './decide-start';
import { ignore, reject } from './decision';
import type { DecideContext, Decision } from './decision';
import type { WorkflowState } from './workflow';

/**
 * Decides one command: accepted with the facts to append in one commit, rejected with a code for its sender, or
 * ignored because it came late or twice. Pure: time and ids come from the context, the state is not touched.
 *
 * @param state null before the workflow exists.
 */
export function decide(command: WorkflowCommand, state: WorkflowState | null, context: DecideContext): Decision {
  if (command.type === 'start') return state === null ? decideStart(command, context) : ignore('already-started');
  if (state === null) return reject('workflow-not-started', 'The workflow has no history yet; start it first.');
  if (state.process.content_hash !== context.process.content_hash) {
    return reject('process-mismatch', 'Decide with the process version the workflow is pinned to.');
  }
  switch (command.type) {
    case 'complete-task':
      return decideCompleteTask(command, state, context);
    case 'fail-task':
      return decideFailTask(command, state, context);
    case 'expire-lease':
      return decideExpireLease(command, state, context);
    case 'answer-approval':
      return decideAnswerApproval(command, state, context);
    case 'ask-questions':
      return decideAskQuestions(command, state, context);
    case 'answer-questions':
      return decideAnswerQuestions(command, state, context);
    case 'pause':
      return decidePause(command, state, context);
    case 'resume':
      return decideResume(command, state, context);
    case 'cancel':
      return decideCancel(command, state, context);
    case 'fire-timer':
      return decideFireTimer(command, state, context);
    case 'record-closing':
      return decideRecordClosing(command, state, context);
    case 'retry-task':
      return decideRetryTask(command, state, context);
    case 'skip-task':
      return decideSkipTask(command, state, context);
    case 'restart-stage':
      return decideRestartStage(command, state, context);
    case 'edit-artifact':
      return decideEditArtifact(command, state, context);
    case 'rerun-stale':
      return decideRerunStale(command, state, context);
    case 'give-guidance':
      return decideGiveGuidance(command, state, context);
    case 'fork':
      return decideFork(command, state, context);
    case 'migrate':
      return decideMigrate(command, state, context);
    default:
      return unknownCommand(command);
  }
}

function unknownCommand(command: never): never {
  throw new Error(`Command ${(command as WorkflowCommand).type} is not known to this release.`);
}

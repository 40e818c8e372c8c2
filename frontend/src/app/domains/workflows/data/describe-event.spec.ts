import { sampleEvent, sampleWorkflow } from '../../../testing/samples';
import { namesOf } from '../feature-workflow-live/event-names';
import { describeEvent } from './describe-event';

const names = namesOf(sampleWorkflow());

describe('an event in words', () => {
  it.each([
    ['workflow-started', {}, 'Workflow started', ''],
    ['stage-started', { stage_id: 'analyze', round: 1 }, 'Analyze began', ''],
    ['stage-started', { stage_id: 'analyze', round: 2 }, 'Analyze began', 'Round 2'],
    [
      'task-scheduled',
      { agent_id: 'analyst', task_id: 'plan', attempt: 3 },
      'Analyst began Analysis plan',
      'Attempt 3',
    ],
    [
      'task-lease-raised',
      { task_id: 'plan', reason: 'resumed' },
      'Analysis plan was handed over',
      'The workflow goes on.',
    ],
    ['task-failed', { task_id: 'plan', detail: 'No answer.' }, 'Analysis plan failed', 'No answer.'],
    [
      'task-retry-scheduled',
      { task_id: 'plan', delay_ms: 4_000, next_attempt: 2 },
      'Analysis plan will be tried again',
      'In 4 s, attempt 2',
    ],
    ['gate-evaluated', { task_id: 'plan', passed: true }, 'Analysis plan passed its gate', ''],
    [
      'gate-evaluated',
      { task_id: 'plan', kind: 'contract', passed: true },
      'Analysis plan passed its contract gate',
      '',
    ],
    [
      'gate-evaluated',
      { task_id: 'plan', passed: false, problems: ['No risks.', 4] },
      'Analysis plan did not pass its gate',
      'No risks.',
    ],
    ['stage-completed', { stage_id: 'unknown' }, 'unknown completed', ''],
    ['approval-requested', { stage_id: 'design' }, 'Approval requested after Design', ''],
    ['approval-answered', { response: 'modified', feedback: 'More.' }, 'Modifications requested', 'More.'],
    ['approval-answered', {}, 'Approval answered', ''],
    ['answers-requested', { task_id: 'unknown' }, 'Answers requested for unknown', ''],
    [
      'questions-answered',
      {
        task_id: 'unknown',
        answers: [
          { question: 'How many?', answer: 7 },
          { question: 'Where?', answer: 'Here' },
        ],
      },
      'Questions about unknown answered',
      'How many? 7 Where? Here',
    ],
    ['questions-declined', { task_id: 'unknown' }, 'Questions about unknown were not answered', ''],
    [
      'questions-asked',
      { agent_id: 'unknown', task_id: 'unknown', questions: [{ text: 'How many?' }] },
      'unknown asks before it writes unknown',
      'How many?',
    ],
    ['artifact-recorded', { artifact: { path: 'a.md', version: 2 } }, 'Stored a.md', 'Version 2'],
    ['workflow-paused', {}, 'Paused', ''],
    ['workflow-resumed', {}, 'Resumed', ''],
    ['workflow-cancelled', { reason: 'Superseded' }, 'Cancelled', 'Superseded'],
    ['workflow-failed', { detail: 'Out of budget.' }, 'Failed', 'Out of budget.'],
    ['workflow-closing', {}, 'All stages done, writing the metadata files', ''],
    ['workflow-completed', { artifact_count: 14 }, 'Workflow completed', '14 documents'],
    ['something-newer', {}, 'something newer', ''],
  ])('%s %j', (type, data, title, detail) => {
    expect(describeEvent(sampleEvent(1, type, data), names)).toMatchObject({ title, detail });
  });

  it('says how long a task took and how much it wrote', () => {
    const data = { agent_id: 'analyst', task_id: 'plan', attempt: 2, duration_ms: 74_000, evidence: { words: 312 } };
    expect(describeEvent(sampleEvent(1, 'task-completed', data), names)).toEqual({
      title: 'Analyst finished Analysis plan',
      detail: 'after 1 min 14 s, 312 words, Attempt 2',
      tone: 'ok',
    });
  });
});

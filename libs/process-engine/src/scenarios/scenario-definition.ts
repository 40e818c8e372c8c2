import { anything, constant, flag, integer, list, object, oneOf, record, text } from '../definition/declare';
import type { Declared } from '../definition/declare';
import { ID_PATTERN, MAX_ID_LENGTH, TASK_REFERENCE_PATTERN } from '../definition/grammar';

const id = (description: string) => text(description, { pattern: ID_PATTERN, max: MAX_ID_LENGTH });
const words = (description: string) => text(description, { max: 500 });
const taskId = (description: string) => text(description, { pattern: TASK_REFERENCE_PATTERN, max: 70 });
const place = object('Where to ask.', {}, { after: id('A stage.'), before: id('A stage.') });

const step = object(
  'One thing that happens; exactly one field.',
  {},
  {
    start: object(
      'Start a workflow.',
      {},
      {
        approvals: list('Instead of those of the process.', place, { max: 20 }),
        inputs: record('Typed inputs. Default: the smallest that fit what is required.'),
        parallel: flag('The system-wide switch for processes that leave it open.'),
      },
    ),
    run_until: taskId(
      'Answer for agents and people until this task runs, or until `approval`, `closing`, `completed` or `cancelled`.',
    ),
    complete: object(
      'The running attempt of the task ends with a document.',
      { task: taskId('A task, or an instance such as `review--0`.') },
      {
        values: record('What the document states. Default: the smallest that fit.'),
        missing_sections: list('What the document lacks.', words('A heading.'), { max: 20 }),
        words: integer('How long it is.', 0, 100_000),
        stale: oneOf('Report a former attempt or lease instead.', 'attempt', 'lease'),
      },
    ),
    fail: object(
      'The running attempt of the task ends without a document.',
      { task: taskId('A task.'), code: id('Why.') },
      { retryable: flag('Default true.'), retry_after_ms: integer('What the provider asks for.', 0, 86_400_000) },
    ),
    expire_lease: object('The runner of the task is not heard of.', { task: taskId('A task.') }),
    answer: object(
      'A person answers the open question.',
      { response: oneOf('The answer.', 'approved', 'modified', 'rejected') },
      {
        feedback: text('What the person writes.', { max: 4_000 }),
        about: id('Which approval, when several are open, e.g. `after-design`.'),
      },
    ),
    ask: object(
      'The running attempt of the task ends with questions to people.',
      { task: taskId('A task.') },
      {
        questions: list('What it asks. Default: one with options and a default.', anything('A question.'), {
          min: 1,
          max: 10,
        }),
      },
    ),
    answer_questions: object(
      'People answer the questions of a task, or will not.',
      {},
      {
        answers: record('By id of the question. Default: the defaults.'),
        declined: flag('True when nobody answers.'),
      },
    ),
    pause: object('Hold the workflow.', {}, { mode: oneOf('How.', 'safe-point', 'immediate') }),
    resume: object('Go on.', {}),
    cancel: object('End it.', { reason: words('Why.') }, { compensate: flag('False: at once, nothing is undone.') }),
    retry: object('A person has a task done again.', { task: taskId('A task.') }),
    skip: object('A person leaves a task out.', { task: taskId('A task.'), reason: words('Why.') }),
    fire_timer: object(
      'A timer is due. Default: the delay of a retry.',
      {},
      {
        of: oneOf(
          'Another timer.',
          'attempt-timeout',
          'task-deadline',
          'stage-deadline',
          'workflow-deadline',
          'compensation-deadline',
        ),
      },
    ),
    close: object('The metadata files are stored.', {}),
  },
);

const expectation = object(
  'What holds afterwards; only what is named is compared.',
  {},
  {
    outcome: words('Of the last step: accepted, or ignored or rejected with reason, e.g. `ignored: already-paused`.'),
    status: oneOf(
      'Of the workflow.',
      'started',
      'in_progress',
      'waiting_for_human',
      'paused',
      'cancelling',
      'completed',
      'failed',
      'cancelled',
    ),
    running: taskId('The task an agent works on, the first of them; `nothing` when none.'),
    running_tasks: list('All tasks that are worked on, in any order.', taskId('A task.'), { max: 200 }),
    skipped: list('Tasks that were left out, in any order.', taskId('A task.'), { max: 200 }),
    given_up: list('Tasks that failed while the workflow went on.', taskId('A task.'), { max: 200 }),
    attempt: integer('Of that task.', 1, 1_000),
    lease: integer('Of that attempt.', 1, 1_000),
    stage: id('The current stage.'),
    completed_stages: list('Their names.', words('A name.'), { max: 100 }),
    percent: integer('Progress.', 0, 100),
    asked: words('Title of the open question, the oldest of them.'),
    asked_all: list('Titles of all open questions, in any order.', words('A title.'), { max: 100 }),
    feedback: list(
      'Texts handed to the running attempt, in order; each must contain what stands here.',
      words('Some of it.'),
      { max: 20 },
    ),
    artifacts: list('Paths stored so far, in any order.', words('A path.'), { max: 200 }),
    failure: id('Code of the failure.'),
  },
);

const scenario = object('A story of one workflow.', {
  name: words('What it shows, as a sentence.'),
  given: list('What happened before.', step, { max: 50 }),
  when: list('What happens.', step, { min: 1, max: 50 }),
  then: expectation,
});

/** The declaration of scenarios.yaml. */
export const scenariosDeclaration = object('Stories a process must keep.', {
  schema_version: constant('Version of this format.', 1),
  process: id('Name of the process.'),
  scenarios: list('The stories.', scenario, { min: 1, max: 200 }),
});

/** scenarios.yaml as data. */
export type ScenarioFile = Declared<typeof scenariosDeclaration>;
/** One story. */
export type Scenario = ScenarioFile['scenarios'][number];
/** One thing that happens in a story. */
export type ScenarioStep = Scenario['when'][number];
/** What a story ends with. */
export type ScenarioExpectation = Scenario['then'];

import { constant, integer, list, number, object, oneOf, text } from './declare';
import type { Declared } from './declare';
import {
  ID_PATTERN,
  MAX_ID_LENGTH,
  MAX_NAME_LENGTH,
  MAX_PATH_LENGTH,
  NAME_PATTERN,
  PATH_PATTERN,
  VERSION_PATTERN,
} from './grammar';

const id = (description: string) => text(description, { pattern: ID_PATTERN, max: MAX_ID_LENGTH });
const name = (description: string) => text(description, { pattern: NAME_PATTERN, max: MAX_NAME_LENGTH });
const path = (description: string) => text(description, { pattern: PATH_PATTERN, max: MAX_PATH_LENGTH });
const prose = (description: string) => text(description, { max: 4_000 });

const retry = object(
  'How failed attempts are repeated: after delay_ms * factor^(failures - 1), at most max_delay_ms.',
  {},
  {
    max_attempts: integer('Failed attempts after which the workflow fails. Default 3.', 1, 20),
    delay_ms: integer('Milliseconds before the second attempt. Default 2000.', 0, 3_600_000),
    factor: number('By how much the delay grows. Default 2.', 1, 10),
    max_delay_ms: integer('Longest delay in milliseconds. Default 60000.', 0, 3_600_000),
  },
);

const output = object(
  'The document the task must produce, as structured markdown.',
  {
    path: path('Path of the artifact inside the workflow.'),
    title: name('First heading of the document.'),
    required_sections: list('Headings that must be there.', name('A heading.'), { min: 1, max: 30, unique: true }),
  },
  { max_words: integer('Most words; tables and fenced code are not counted. Default 500.', 20, 20_000) },
);

const task = object(
  'One piece of work of one agent.',
  {
    id: id('Unique in the process.'),
    kind: oneOf('The first task of a stage plans it, the others deliver.', 'plan', 'deliverable'),
    name: name('What people see.'),
    agent: id('Id of the agent that does it.'),
    description: prose('What the agent is asked to do.'),
    output,
    expected_minutes: number('Usual duration, for estimates until there is history.', 0.1, 1_440),
  },
  {
    needs: list('Tasks that must be done before.', id('Id of a task.'), { max: 100, unique: true }),
    inputs: list('Artifacts the task reads.', path('Path of an artifact.'), { max: 50, unique: true }),
    retry,
  },
);

const gate = object(
  'A check every concerned output must pass before the workflow moves on.',
  {
    kind: oneOf(
      'contract: the output contract is met; artifact-present: the artifact is stored and not empty.',
      'contract',
      'artifact-present',
    ),
  },
  {
    id: id('Unique in the stage. Default: the kind.'),
    tasks: list('For contract: the tasks concerned. Default: all of the stage.', id('Id of a task.'), {
      min: 1,
      max: 100,
      unique: true,
    }),
    artifacts: list(
      'For artifact-present: the paths concerned. Default: all the stage writes.',
      path('Path of an artifact.'),
      {
        min: 1,
        max: 100,
        unique: true,
      },
    ),
  },
);

const stage = object(
  'A part of the process; stages run one after the other.',
  {
    id: id('Unique in the process.'),
    name: name('What people see.'),
    tasks: list('The work, planning first.', task, { min: 1, max: 100 }),
  },
  { description: prose('What the stage is for.'), gates: list('Quality gates.', gate, { max: 20 }) },
);

const option = object('One of the answers offered.', {
  value: oneOf('What the answer does.', 'approve', 'modify', 'reject'),
  label: name('What people see.'),
});

const approval = object(
  'A stage transition at which a person decides; exactly one of after and before.',
  {},
  {
    after: id('Ask when this stage is done.'),
    before: id('Ask before this stage starts, about the stage before it.'),
    title: name('Heading of the question.'),
    description: prose('What the person should look at.'),
    options: list('The answers offered.', option, { min: 2, max: 3 }),
    max_rounds: integer('How often answers may send the work back. Default: policies.max_rounds.', 1, 20),
  },
);

const policies = object(
  'Rules for the whole process.',
  {},
  {
    concurrency: oneOf('One task at a time.', 'sequential'),
    max_rounds: integer('How often answers to one approval may send work back. Default 3.', 1, 20),
    retry,
  },
);

const input = object(
  'The artifact a workflow starts with.',
  { path: path('Path of the artifact.'), title: name('What people see.') },
  { description: prose('What belongs into it.') },
);

/** The declaration of process.yaml. */
export const processDeclaration = object(
  'A process: which agents do which tasks in which order, what each must produce, and where people decide.',
  {
    schema_version: constant('Version of this format.', 1),
    name: id('Name of the process; workflows are started by it.'),
    title: name('What people see.'),
    version: text('Version of the process.', { pattern: VERSION_PATTERN, max: 20 }),
    description: prose('What the process is for.'),
    inputs: list('What a workflow starts with.', input, { min: 1, max: 1 }),
    stages: list('The stages in order.', stage, { min: 1, max: 100 }),
  },
  { policies, approvals: list('Where people decide.', approval, { max: 100 }) },
);

/** process.yaml as data. */
export type ProcessDefinition = Declared<typeof processDeclaration>;
/** A stage of process.yaml. */
export type StageDefinition = ProcessDefinition['stages'][number];
/** A task of process.yaml. */
export type TaskDefinition = StageDefinition['tasks'][number];
/** A gate of process.yaml. */
export type GateDefinition = NonNullable<StageDefinition['gates']>[number];
/** An approval of process.yaml. */
export type ApprovalDefinition = NonNullable<ProcessDefinition['approvals']>[number];
/** A retry policy of process.yaml; what is absent has a default. */
export type RetryDefinition = Declared<typeof retry>;

import { agentUse } from './agent-definition';
import { approvalPolicy } from './approval-policy';
import { anything, constant, flag, integer, list, object, oneOf, text } from './declare';
import type { Declaration, Declared } from './declare';
import {
  ID_PATTERN,
  MAX_ID_LENGTH,
  MAX_NAME_LENGTH,
  MAX_PATH_LENGTH,
  NAME_PATTERN,
  PATH_PATTERN,
  PATH_TEMPLATE_PATTERN,
  VALUE_NAME_PATTERN,
  VERSION_PATTERN,
} from './grammar';
import {
  budget,
  compensation,
  deadlineSeconds,
  expression,
  onFailure,
  repeat,
  retry,
  task,
  taskInFile,
  taskTemplate,
} from './task-declaration';

const id = (description: string) => text(description, { pattern: ID_PATTERN, max: MAX_ID_LENGTH });
const name = (description: string) => text(description, { pattern: NAME_PATTERN, max: MAX_NAME_LENGTH });
const path = (description: string) => text(description, { pattern: PATH_PATTERN, max: MAX_PATH_LENGTH });
const pathTemplate = (description: string) =>
  text(description, { pattern: PATH_TEMPLATE_PATTERN, max: MAX_PATH_LENGTH });
const prose = (description: string) => text(description, { max: 4_000 });

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
      pathTemplate('Path of an artifact.'),
      {
        min: 1,
        max: 100,
        unique: true,
      },
    ),
  },
);

const option = object('One of the answers offered.', {
  value: oneOf('What the answer does.', 'approve', 'modify', 'reject'),
  label: name('What people see.'),
});

const approval = object(
  'A place at which a person decides; exactly one of after, before, after_task and before_task.',
  {},
  {
    after: id('Ask when this stage is done.'),
    before: id('Ask before this stage starts, about the stage before it.'),
    after_task: id('Ask when this task is done.'),
    before_task: id('Ask before this task starts, about what it is going to read.'),
    title: name('Heading of the question.'),
    description: prose('What the person should look at.'),
    options: list('The answers offered.', option, { min: 2, max: 3 }),
    max_rounds: integer('How often answers may send the work back. Default: policies.max_rounds.', 1, 20),
    policy: approvalPolicy,
  },
);

const policies = object(
  'Rules for the whole process.',
  {},
  {
    concurrency: oneOf(
      'One task at a time, or as many as can. Default: as the installation says.',
      'sequential',
      'parallel',
    ),
    max_parallel_tasks: integer('Most tasks at a time when parallel. Default 10.', 1, 100),
    max_rounds: integer('How often answers to one approval may send work back. Default 3.', 1, 20),
    retry,
    on_failure: onFailure,
    budget,
    deadline_seconds: deadlineSeconds('the workflow fails'),
    compensation_deadline_seconds: deadlineSeconds(
      'a cancelled workflow ends with what is undone by then. Default 3600',
    ),
  },
);

const input = object(
  'The artifact a workflow starts with (path and title), or a value it is started with (name and type).',
  {},
  {
    path: path('Path of the artifact.'),
    title: name('What people see.'),
    description: prose('What belongs into it.'),
    name: text('Name of the value in expressions.', { pattern: VALUE_NAME_PATTERN, max: MAX_ID_LENGTH }),
    type: oneOf('What the value is.', 'string', 'number', 'integer', 'boolean', 'enum', 'list'),
    required: flag('Whether a start must say it. Default: true without a default.'),
    default: anything('What holds when a start does not say it.'),
    values: list('For enum: the words allowed.', text('A word.', { max: 100 }), { min: 1, max: 50, unique: true }),
    items: oneOf('For list: what its items are. Default string.', 'string', 'number', 'integer', 'boolean', 'object'),
    max: integer('For string: most characters. For list: most items. Default 1000 and 50.', 1, 4_000),
  },
);

/** process.yaml with stages of the given tasks. */
function processObject<TTask>(taskDeclaration: Declaration<TTask>) {
  const stage = object(
    'A part of the process.',
    {
      id: id('Unique in the process.'),
      name: name('What people see.'),
      tasks: list('The work, planning first.', taskDeclaration, { min: 1, max: 100 }),
    },
    {
      description: prose('What the stage is for.'),
      gates: list('Quality gates.', gate, { max: 20 }),
      needs: list('Stages that must be over before. Default: the one before it.', id('Id of a stage.'), {
        max: 100,
        unique: true,
      }),
      when: expression('CEL, yields true or false: without it the stage is left out.'),
      repeat,
      budget,
      deadline_seconds: deadlineSeconds('the workflow fails when the stage is not done'),
      on_cancel: compensation,
    },
  );
  return object(
    'A process: which agents do which tasks in which order, what each must produce, and where people decide.',
    {
      schema_version: constant('Version of this format.', 1),
      name: id('Name of the process; workflows are started by it.'),
      title: name('What people see.'),
      version: text('Version of the process.', { pattern: VERSION_PATTERN, max: 20 }),
      description: prose('What the process is for.'),
      inputs: list('What a workflow starts with: the brief, and values.', input, { min: 1, max: 31 }),
      stages: list('The stages in order.', stage, { min: 1, max: 100 }),
    },
    {
      policies,
      approvals: list('Where people decide.', approval, { max: 100 }),
      listed: flag('False for a process that is not offered to people. Default true.'),
      on_cancel: compensation,
      agents: list('Agents made from templates.', agentUse, { max: 50 }),
      templates: list('Tasks to be used several times.', taskTemplate, { max: 50 }),
    },
  );
}

/** The declaration of process.yaml as it is written. */
export const processFileDeclaration = processObject(taskInFile);
/** The declaration of process.yaml once its task templates are filled in. */
export const processDeclaration = processObject(task);

/** process.yaml as data. */
export type ProcessDefinition = Declared<typeof processDeclaration>;
/** A stage of process.yaml. */
export type StageDefinition = ProcessDefinition['stages'][number];
/** A task of process.yaml. */
export type TaskDefinition = StageDefinition['tasks'][number];
/** What undoes a part of the process, as it is written. */
export type CompensationDefinition = NonNullable<TaskDefinition['on_cancel']>;
/** A gate of process.yaml. */
export type GateDefinition = NonNullable<StageDefinition['gates']>[number];
/** An approval of process.yaml. */
export type ApprovalDefinition = NonNullable<ProcessDefinition['approvals']>[number];
/** An input of process.yaml. */
export type InputDefinition = ProcessDefinition['inputs'][number];
/** A retry policy of process.yaml; what is absent has a default. */
export type RetryDefinition = Declared<typeof retry>;
/** A budget of process.yaml. */
export type BudgetDefinition = Declared<typeof budget>;
/** A repetition of process.yaml. */
export type RepeatDefinition = Declared<typeof repeat>;

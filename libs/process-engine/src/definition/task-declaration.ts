import type { ValueSchema } from '../contract/output-contract';
import { MAX_EXPRESSION_CHARACTERS } from '../expressions/expression-limits';
import { MAX_LIST_ITEMS } from '../model/list-limit';
import { MAX_QUESTION_ROUNDS } from '../model/question';
import { approvalPolicy } from './approval-policy';
import { anything, flag, integer, list, number, object, oneOf, record, recordOf, text } from './declare';
import type { Declaration } from './declare';
import {
  ID_PATTERN,
  MAX_ID_LENGTH,
  MAX_NAME_LENGTH,
  MAX_PATH_LENGTH,
  NAME_PATTERN,
  PATH_TEMPLATE_PATTERN,
  TITLE_TEMPLATE_PATTERN,
  VALUE_NAME_PATTERN,
} from './grammar';

const id = (description: string) => text(description, { pattern: ID_PATTERN, max: MAX_ID_LENGTH });
const name = (description: string) => text(description, { pattern: NAME_PATTERN, max: MAX_NAME_LENGTH });
const pathTemplate = (description: string) =>
  text(description, { pattern: PATH_TEMPLATE_PATTERN, max: MAX_PATH_LENGTH });
const prose = (description: string) => text(description, { max: 4_000 });
const shortText = (description: string) => text(description, { max: 2_000 });

/** A CEL expression. */
export const expression = (description: string) => text(description, { max: MAX_EXPRESSION_CHARACTERS });

/** A retry policy. */
export const retry = object(
  'How failed attempts are repeated: after delay_ms * factor^(failures - 1), at most max_delay_ms.',
  {},
  {
    max_attempts: integer('Failed attempts after which the workflow fails. Default 3.', 1, 20),
    delay_ms: integer('Milliseconds before the second attempt. Default 2000.', 0, 3_600_000),
    factor: number('By how much the delay grows. Default 2.', 1, 10),
    max_delay_ms: integer('Longest delay in milliseconds. Default 60000.', 0, 3_600_000),
  },
);

/** A budget of a workflow, stage or task. */
export const budget = object(
  'What may be used before the next attempt does not start any more; at least one of tokens and usd.',
  {},
  {
    tokens: integer('Input and output tokens together.', 1, 1_000_000_000),
    usd: number('US dollars.', 0.000001, 1_000_000),
    on_exhausted: oneOf(
      'fail ends the workflow; pause holds it, and resuming grants the same again. Default fail.',
      'fail',
      'pause',
    ),
  },
);

/** A repetition of a task or stage. */
export const repeat = object(
  'Done again while the condition does not hold.',
  { until: expression('CEL, true when it is enough.'), max_rounds: integer('Most rounds, the first included.', 1, 20) },
  { otherwise: oneOf('When the last round did not do. Default fail.', 'fail', 'continue') },
);

const deadline = (what: string) => integer(`Seconds after which ${what}.`, 1, 31_536_000);
/** A deadline of a workflow, stage or task. */
export const deadlineSeconds = deadline;
/** What becomes of the workflow when a task failed for good. */
export const onFailure = oneOf(
  'When a task failed for good: fail ends the workflow, wait lets a person retry or skip it, continue goes on without it. Default fail.',
  'fail',
  'wait',
  'continue',
);

/** What a value of a document or an input may be. */
const valueSchema: Declaration<ValueSchema> = valueSchemaTo(2);

const output = object(
  'The document the task must produce, as structured markdown.',
  {
    path: pathTemplate(
      'Path of the artifact inside the workflow; may hold {{ item.… }}, {{ index }} and {{ inputs.… }}.',
    ),
    title: text('First heading of the document; may hold {{ … }}.', {
      pattern: TITLE_TEMPLATE_PATTERN,
      max: MAX_NAME_LENGTH,
    }),
    required_sections: list('Headings that must be there.', name('A heading.'), { min: 1, max: 30, unique: true }),
  },
  {
    max_words: integer('Most words; tables and fenced code are not counted. Default 500.', 20, 20_000),
    template: text('Markdown the agent starts from; may hold {{ … }}.', { max: 8_000 }),
    values: recordOf('Values the document states in a fenced block named values, by name.', valueSchema, {
      pattern: VALUE_NAME_PATTERN,
      max: 20,
    }),
    questions: object(
      'The agent may ask people before it writes: the task waits for their answers.',
      {},
      {
        max_rounds: integer('Most rounds of questions. Default 5.', 1, MAX_QUESTION_ROUNDS),
        policy: approvalPolicy,
      },
    ),
  },
);

const http = object(
  'An HTTP call to a host the installation allows; the answer becomes the document.',
  { url: text('Address; may hold {{ … }}.', { max: 2_000 }) },
  {
    method: oneOf('Default GET.', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE'),
    headers: recordOf('Headers; texts may hold {{ … }}.', shortText('A value.'), {
      pattern: '^[A-Za-z][A-Za-z0-9-]{0,63}$',
      max: 30,
    }),
    body: record('Sent as JSON; texts may hold {{ … }}.'),
  },
);
const mcp = object(
  'A call of one tool of an MCP server the installation knows; the answer becomes the document.',
  { server: id('Name of the server.'), tool: text('Name of the tool.', { max: 128 }) },
  { arguments: record('Arguments; texts may hold {{ … }}.') },
);
const sql = object(
  'A read-only query on a database the installation knows; the rows become the document.',
  { connection: id('Name of the connection.'), query: text('One SELECT with $1, $2 … for values.', { max: 4_000 }) },
  { parameters: list('Values of $1, $2 …; texts may hold {{ … }}.', shortText('A value.'), { max: 20 }) },
);
const process = object(
  'A sub-process: another process does the task as a workflow of its own.',
  {
    name: id('Name of the process.'),
    result: text('Path of its document that becomes the output.', { max: MAX_PATH_LENGTH }),
  },
  { inputs: record('Its typed inputs; texts may hold {{ … }}.') },
);

const undoing = {
  name: name('What people see.'),
  description: prose('What is asked for; may hold {{ … }}.'),
  output,
  expected_minutes: number('Usual duration.', 0.1, 1_440),
};
const undoingSometimes = {
  id: id('Unique among the tasks of the process. Default: undo- and the id of what it undoes.'),
  agent: id('Id of the agent that does it; exactly one of agent, http, mcp and sql.'),
  http,
  mcp,
  sql,
  inputs: list('Artifacts it reads.', pathTemplate('Path of an artifact.'), { max: 50, unique: true }),
  retry,
  timeout_seconds: deadline('an attempt counts as failed'),
  on_failure: oneOf(
    'When it failed for good: continue undoes the rest, wait lets a person retry or skip it, fail ends the workflow as failed. Default continue.',
    'fail',
    'wait',
    'continue',
  ),
};
/** The task that undoes a stage, or the whole process, when a workflow is cancelled. */
export const compensation = object(
  'The task that undoes this when the workflow is cancelled.',
  undoing,
  undoingSometimes,
);
/** The task that undoes another one when a workflow is cancelled. */
const taskCompensation = object('The task that undoes this one when the workflow is cancelled.', undoing, {
  ...undoingSometimes,
  even_unfinished: flag('Also when the task was begun and left no document. Default false.'),
});

const always = {
  id: id('Unique in the process.'),
};
const usually = {
  kind: oneOf('The first task of a stage plans it, the others deliver.', 'plan', 'deliverable'),
  name: name('What people see.'),
  description: prose('What the agent is asked to do; may hold {{ … }}.'),
  output,
  expected_minutes: number('Usual duration, for estimates until there is history.', 0.1, 1_440),
};
const sometimes = {
  agent: id('Id of the agent that does it; exactly one of agent, http, mcp, sql and process.'),
  http,
  mcp,
  sql,
  process,
  needs: list('Tasks that must be done before, of any stage.', id('Id of a task.'), { max: 100, unique: true }),
  inputs: list(
    'Artifacts the task reads; a path with {{ … }} stands for all documents of the task that writes it.',
    pathTemplate('Path of an artifact.'),
    {
      max: 50,
      unique: true,
    },
  ),
  when: expression('CEL, yields true or false: without it the task is left out.'),
  repeat,
  for_each: object(
    'One instance of the task per item of a list.',
    { in: expression('CEL, yields a list.') },
    { max_items: integer('A longer list fails the workflow. Default 50.', 1, MAX_LIST_ITEMS) },
  ),
  retry,
  timeout_seconds: deadline('an attempt counts as failed'),
  deadline_seconds: deadline('the task counts as failed for good'),
  priority: oneOf('Which task goes first when several could. Default normal.', 'low', 'normal', 'high'),
  budget,
  on_failure: onFailure,
  on_cancel: taskCompensation,
};

/** A task as the file may state it: one that uses a template leaves out what the template says. */
export const taskInFile = object('One piece of work.', always, {
  ...usually,
  ...sometimes,
  use: id('Template the task is made from.'),
  with: record('Values of the parameters of the template.'),
});

/** A task with everything its template says. */
export const task = object('One piece of work.', { ...always, ...usually }, sometimes);

/** A template of tasks. */
export const taskTemplate = object(
  'A task to be used several times; texts may hold {{ with.<parameter> }}.',
  { id: id('Unique among the templates.') },
  {
    parameters: recordOf(
      'What a use has to say, with the default; null when there is none.',
      anything('The default.'),
      {
        pattern: VALUE_NAME_PATTERN,
        max: 20,
      },
    ),
    ...usually,
    ...sometimes,
  },
);

function valueSchemaTo(depth: number): Declaration<ValueSchema> {
  const leaf = {
    enum: list('The only values allowed.', anything('A text or number.'), { min: 1, max: 50 }),
    minimum: number('Smallest number.', -1e15, 1e15),
    maximum: number('Largest number.', -1e15, 1e15),
    max_length: integer('Most characters of a text.', 1, 4_000),
    max_items: integer('Most items of a list.', 0, MAX_LIST_ITEMS),
  };
  const type = { type: oneOf('What it is.', 'string', 'number', 'integer', 'boolean', 'array', 'object') };
  if (depth === 0) return object('A value.', type, leaf) as Declaration<ValueSchema>;
  const inner = valueSchemaTo(depth - 1);
  return object('A value.', type, {
    ...leaf,
    items: inner,
    properties: recordOf('Members of an object.', inner, { pattern: VALUE_NAME_PATTERN, max: 20 }),
    required: list(
      'Members that must be there. Default: all.',
      text('A name.', { pattern: VALUE_NAME_PATTERN, max: 63 }),
      { max: 20 },
    ),
  }) as Declaration<ValueSchema>;
}

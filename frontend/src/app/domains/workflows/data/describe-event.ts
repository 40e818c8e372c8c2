import type { StatusTone } from '@ui/status/status';

import { formatDuration } from '../../../format/format';
import type { WorkflowEventView } from '../../../live/frame';

/** An event in words for people. */
export interface EventWords {
  readonly title: string;
  readonly detail: string;
  readonly tone: StatusTone;
}

/** Names for the ids that events carry. */
export interface EventNames {
  task(id: string): string;
  stage(id: string): string;
  agent(id: string): string;
}

type Data = WorkflowEventView['data'];
type Describe = (data: Data, names: EventNames) => Partial<EventWords> & { readonly title: string };

function text(data: Data, key: string): string {
  const value = data[key];
  return typeof value === 'string' ? value : '';
}

function number(data: Data, key: string): number | undefined {
  const value = data[key];
  return typeof value === 'number' ? value : undefined;
}

function inner(data: Data, key: string): Data {
  const value = data[key];
  return typeof value === 'object' && value !== null ? (value as Data) : {};
}

function attempt(data: Data): string {
  const value = number(data, 'attempt') ?? 1;
  return value > 1 ? `Attempt ${value}` : '';
}

function finishing(data: Data): string {
  const durationMs = number(data, 'duration_ms');
  const words = number(inner(data, 'evidence'), 'words');
  const parts = [
    durationMs === undefined ? '' : `after ${formatDuration(durationMs)}`,
    words === undefined ? '' : `${words} words`,
    attempt(data),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function list(data: Data, key: string): readonly Data[] {
  const value = data[key];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null) : [];
}

const resets: Readonly<Record<string, string>> = {
  retry: 'A person asked for it.',
  restart: 'Its stage was restarted.',
  stale: 'What it was built from has changed.',
  fork: 'It was in hand where this workflow was continued from.',
};

const gates: Readonly<Record<string, string>> = { contract: 'contract gate', 'artifact-present': 'document gate' };

const answers: Readonly<Record<string, { readonly title: string; readonly tone: StatusTone }>> = {
  approved: { title: 'Approved', tone: 'ok' },
  modified: { title: 'Modifications requested', tone: 'warn' },
  rejected: { title: 'Rejected', tone: 'danger' },
};

const descriptions: Readonly<Record<string, Describe>> = {
  'workflow-started': () => ({ title: 'Workflow started' }),
  'stage-started': (data, names) => ({
    title: `${names.stage(text(data, 'stage_id'))} began`,
    detail: (number(data, 'round') ?? 1) > 1 ? `Round ${number(data, 'round')}` : '',
  }),
  'task-scheduled': (data, names) => ({
    title: `${names.agent(text(data, 'agent_id'))} began ${names.task(text(data, 'task_id'))}`,
    detail: attempt(data),
    tone: 'active',
  }),
  'task-lease-raised': (data, names) => ({
    title: `${names.task(text(data, 'task_id'))} was handed over`,
    detail:
      text(data, 'reason') === 'lease-expired'
        ? 'The runner before was lost; nothing is paid twice.'
        : 'The workflow goes on.',
    tone: 'warn',
  }),
  'task-completed': (data, names) => ({
    title: `${names.agent(text(data, 'agent_id'))} finished ${names.task(text(data, 'task_id'))}`,
    detail: finishing(data),
    tone: 'ok',
  }),
  'task-failed': (data, names) => ({
    title: `${names.task(text(data, 'task_id'))} failed`,
    detail: text(data, 'detail'),
    tone: 'danger',
  }),
  'task-retry-scheduled': (data, names) => ({
    title: `${names.task(text(data, 'task_id'))} will be tried again`,
    detail: `In ${formatDuration(number(data, 'delay_ms') ?? 0)}, attempt ${number(data, 'next_attempt') ?? 2}`,
    tone: 'warn',
  }),
  'gate-evaluated': (data, names) => {
    const hasPassed = data['passed'] === true;
    const problems = Array.isArray(data['problems']) ? data['problems'].filter((item) => typeof item === 'string') : [];
    return {
      title: `${names.task(text(data, 'task_id'))} ${hasPassed ? 'passed' : 'did not pass'} its ${gates[text(data, 'kind')] ?? 'gate'}`,
      detail: problems.join(' '),
      tone: hasPassed ? 'ok' : 'warn',
    };
  },
  'stage-completed': (data, names) => ({ title: `${names.stage(text(data, 'stage_id'))} completed`, tone: 'ok' }),
  'approval-requested': (data, names) => ({
    title: `Approval requested after ${names.stage(text(data, 'stage_id'))}`,
    tone: 'warn',
  }),
  'approval-answered': (data) => ({
    ...(answers[text(data, 'response')] ?? { title: 'Approval answered' }),
    detail: text(data, 'feedback'),
  }),
  'questions-asked': (data, names) => ({
    title: `${names.agent(text(data, 'agent_id'))} asks before it writes ${names.task(text(data, 'task_id'))}`,
    detail: list(data, 'questions')
      .map((question) => text(question, 'text'))
      .join(' '),
    tone: 'warn',
  }),
  'answers-requested': (data, names) => ({
    title: `Answers requested for ${names.task(text(data, 'task_id'))}`,
    tone: 'warn',
  }),
  'questions-answered': (data, names) => ({
    title: `Questions about ${names.task(text(data, 'task_id'))} answered`,
    detail: list(data, 'answers')
      .map((entry) => `${text(entry, 'question')} ${shown(entry['answer'])}`)
      .join(' '),
    tone: 'ok',
  }),
  'questions-declined': (data, names) => ({
    title: `Questions about ${names.task(text(data, 'task_id'))} were not answered`,
    tone: 'danger',
  }),
  'artifact-recorded': (data) => {
    const artifact = inner(data, 'artifact');
    return { title: `Stored ${text(artifact, 'path')}`, detail: `Version ${number(artifact, 'version') ?? 1}` };
  },
  'artifact-edited': (data) => {
    const artifact = inner(data, 'artifact');
    const version = number(artifact, 'version') ?? 1;
    return { title: `${text(artifact, 'path')} was edited`, detail: `Version ${version}, by a person` };
  },
  'artifacts-marked-stale': (data) => {
    const paths = list(data, 'artifacts').map((entry) => text(entry, 'path'));
    const cause = inner(data, 'cause');
    return {
      title: paths.length === 1 ? `${paths[0]} is outdated` : `${paths.length} documents are outdated`,
      detail: `${text(cause, 'path')} has version ${number(cause, 'version') ?? 1}. Built from the one before: ${paths.join(', ')}`,
      tone: 'warn',
    };
  },
  'tasks-reset': (data, names) => {
    const tasks = Array.isArray(data['task_ids']) ? data['task_ids'].filter((id) => typeof id === 'string') : [];
    const [only] = tasks;
    const what = tasks.length === 1 && only !== undefined ? names.task(only) : `${tasks.length} tasks`;
    return {
      title: `${what} will be done again`,
      detail: resets[text(data, 'reason')] ?? '',
      tone: 'warn',
    };
  },
  'task-skipped': (data, names) => ({
    title: `${names.task(text(data, 'task_id'))} was skipped`,
    detail: text(data, 'cause') === 'condition' ? 'Its condition does not hold.' : text(data, 'reason'),
  }),
  'stage-skipped': (data, names) => ({ title: `${names.stage(text(data, 'stage_id'))} was skipped` }),
  'guidance-given': (data, names) => ({
    title: `Guidance for ${names.agent(text(data, 'agent_id'))}`,
    detail: text(data, 'text'),
  }),
  'workflow-forked': () => ({ title: 'Continued from another workflow' }),
  'process-migrated': (data) => ({
    title: 'Moved to another version of the process',
    detail: `From ${text(inner(data, 'from'), 'version')} to ${text(inner(data, 'to'), 'version')}`,
  }),
  'budget-exhausted': () => ({ title: 'A budget is used up', tone: 'warn' }),
  'workflow-paused': () => ({ title: 'Paused' }),
  'workflow-resumed': () => ({ title: 'Resumed', tone: 'active' }),
  'workflow-cancelling': (data) => ({
    title: 'Being cancelled, what was done is undone first',
    detail: text(data, 'reason'),
    tone: 'warn',
  }),
  'workflow-cancelled': (data) => ({ title: 'Cancelled', detail: text(data, 'reason'), tone: 'danger' }),
  'workflow-failed': (data) => ({ title: 'Failed', detail: text(data, 'detail'), tone: 'danger' }),
  'workflow-closing': () => ({ title: 'All stages done, writing the metadata files' }),
  'workflow-completed': (data) => ({
    title: 'Workflow completed',
    detail: `${number(data, 'artifact_count') ?? 0} documents`,
    tone: 'ok',
  }),
};

/** An event in words; one of a type this console does not know yet is named by its type. */
export function describeEvent(event: WorkflowEventView, names: EventNames): EventWords {
  const described = descriptions[event.type]?.(event.data, names) ?? { title: event.type.replaceAll('-', ' ') };
  return { detail: '', tone: 'quiet', ...described };
}

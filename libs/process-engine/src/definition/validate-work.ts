import { hasStrayBraces, isTemplate, templatePaths } from '../expressions/expand-template';
import type { ErrorCollector, PartPath } from './definition-source';
import { PLATFORM_AGENT } from './integration';
import { nearestWord } from './nearest-word';
import type { BudgetDefinition, ProcessDefinition, TaskDefinition } from './process-definition';
import type { PlacedTask, ProcessIndex } from './process-index';
import { stageNeedsOf } from './process-order';
import type { ReferenceScope } from './reference-problem';
import { templateProblem } from './template-problem';

const WORKERS = ['agent', 'http', 'mcp', 'sql', 'process'] as const;

/** Who does a task and how, budgets, stages a stage waits for, placeholders in texts. */
export function validateWork(process: ProcessDefinition, index: ProcessIndex, errors: ErrorCollector): void {
  for (const entry of index.placed) {
    validateWorker(entry, errors);
    validateBudget(entry.task.budget, [...entry.path, 'budget'], errors);
    const isBefore = (taskId: string): boolean => index.order.isTaskBefore(taskId, entry.task.id);
    validateTexts(entry, { process, index, isBefore }, errors);
    if (entry.task.for_each !== undefined && entry.task.repeat !== undefined) {
      const remedy = 'Repeat the stage, or put the list into a task of its own.';
      errors.add(
        [...entry.path, 'repeat'],
        'invalid-repeat',
        'A task with "for_each" cannot be repeated by itself.',
        remedy,
        'key',
      );
    }
  }
  validateBudget(process.policies?.budget, ['policies', 'budget'], errors);
  process.stages.forEach((stage, stageIndex) => {
    validateBudget(stage.budget, ['stages', stageIndex, 'budget'], errors);
    (stage.needs ?? []).forEach((need, needIndex) => {
      const known = process.stages.map((each) => each.id);
      if (known.includes(need)) return;
      const near = nearestWord(need, known);
      const remedy = near === undefined ? `Use one of ${known.join(', ')}.` : `Did you mean "${near}"?`;
      errors.add(['stages', stageIndex, 'needs', needIndex], 'unknown-stage', `There is no stage "${need}".`, remedy);
    });
    if (stage.needs === undefined && stageNeedsOf(process, stage).includes(stage.id)) {
      errors.add(
        ['stages', stageIndex, 'id'],
        'cycle',
        `The stage "${stage.id}" waits for itself.`,
        'Give it another id.',
      );
    }
  });
}

/** Who does a task: exactly one of an agent and the integrations, and what that one is told is safe. */
export function validateWorker(
  { task, path }: Pick<PlacedTask, 'task' | 'path'>,
  errors: ErrorCollector,
  where: 'tasks' | 'on_cancel' = 'tasks',
): void {
  const workers = WORKERS.filter((worker) => task[worker] !== undefined);
  const [first, second] = workers;
  if (first === undefined) {
    const others = WORKERS.slice(1).filter((worker) => where === 'tasks' || worker !== 'process');
    const remedy = `Add "agent", or one of ${others.join(', ')}.`;
    errors.add(path, 'missing-field', `The task "${task.id}" does not say who does it.`, remedy, 'key');
  } else if (second !== undefined) {
    const message = `The task "${task.id}" is done by ${workers.join(' and ')}; there can be one only.`;
    errors.add([...path, second], 'two-workers', message, 'Keep one of them.', 'key');
  }
  if (task.http !== undefined || task.mcp !== undefined || task.sql !== undefined)
    validateAnswer({ task, path }, errors);
  if (task.agent === PLATFORM_AGENT) {
    errors.add(
      [...path, 'agent'],
      'reserved-id',
      `"${PLATFORM_AGENT}" is the platform itself.`,
      'Give the agent another id.',
    );
  }
  if (task.http !== undefined) validateUrl(task.http.url, [...path, 'http', 'url'], errors);
  if (task.sql !== undefined) validateQuery(task.sql.query, [...path, 'sql', 'query'], errors);
}

/** The answer becomes the one section of the document; nobody could write a second one. */
function validateAnswer({ task, path }: Pick<PlacedTask, 'task' | 'path'>, errors: ErrorCollector): void {
  if (task.output.required_sections.length === 1 && task.output.template === undefined) return;
  const message = 'An integration writes one section, which holds the answer, and starts from no outline.';
  errors.add(
    [...path, 'output'],
    'invalid-output',
    message,
    'Name one required section and leave "template" out.',
    'key',
  );
}

function validateUrl(url: string, at: PartPath, errors: ErrorCollector): void {
  // The host is fixed by the process: what agents and people write must not choose it.
  if (/^https?:\/\/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?(?:[/?].*)?$/i.test(url)) return;
  const message = 'The address must begin with http:// or https:// and a fixed host, without user or password.';
  errors.add(
    at,
    'unsafe-url',
    message,
    'Use placeholders only behind the host, e.g. https://api.example.com/{{ inputs.id }}.',
  );
}

function validateQuery(query: string, at: PartPath, errors: ErrorCollector): void {
  const text = query.trim().replace(/;$/, '');
  const isOneRead = /^(?:select|with)\s/i.test(text) && !text.includes(';');
  if (isOneRead && !isTemplate(text)) return;
  const message = isTemplate(text) ? 'A query holds no placeholders.' : 'A query is one SELECT.';
  errors.add(at, 'unsafe-query', message, 'Write one SELECT with $1, $2 … and put values under "parameters".');
}

function validateBudget(budget: BudgetDefinition | undefined, at: PartPath, errors: ErrorCollector): void {
  if (budget === undefined || budget.tokens !== undefined || budget.usd !== undefined) return;
  errors.add(at, 'empty-budget', 'The budget bounds nothing.', 'Add "tokens", "usd" or both.', 'key');
}

/** Placeholders in the texts of a task. */
export function validateTexts(
  entry: Pick<PlacedTask, 'task' | 'path'>,
  scope: Pick<ReferenceScope, 'process' | 'index' | 'isBefore'>,
  errors: ErrorCollector,
): void {
  for (const [at, text] of textsOf(entry.task)) {
    if (!isTemplate(text) && !text.includes('}}')) continue;
    const place = [...entry.path, ...at];
    if (hasStrayBraces(text)) {
      const remedy = 'Write placeholders as {{ inputs.name }}, {{ item.name }} or {{ tasks.other_task.values.name }}.';
      errors.add(place, 'invalid-template', 'Two braces stand here that are no placeholder.', remedy);
      continue;
    }
    for (const path of templatePaths(text)) {
      const isOutputPath = at[0] === 'output' && at[1] === 'path';
      const problem = templateProblem(path, isOutputPath, { ...scope, hasItem: entry.task.for_each !== undefined });
      if (problem !== undefined) errors.add(place, problem.code, problem.message, problem.remedy);
    }
  }
}

/** Every text of a task in which placeholders may stand, with its place. Paths of inputs are names, not texts. */
function textsOf(task: TaskDefinition): readonly (readonly [readonly (string | number)[], string])[] {
  const { description, output, http, mcp, sql, process } = task;
  return [
    [['description'], description],
    [['output', 'path'], output.path],
    [['output', 'title'], output.title],
    ...(output.template === undefined ? [] : [[['output', 'template'], output.template] as const]),
    ...nested(['http', 'url'], http?.url),
    ...nested(['http', 'headers'], http?.headers),
    ...nested(['http', 'body'], http?.body),
    ...nested(['mcp', 'arguments'], mcp?.arguments),
    ...nested(['sql', 'parameters'], sql?.parameters),
    ...nested(['process', 'inputs'], process?.inputs),
  ];
}

function nested(
  at: readonly (string | number)[],
  value: unknown,
): readonly (readonly [readonly (string | number)[], string])[] {
  if (typeof value === 'string') return [[at, value]];
  if (Array.isArray(value)) return value.flatMap((item, index) => nested([...at, index], item));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => nested([...at, key], member));
}

import type { ErrorCollector } from './definition-source';
import { nearestWord } from './nearest-word';

type Raw = Readonly<Record<string, unknown>>;

const PARAMETER = /\{\{\s*with\.([a-z][a-z0-9_]*)\s*\}\}/g;
const WHOLE = /^\{\{\s*with\.([a-z][a-z0-9_]*)\s*\}\}$/;

/**
 * The process with every `use` replaced by what its template says; fields of the task itself win. The file has the form
 * of `processFileDeclaration`.
 */
export function fillTemplates(process: Raw, errors: ErrorCollector): Raw {
  const templates = listOf(process['templates']);
  const stages = listOf(process['stages']).map((stage, stageIndex) => {
    const tasks = listOf(stage['tasks']).map((task, taskIndex) => {
      return fillTask(task, templates, ['stages', stageIndex, 'tasks', taskIndex], errors);
    });
    return { ...stage, tasks };
  });
  return { ...process, stages };
}

/** A text, or any value that holds texts, with `{{ with.… }}` filled in. */
export function fillParameters(value: unknown, values: Raw): unknown {
  if (typeof value === 'string') {
    const whole = WHOLE.exec(value)?.[1];
    if (whole !== undefined && Object.hasOwn(values, whole)) return values[whole];
    return value.replaceAll(PARAMETER, (_match, name: string) => {
      const given = values[name];
      return typeof given === 'string' ? given : JSON.stringify(given ?? '');
    });
  }
  if (Array.isArray(value)) return value.map((item) => fillParameters(item, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, fillParameters(member, values)]));
}

/** The values of all parameters, what is not said from the defaults; what is wrong with them is reported. */
export function parameterValues(
  declared: Raw,
  given: Raw,
  place: { readonly at: readonly (string | number)[]; readonly what: string },
  errors: ErrorCollector,
): Raw {
  const known = Object.keys(declared);
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    const near = nearestWord(name, known);
    const remedy = near === undefined ? `Its parameters are ${known.join(', ') || 'none'}.` : `Did you mean "${near}"?`;
    errors.add(
      [...place.at, 'with', name],
      'unknown-parameter',
      `${place.what} has no parameter "${name}".`,
      remedy,
      'key',
    );
  }
  const values: Record<string, unknown> = {};
  for (const [name, standard] of Object.entries(declared)) {
    const value = Object.hasOwn(given, name) ? given[name] : standard;
    if (value === null || value === undefined) {
      errors.add(
        place.at,
        'missing-parameter',
        `${place.what} needs a value for "${name}".`,
        `Add "${name}" under "with".`,
      );
    } else values[name] = value;
  }
  return values;
}

function fillTask(task: Raw, templates: readonly Raw[], at: readonly (string | number)[], errors: ErrorCollector): Raw {
  const { use, with: given = {}, ...own } = task;
  if (use === undefined) {
    if (task['with'] !== undefined) {
      errors.add(
        [...at, 'with'],
        'unknown-field',
        '"with" says nothing without "use".',
        'Add "use", or remove "with".',
        'key',
      );
    }
    return own;
  }
  const template = templates.find((candidate) => candidate['id'] === use);
  if (template === undefined) {
    const near = nearestWord(
      String(use),
      templates.map((candidate) => String(candidate['id'])),
    );
    const remedy = near === undefined ? 'Name one of the templates of this process.' : `Did you mean "${near}"?`;
    errors.add([...at, 'use'], 'unknown-template', `There is no template "${String(use)}".`, remedy);
    return own;
  }
  const { id, parameters, ...body } = template;
  const place = { at, what: `The template "${String(id)}"` };
  const values = parameterValues(asRaw(parameters), asRaw(given), place, errors);
  return { ...asRaw(fillParameters(body, values)), ...own };
}

function listOf(value: unknown): readonly Raw[] {
  return Array.isArray(value) ? (value as readonly Raw[]) : [];
}

function asRaw(value: unknown): Raw {
  return typeof value === 'object' && value !== null ? (value as Raw) : {};
}

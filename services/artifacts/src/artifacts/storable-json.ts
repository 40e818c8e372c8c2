import type { FieldProblem } from '@botarmy/chassis';

const MAX_DEPTH = 20;

/**
 * What keeps a JSON value out of PostgreSQL: NUL characters, halves of surrogate pairs, too much nesting. Undefined
 * when it can be stored. One such value would make a whole group of stores fail, so each is looked at before.
 */
export function storageProblem(value: unknown, path: string, depth = 0): FieldProblem | undefined {
  if (typeof value === 'string') return isStorableText(value) ? undefined : { path, message: 'holds invalid text' };
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth === MAX_DEPTH) return { path, message: `is nested deeper than ${MAX_DEPTH} levels` };
  for (const [key, member] of Object.entries(value)) {
    if (!isStorableText(key)) return { path, message: 'has a key that holds invalid text' };
    const problem = storageProblem(member, `${path}.${key}`, depth + 1);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function isStorableText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

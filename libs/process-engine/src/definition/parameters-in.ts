import type { PartPath } from './definition-source';

const PARAMETER = /\{\{\s*with\.([a-z][a-z0-9_]*)\s*\}\}/g;

/** A placeholder of a template: its name, the text it stands in, and where in that text. */
export interface FoundParameter {
  readonly name: string;
  readonly path: PartPath;
  /** In UTF-16 code units. */
  readonly offset: number;
}

/** Every `{{ with.… }}` of a text, or of any value that holds texts. */
export function parametersIn(value: unknown, path: PartPath = []): readonly FoundParameter[] {
  if (typeof value === 'string')
    return [...value.matchAll(PARAMETER)].map((match) => ({ name: match[1] ?? '', path, offset: match.index }));
  if (Array.isArray(value)) return value.flatMap((item, index) => parametersIn(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => parametersIn(member, [...path, key]));
}

import type { Position } from './positions';

/** What can be wrong with a YAML file before its meaning is looked at. */
export type YamlProblemCode =
  | 'file-too-large'
  | 'yaml-empty'
  | 'yaml-syntax'
  | 'yaml-too-deep'
  | 'yaml-too-many-nodes'
  | 'yaml-many-documents'
  | 'yaml-directive'
  | 'yaml-duplicate-key'
  | 'yaml-complex-key'
  | 'yaml-forbidden-key'
  | 'yaml-unknown-tag'
  | 'yaml-unknown-alias'
  | 'yaml-unsafe-number'
  | 'yaml-bad-merge';

/** One problem and where it is. */
export interface YamlProblem extends Position {
  readonly code: YamlProblemCode;
  readonly message: string;
  readonly remedy: string;
}

/** What to do about each kind of problem. */
export const YAML_REMEDIES: Readonly<Record<YamlProblemCode, string>> = {
  'file-too-large': 'Keep the file under 256 KiB; move long texts into their own files.',
  'yaml-empty': 'Write the definition into the file.',
  'yaml-syntax': 'Correct the YAML at this place; check indentation, quotes and brackets.',
  'yaml-too-deep': 'Nest at most 50 levels.',
  'yaml-too-many-nodes': 'Use at most 10,000 nodes, aliases counted as often as they are used.',
  'yaml-many-documents': 'Keep one document per file; remove the "---" that starts the second.',
  'yaml-directive': 'Remove the %TAG directive.',
  'yaml-duplicate-key': 'Remove or rename one of the two.',
  'yaml-complex-key': 'Use plain text as key.',
  'yaml-forbidden-key': 'Remove this key; no field has that name.',
  'yaml-unknown-tag':
    'Remove the tag; only the core tags !!str, !!int, !!float, !!bool, !!null, !!map and !!seq are known.',
  'yaml-unknown-alias': 'Define the anchor before it is used, and not inside itself.',
  'yaml-unsafe-number': 'Use a finite number, as integer at most 9007199254740991, or put it in quotes as text.',
  'yaml-bad-merge': 'Merge a mapping or a list of mappings.',
};

import { EVENT_ID, parseEvents, YAMLException } from 'js-yaml';
import type { Event } from 'js-yaml';

import { YamlComposer } from './compose-yaml';
import { LineIndex } from './positions';
import type { FilePositions, Position } from './positions';
import { MAX_YAML_BYTES, MAX_YAML_DEPTH } from './yaml-limits';
import { YAML_REMEDIES } from './yaml-problem';
import type { YamlProblem, YamlProblemCode } from './yaml-problem';

/** A file read as data, with the places of its nodes, or what is wrong with it. */
export type YamlReading =
  | { readonly ok: true; readonly value: unknown; readonly positions: FilePositions }
  | { readonly ok: false; readonly problems: readonly YamlProblem[] };

/**
 * Reads one YAML document from an untrusted file: core schema, at most 256 KiB, 50 levels and 10,000 nodes with
 * aliases expanded; duplicate keys, unknown tags, prototype keys and inexact numbers are refused.
 */
export function readYaml(text: string, file: string): YamlReading {
  if (Buffer.byteLength(text, 'utf8') > MAX_YAML_BYTES)
    return fail('file-too-large', 'The file is larger than 256 KiB.');
  const lines = new LineIndex(text);
  let events: readonly Event[];
  try {
    events = parseEvents(text, { maxDepth: MAX_YAML_DEPTH + 1 });
  } catch (error) {
    return fromParser(error, lines);
  }
  const documents = events.flatMap((event, index) => (event.type === EVENT_ID.DOCUMENT ? [{ event, index }] : []));
  const [first] = documents;
  if (first === undefined) return fail('yaml-empty', 'The file is empty.');
  if (documents.length > 1) return fail('yaml-many-documents', `The file holds ${documents.length} documents.`);
  if (first.event.directives.some((directive) => directive.kind === 'tag')) {
    return fail('yaml-directive', 'The file redefines tags.');
  }
  const composer = new YamlComposer(text, events, lines);
  const value = composer.compose(first.index + 1);
  if (composer.problems.length > 0) return { ok: false, problems: composer.problems };
  return { ok: true, value, positions: { file, values: composer.values, keys: composer.keys } };
}

function fromParser(error: unknown, lines: LineIndex): YamlReading {
  if (!(error instanceof YAMLException)) throw error;
  const position = lines.positionAt(error.mark?.position ?? 0);
  // The parser has no error codes; another wording would only make this a syntax error.
  if (error.reason.startsWith('nesting exceeded')) {
    return fail('yaml-too-deep', `The file nests deeper than ${MAX_YAML_DEPTH} levels.`, position);
  }
  return fail('yaml-syntax', `The file is not valid YAML: ${error.reason}.`, position);
}

function fail(code: YamlProblemCode, message: string, position: Position = { line: 1, column: 1 }): YamlReading {
  return { ok: false, problems: [{ code, ...position, message, remedy: YAML_REMEDIES[code] }] };
}

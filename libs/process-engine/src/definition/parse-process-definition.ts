import { readYaml } from '../yaml/read-yaml';
import { checkSchema } from './check-schema';
import type { DefinitionResult } from './definition-error';
import { ErrorCollector } from './definition-source';
import type { Parsed } from './definition-source';
import { fillTemplates } from './fill-templates';
import { processDeclaration, processFileDeclaration } from './process-definition';
import type { ProcessDefinition } from './process-definition';

/** A process.yaml that has the right form; what it means is checked by `validateProcess`. */
export type ParsedProcess = Parsed<ProcessDefinition>;

/** Reads a process.yaml from an untrusted text and fills its templates in; `file` is only named in errors. */
export function parseProcessDefinition(
  text: string,
  options: { readonly file: string },
): DefinitionResult<ParsedProcess> {
  const { file } = options;
  const reading = readYaml(text, file);
  if (!reading.ok) return { ok: false, errors: reading.problems.map((problem) => ({ file, ...problem })) };
  const { value, positions } = reading;
  const written = checkSchema(value, processFileDeclaration, positions);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { ok: false, errors: written };
  const collector = new ErrorCollector(positions);
  const filled = fillTemplates(value as Readonly<Record<string, unknown>>, collector);
  const known = new Set(written.map((error) => JSON.stringify(error)));
  const added = checkSchema(filled, processDeclaration, positions).filter((error) => !known.has(JSON.stringify(error)));
  // What is wrong with the form itself is told once, by the declaration of the file.
  const missing = written.length === 0 ? added : added.filter((error) => error.code === 'missing-field');
  const errors = [...written, ...collector.errors, ...missing];
  errors.sort((left, right) => left.line - right.line || left.column - right.column);
  if (errors.length > 0) return { ok: false, errors };
  return { ok: true, value: { definition: filled as unknown as ProcessDefinition, positions } };
}

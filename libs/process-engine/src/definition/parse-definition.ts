import { readYaml } from '../yaml/read-yaml';
import { checkSchema } from './check-schema';
import type { Declaration } from './declare';
import type { DefinitionResult } from './definition-error';
import type { Parsed } from './definition-source';

/** Reads a file and checks it against its declaration. */
export function parseDefinition<TDefinition>(
  text: string,
  file: string,
  declaration: Declaration<TDefinition>,
): DefinitionResult<Parsed<TDefinition>> {
  const reading = readYaml(text, file);
  if (!reading.ok) return { ok: false, errors: reading.problems.map((problem) => ({ file, ...problem })) };
  const errors = checkSchema(reading.value, declaration, reading.positions);
  if (errors.length > 0) return { ok: false, errors };
  return { ok: true, value: { definition: reading.value as TDefinition, positions: reading.positions } };
}

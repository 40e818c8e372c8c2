import type { DefinitionResult } from './definition-error';
import type { Parsed } from './definition-source';
import { parseDefinition } from './parse-definition';
import { processDeclaration } from './process-definition';
import type { ProcessDefinition } from './process-definition';

/** A process.yaml that has the right form; what it means is checked by `validateProcess`. */
export type ParsedProcess = Parsed<ProcessDefinition>;

/** Reads a process.yaml from an untrusted text; `file` is only named in errors. */
export function parseProcessDefinition(
  text: string,
  options: { readonly file: string },
): DefinitionResult<ParsedProcess> {
  return parseDefinition(text, options.file, processDeclaration);
}

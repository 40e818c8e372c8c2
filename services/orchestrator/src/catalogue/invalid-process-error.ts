import type { DefinitionError } from '@botarmy/process-engine';

/** Thrown when a process or agent file is wrong; nothing of the catalogue changes. */
export class InvalidProcessError extends Error {
  constructor(readonly errors: readonly DefinitionError[]) {
    super(['Process definitions are invalid:', ...errors.map(describe)].join('\n'));
    this.name = 'InvalidProcessError';
  }
}

function describe({ file, line, column, code, message, remedy }: DefinitionError): string {
  return `  ${file}:${line}:${column} ${code}: ${message} ${remedy}`;
}

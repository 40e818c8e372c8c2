import { compileProcess } from './compile-process';
import type { CompiledProcess } from './compiled-process';
import type { DefinitionError, DefinitionResult } from './definition-error';
import { parseAgentDefinition } from './parse-agent-definition';
import type { ParsedAgent } from './parse-agent-definition';
import { parseProcessDefinition } from './parse-process-definition';
import type { KnownProcesses } from './validate-sub-process';

/** The texts a process is made of; file names are only named in errors. */
export interface ProcessFiles {
  readonly process: { readonly file: string; readonly text: string };
  readonly agents: readonly { readonly file: string; readonly text: string; readonly prompt: string }[];
}

/**
 * Parses, validates and compiles a process with its agents; all errors of all files are returned together.
 *
 * @param known Processes it may use as sub-processes; see `loadProcesses` for many at once.
 */
export function loadProcess(files: ProcessFiles, known: KnownProcesses = new Map()): DefinitionResult<CompiledProcess> {
  const errors: DefinitionError[] = [];
  const agents: ParsedAgent[] = [];
  for (const { file, text, prompt } of files.agents) {
    const agent = parseAgentDefinition(text, { file, prompt });
    if (agent.ok) agents.push(agent.value);
    else errors.push(...agent.errors);
  }
  const process = parseProcessDefinition(files.process.text, { file: files.process.file });
  if (!process.ok) return { ok: false, errors: [...errors, ...process.errors] };
  const compiled = compileProcess(process.value, agents, known);
  if (compiled.ok && errors.length === 0) return compiled;
  return { ok: false, errors: compiled.ok ? errors : [...errors, ...compiled.errors] };
}

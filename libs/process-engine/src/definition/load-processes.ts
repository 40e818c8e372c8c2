import type { CompiledProcess } from './compiled-process';
import type { DefinitionError } from './definition-error';
import { loadProcess } from './load-process';
import type { ProcessFiles } from './load-process';
import { parseProcessDefinition } from './parse-process-definition';

/** Processes that can run, and what is wrong with the others. */
export interface LoadedProcesses {
  /** In the order of the files. */
  readonly processes: readonly CompiledProcess[];
  readonly errors: readonly DefinitionError[];
}

/**
 * Loads processes that may use each other: a process pins the versions of its sub-processes, so those are compiled first.
 * A process that uses itself, through others or not, is an error of the file that closes the circle.
 */
export function loadProcesses(files: readonly ProcessFiles[]): LoadedProcesses {
  const named = new Map(files.map((file) => [nameOf(file), file]));
  const known = new Map<string, CompiledProcess>();
  const errors: DefinitionError[] = [];
  const visited = new Set<ProcessFiles>();
  const visit = (file: ProcessFiles): void => {
    if (visited.has(file)) return;
    visited.add(file);
    for (const name of subProcessNames(file)) {
      const used = named.get(name);
      if (used !== undefined) visit(used);
    }
    const result = loadProcess(file, known);
    if (result.ok) known.set(result.value.name, result.value);
    else errors.push(...result.errors);
  };
  files.forEach(visit);
  return { processes: files.flatMap((file) => known.get(nameOf(file) ?? '') ?? []), errors: unique(errors) };
}

function nameOf(file: ProcessFiles): string | undefined {
  const parsed = parseProcessDefinition(file.process.text, { file: file.process.file });
  return parsed.ok ? parsed.value.definition.name : undefined;
}

function subProcessNames(file: ProcessFiles): readonly string[] {
  const parsed = parseProcessDefinition(file.process.text, { file: file.process.file });
  if (!parsed.ok) return [];
  return parsed.value.definition.stages.flatMap((stage) => stage.tasks.flatMap((task) => task.process?.name ?? []));
}

/** Agents are read with every process, so what is wrong with them is found as often. */
function unique(errors: readonly DefinitionError[]): readonly DefinitionError[] {
  return [...new Map(errors.map((error) => [JSON.stringify(error), error])).values()];
}

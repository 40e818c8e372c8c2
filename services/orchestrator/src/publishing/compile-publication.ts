import { loadProcesses, parseProcessDefinition } from '@botarmy/process-engine';
import type { CompiledProcess, DefinitionError } from '@botarmy/process-engine';

import { filesOf } from './tenant-sources';
import type { AgentSource, TenantSources } from './tenant-sources';

/** What a client sent. */
export interface Publication {
  readonly definition?: string | undefined;
  readonly agents: readonly AgentSource[];
}

/** A process whose version would change. */
export interface CompiledPublication {
  readonly process: CompiledProcess;
  readonly definition: string;
  readonly isNew: boolean;
}

/** Either everything that changes or everything that is wrong. */
export type PublicationResult =
  | { readonly ok: true; readonly compiled: readonly CompiledPublication[] }
  | { readonly ok: false; readonly errors: readonly DefinitionError[] };

/**
 * Compiles what was sent, every process of the tenant that uses an agent that was sent, and every one that uses a process
 * whose version changes: all or none are published.
 *
 * @param pools Pools that have runners.
 */
export function compilePublication(
  { definition, agents }: Publication,
  sources: TenantSources,
  pools: readonly string[],
): PublicationResult {
  const sent = new Set(agents.map((agent) => agent.agent_id));
  const all = [...sources.agents.filter(({ agent_id }) => !sent.has(agent_id)), ...agents];
  const own = definition === undefined ? undefined : { definition, name: nameIn(definition) };
  const others = [...sources.processes.values()].filter(({ name }) => name !== own?.name);
  const texts = [...others.map((source) => source.definition), ...(own === undefined ? [] : [own.definition])];
  const names = [...others.map(({ name }) => name), 'process'];
  const { processes, errors } = loadProcesses(texts.map((text, index) => filesOf(names[index] ?? '', text, all)));
  if (errors.length > 0) return { ok: false, errors };
  const compiled = processes.flatMap((process, index): CompiledPublication[] => {
    const isNew = sources.processes.get(process.name)?.content_hash !== process.content_hash;
    return isNew || process.name === own?.name ? [{ process, definition: texts[index] ?? '', isNew }] : [];
  });
  const stray = compiled.flatMap(({ process }) => unknownPools(process, pools));
  const unique = [...new Map(stray.map((error) => [JSON.stringify(error), error])).values()];
  return unique.length > 0 ? { ok: false, errors: unique } : { ok: true, compiled };
}

function nameIn(definition: string): string | undefined {
  const parsed = parseProcessDefinition(definition, { file: 'process/process.yaml' });
  return parsed.ok ? parsed.value.definition.name : undefined;
}

function unknownPools(process: CompiledProcess, pools: readonly string[]): DefinitionError[] {
  return Object.values(process.agents)
    .filter(({ pool }) => !pools.includes(pool))
    .map(({ id, pool }) => ({
      file: `agents/${id}/agent.yaml`,
      line: 1,
      column: 1,
      code: 'unknown-pool',
      message: `No runners serve the pool ${pool}.`,
      remedy: `Set \`pool\` to one of: ${pools.join(', ')}.`,
    }));
}

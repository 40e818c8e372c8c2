import { loadProcess } from '@botarmy/process-engine';
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
 * Compiles what was sent, and every process of the tenant that uses an agent that was sent: all or none are published.
 *
 * @param pools Pools that have runners.
 */
export function compilePublication(
  { definition, agents }: Publication,
  sources: TenantSources,
  pools: readonly string[],
): PublicationResult {
  const sent = new Map(agents.map((agent) => [agent.agent_id, agent]));
  const all = [...sources.agents.filter(({ agent_id }) => !sent.has(agent_id)), ...agents];
  const errors: DefinitionError[] = [];
  const compiled: CompiledPublication[] = [];
  const compile = (name: string, text: string): CompiledProcess | undefined => {
    const result = loadProcess(filesOf(name, text, all));
    if (!result.ok) {
      errors.push(...result.errors);
      return undefined;
    }
    errors.push(...unknownPools(result.value, pools));
    const isNew = sources.processes.get(result.value.name)?.content_hash !== result.value.content_hash;
    compiled.push({ process: result.value, definition: text, isNew });
    return result.value;
  };
  const own = definition === undefined ? undefined : compile('process', definition);
  for (const source of sources.processes.values()) {
    if (source.name === own?.name || sent.size === 0) continue;
    const before = compiled.length;
    compile(source.name, source.definition);
    // A process that does not use what was sent is as it was.
    if (compiled[before]?.isNew === false) compiled.splice(before, 1);
  }
  const unique = [...new Map(errors.map((error) => [JSON.stringify(error), error])).values()];
  return unique.length > 0 ? { ok: false, errors: unique } : { ok: true, compiled };
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

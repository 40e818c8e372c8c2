import { Injectable } from '@nestjs/common';

import { Database } from '@botarmy/chassis';
import type { ProcessFiles } from '@botarmy/process-engine';

import { ProcessCatalogue } from '../catalogue/process-catalogue';

/** A process' source and the version made of it. */
export interface ProcessSource {
  readonly name: string;
  readonly version: string;
  readonly content_hash: string;
  readonly definition: string;
  readonly origin: 'installation' | 'tenant';
}

/** An agent's files as stored. */
export interface AgentSource {
  readonly agent_id: string;
  readonly definition: string;
  readonly prompt: string;
}

/** Everything a tenant's processes are made of. */
export interface TenantSources {
  readonly processes: ReadonlyMap<string, ProcessSource>;
  readonly agents: readonly AgentSource[];
}

interface SourcesRow extends Record<string, unknown> {
  readonly processes: readonly Omit<ProcessSource, 'origin'>[];
  readonly agents: readonly AgentSource[];
}

/** The shipped definitions with what the tenant published in their place. */
@Injectable()
export class TenantSourcesReader {
  constructor(
    private readonly database: Database,
    private readonly catalogue: ProcessCatalogue,
  ) {}

  async read(tenantId: string): Promise<TenantSources> {
    const [row] = await this.database.call<SourcesRow>('published_sources', tenantId);
    const shipped = this.catalogue
      .sources()
      .map((source): [string, ProcessSource] => [source.name, { ...source, origin: 'installation' }]);
    const own = (row?.processes ?? []).map((source): [string, ProcessSource] => [
      source.name,
      { ...source, origin: 'tenant' },
    ]);
    const agents = new Map(this.catalogue.agentSources().map((agent) => [agent.agent_id, agent]));
    for (const agent of row?.agents ?? []) agents.set(agent.agent_id, agent);
    return { processes: new Map([...shipped, ...own]), agents: [...agents.values()] };
  }
}

/** The texts of a process as the compiler takes them; file names are those of the repository's layout. */
export function filesOf(name: string, definition: string, agents: readonly AgentSource[]): ProcessFiles {
  return {
    process: { file: `${name}/process.yaml`, text: definition },
    agents: agents.map(({ agent_id, definition: text, prompt }) => ({
      file: `agents/${agent_id}/agent.yaml`,
      text,
      prompt,
    })),
  };
}

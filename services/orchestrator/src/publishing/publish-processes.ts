import { Injectable } from '@nestjs/common';

import { Clock, Database, Problem } from '@botarmy/chassis';
import { createId, processPublished } from '@botarmy/contracts';
import type { Caller, PublishedVersion, PublishProcessRequest } from '@botarmy/contracts';
import { outgoingMessage, OutboxRelay } from '@botarmy/messaging';
import type { DefinitionError } from '@botarmy/process-engine';
import { parseAgentDefinition } from '@botarmy/process-engine';

import { ProcessCatalogue } from '../catalogue/process-catalogue';
import { compilePublication } from './compile-publication';
import type { CompiledPublication } from './compile-publication';
import { TenantSourcesReader } from './tenant-sources';
import type { AgentSource } from './tenant-sources';

/** Publishes processes and agents as versions of one tenant; running workflows are not touched. */
@Injectable()
export class PublishProcesses {
  constructor(
    private readonly database: Database,
    private readonly catalogue: ProcessCatalogue,
    private readonly sources: TenantSourcesReader,
    private readonly relay: OutboxRelay,
    private readonly clock: Clock,
  ) {}

  /**
   * Validates everything, then publishes everything.
   *
   * @throws {Problem} 422 `invalid-definition` with every error; 422 `nothing-to-publish`.
   */
  async publish(request: PublishProcessRequest, caller: Caller): Promise<PublishedVersion[]> {
    const agents = this.agentsOf(request);
    if (request.definition === undefined && agents.length === 0) throw nothingToPublish();
    const sources = await this.sources.read(caller.tenant_id);
    const result = compilePublication({ definition: request.definition, agents }, sources, this.catalogue.pools());
    if (!result.ok) throw invalidDefinition(result.errors);
    const changed = result.compiled.filter(({ isNew }) => isNew);
    if (request.dry_run !== true && (changed.length > 0 || agents.length > 0))
      await this.store(changed, agents, caller);
    return result.compiled.map(({ process, isNew }) => ({
      name: process.name,
      version: process.version,
      title: process.title,
      content_hash: process.content_hash,
      is_new: isNew,
    }));
  }

  private agentsOf({ agents = [] }: PublishProcessRequest): AgentSource[] {
    const errors: DefinitionError[] = [];
    const sources = agents.flatMap(({ definition, prompt }, index): AgentSource[] => {
      const agent = parseAgentDefinition(definition, { file: `agents/${index}/agent.yaml`, prompt });
      if (agent.ok) return [{ agent_id: agent.value.definition.id, definition, prompt }];
      errors.push(...agent.errors);
      return [];
    });
    if (errors.length > 0) throw invalidDefinition(errors);
    return sources;
  }

  private async store(
    changed: readonly CompiledPublication[],
    agents: readonly AgentSource[],
    caller: Caller,
  ): Promise<void> {
    const publishedAt = this.clock.now().toISOString();
    const messages = changed.map(({ process }) =>
      outgoingMessage(processPublished, {
        eventId: createId('msg'),
        tenantId: caller.tenant_id,
        key: [process.name],
        payload: {
          name: process.name,
          process_version: process.version,
          content_hash: process.content_hash,
          published_by: caller.user_id,
          published_at: publishedAt,
        },
      }),
    );
    const processes = changed.map(({ process, definition }) => ({
      name: process.name,
      version: process.version,
      content_hash: process.content_hash,
      definition,
      compiled: process,
    }));
    await this.database.call(
      'publish_definitions',
      caller.tenant_id,
      caller.user_id,
      JSON.stringify(processes),
      JSON.stringify(agents),
      JSON.stringify(messages),
    );
    this.relay.nudge();
  }
}

function nothingToPublish(): Problem {
  return new Problem({
    status: 422,
    code: 'nothing-to-publish',
    title: 'Nothing to publish',
    detail: 'Send a process definition, agents, or both.',
  });
}

/** The refusal of a definition with all that is wrong with it. */
export function invalidDefinition(errors: readonly DefinitionError[]): Problem {
  return new Problem({
    status: 422,
    code: 'invalid-definition',
    title: 'The definition is not valid',
    detail: 'Nothing was published. Correct every error of the list.',
    errors: errors.map(({ file, line, column, code, message, remedy }) => ({
      path: `${file}:${line}:${column}`,
      message: `${code}: ${message} ${remedy}`,
    })),
  });
}

import { basename, dirname } from 'node:path';

import { Injectable } from '@nestjs/common';

import { Database, Logger } from '@botarmy/chassis';
import { INTEGRATION_POOL, loadProcesses } from '@botarmy/process-engine';
import type { CompiledProcess, ProcessFiles } from '@botarmy/process-engine';

import { OrchestratorConfig } from '../config';
import { InvalidProcessError } from './invalid-process-error';
import { ProcessVersions } from './process-versions';
import { readProcessFiles } from './read-process-files';

/** Texts as shipped. */
interface ShippedSource {
  readonly name: string;
  readonly version: string;
  readonly content_hash: string;
  readonly definition: string;
}

/** The processes that can be started, by name. */
@Injectable()
export class ProcessCatalogue {
  private processes = new Map<string, CompiledProcess>();
  private texts = new Map<string, string>();
  private agents: ProcessFiles['agents'] = [];

  constructor(
    private readonly config: OrchestratorConfig,
    private readonly versions: ProcessVersions,
    private readonly database: Database,
    private readonly logger: Logger,
  ) {}

  /**
   * Reads, validates and keeps all definitions; all or none take effect.
   *
   * @throws {InvalidProcessError} naming file, line and remedy of every error.
   */
  async load(): Promise<void> {
    const files = await readProcessFiles(this.config.PROCESSES_DIRECTORY);
    const { processes, errors } = loadProcesses(files);
    if (errors.length > 0) throw new InvalidProcessError(errors);
    const loaded = new Map(processes.map((process) => [process.name, process]));
    const texts = new Map(processes.map(({ name }, index) => [name, files[index]?.process.text ?? '']));
    for (const process of loaded.values()) await this.versions.keep(process);
    this.processes = loaded;
    this.texts = texts;
    this.agents = files[0]?.agents ?? [];
    this.logger.info({ processes: [...loaded.keys()] }, 'process definitions loaded');
  }

  /** The shipped version of a process. */
  find(name: string): CompiledProcess | undefined {
    return this.processes.get(name);
  }

  /** The version a new workflow of the tenant gets: what it published last, else the shipped one. */
  async current(tenantId: string, name: string): Promise<CompiledProcess | undefined> {
    const [own] = await this.database.call<{ content_hash: string }>('current_process', tenantId, name);
    return own === undefined ? this.find(name) : this.versions.byHash(own.content_hash);
  }

  /** Every shipped process with its text. */
  sources(): ShippedSource[] {
    return this.all().map(({ name, version, content_hash }) => ({
      name,
      version,
      content_hash,
      definition: this.texts.get(name) ?? '',
    }));
  }

  /** Every shipped agent with its texts. */
  agentSources(): { agent_id: string; definition: string; prompt: string }[] {
    return this.agents.map(({ file, text, prompt }) => ({
      agent_id: basename(dirname(file)),
      definition: text,
      prompt,
    }));
  }

  /** Every process that is offered to people, by name; the others can be started by whoever knows their name. */
  offered(): CompiledProcess[] {
    return this.all().filter(({ listed }) => listed !== false);
  }

  /** Every process that can be started, by name. */
  all(): CompiledProcess[] {
    return [...this.processes.values()].sort((one, other) => one.name.localeCompare(other.name));
  }

  /** Every pool of agents that some process uses, and that of integrations. */
  pools(): string[] {
    const pools = this.all().flatMap((process) => Object.values(process.agents).map((agent) => agent.pool));
    return [...new Set([...pools, INTEGRATION_POOL])].sort();
  }
}

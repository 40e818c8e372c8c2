import { Injectable } from '@nestjs/common';

import { Logger } from '@botarmy/chassis';
import { loadProcess } from '@botarmy/process-engine';
import type { CompiledProcess, DefinitionError } from '@botarmy/process-engine';

import { OrchestratorConfig } from '../config';
import { InvalidProcessError } from './invalid-process-error';
import { ProcessVersions } from './process-versions';
import { readProcessFiles } from './read-process-files';

/** The processes that can be started, by name. */
@Injectable()
export class ProcessCatalogue {
  private processes = new Map<string, CompiledProcess>();

  constructor(
    private readonly config: OrchestratorConfig,
    private readonly versions: ProcessVersions,
    private readonly logger: Logger,
  ) {}

  /**
   * Reads, validates and keeps all definitions; all or none take effect.
   *
   * @throws {InvalidProcessError} naming file, line and remedy of every error.
   */
  async load(): Promise<void> {
    const files = await readProcessFiles(this.config.PROCESSES_DIRECTORY);
    const loaded = new Map<string, CompiledProcess>();
    const errors: DefinitionError[] = [];
    for (const file of files) {
      const result = loadProcess(file);
      if (result.ok) loaded.set(result.value.name, result.value);
      else errors.push(...result.errors);
    }
    if (errors.length > 0) throw new InvalidProcessError(errors);
    for (const process of loaded.values()) await this.versions.keep(process);
    this.processes = loaded;
    this.logger.info({ processes: [...loaded.keys()] }, 'process definitions loaded');
  }

  /** The current version of a process. */
  find(name: string): CompiledProcess | undefined {
    return this.processes.get(name);
  }

  /** Every process that can be started, by name. */
  all(): CompiledProcess[] {
    return [...this.processes.values()].sort((one, other) => one.name.localeCompare(other.name));
  }

  /** Every pool of agents that some process uses. */
  pools(): string[] {
    const pools = this.all().flatMap((process) => Object.values(process.agents).map((agent) => agent.pool));
    return [...new Set(pools)].sort();
  }
}

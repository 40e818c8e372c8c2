import type { CompiledProcess } from '@botarmy/process-engine';

/** The processes one orchestrator offers, in the version it has seen last. */
export class SimulatedCatalogue {
  private readonly processes = new Map<string, CompiledProcess>();

  /** From now on this version is the one that is started. */
  offer(process: CompiledProcess): void {
    this.processes.set(process.name, process);
  }

  find(name: string): CompiledProcess | undefined {
    return this.processes.get(name);
  }

  /** No tenant of a run has published a version of its own. */
  current(_tenantId: string, name: string): Promise<CompiledProcess | undefined> {
    return Promise.resolve(this.find(name));
  }

  all(): CompiledProcess[] {
    return [...this.processes.values()];
  }

  pools(): string[] {
    return [...new Set(this.all().flatMap(({ agents }) => Object.values(agents).map(({ pool }) => pool)))].sort();
  }
}

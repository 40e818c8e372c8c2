import { Injectable } from '@nestjs/common';

import { Database } from '@botarmy/chassis';
import type { CompiledProcess } from '@botarmy/process-engine';

/** Every process version that was ever loaded: workflows stay pinned to the one they started with. */
@Injectable()
export class ProcessVersions {
  private readonly known = new Map<string, CompiledProcess>();

  constructor(private readonly database: Database) {}

  /** Keeps a version for good. */
  async keep(process: CompiledProcess): Promise<void> {
    const { content_hash, name, version } = process;
    await this.database.call('keep_process_version', content_hash, name, version, JSON.stringify(process));
    this.known.set(content_hash, process);
  }

  /** The version with this hash; it must have been kept. */
  async byHash(contentHash: string): Promise<CompiledProcess> {
    const known = this.known.get(contentHash);
    if (known !== undefined) return known;
    const [row] = await this.database.call<{ compiled: CompiledProcess }>('load_process_version', contentHash);
    if (row === undefined) throw new Error('a workflow is pinned to a process version that is not stored');
    this.known.set(contentHash, row.compiled);
    return row.compiled;
  }
}

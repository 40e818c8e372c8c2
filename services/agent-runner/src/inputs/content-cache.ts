import { Injectable } from '@nestjs/common';

import { MetricsRegistry } from '@botarmy/chassis';

import { RunnerConfig } from '../config';

interface Entry {
  readonly text: string;
  readonly bytes: number;
}

/** Documents by tenant and content hash, least recently used first out, bounded in bytes. */
@Injectable()
export class ContentCache {
  private readonly entries = new Map<string, Entry>();
  private readonly lookups;
  private bytes = 0;

  constructor(
    private readonly config: RunnerConfig,
    metrics: MetricsRegistry,
  ) {
    this.lookups = metrics.counter({
      name: 'botarmy_agent_input_lookups_total',
      help: 'Input documents needed, by whether they were in memory',
      labelNames: ['outcome'],
    });
  }

  get(tenantId: string, sha256: string): string | undefined {
    const key = keyOf(tenantId, sha256);
    const entry = this.entries.get(key);
    this.lookups.inc({ outcome: entry === undefined ? 'missed' : 'found' });
    if (entry === undefined) return undefined;
    this.entries.delete(key);
    this.entries.set(key, entry);
    return entry.text;
  }

  set(tenantId: string, sha256: string, text: string): void {
    const bytes = Buffer.byteLength(text);
    const key = keyOf(tenantId, sha256);
    if (bytes > this.config.INPUT_CACHE_BYTES || this.entries.has(key)) return;
    this.entries.set(key, { text, bytes });
    this.bytes += bytes;
    for (const [oldest, entry] of this.entries) {
      if (this.bytes <= this.config.INPUT_CACHE_BYTES) break;
      this.entries.delete(oldest);
      this.bytes -= entry.bytes;
    }
  }
}

/** The tenant is part of the key: who knows a hash does not thereby own the document. */
function keyOf(tenantId: string, sha256: string): string {
  return `${tenantId}/${sha256}`;
}

import { Injectable } from '@nestjs/common';

import { ProcessVersions } from '../catalogue/process-versions';
import { TenantSourcesReader } from '../publishing/tenant-sources';

/** The agents a tenant's processes use. */
@Injectable()
export class TenantAgents {
  constructor(
    private readonly sources: TenantSourcesReader,
    private readonly versions: ProcessVersions,
  ) {}

  /** By id. */
  async of(tenantId: string): Promise<{ readonly id: string; readonly name: string }[]> {
    const { processes } = await this.sources.read(tenantId);
    const compiled = await Promise.all([...processes.values()].map((each) => this.versions.byHash(each.content_hash)));
    const agents = compiled.flatMap((process) => Object.values(process.agents));
    const byId = new Map(agents.map(({ id, name }) => [id as string, { id: id as string, name }]));
    return [...byId.values()].sort((one, other) => one.id.localeCompare(other.id));
  }
}

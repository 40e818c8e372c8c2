import { Injectable } from '@nestjs/common';

import { Database, Problem } from '@botarmy/chassis';
import type { CompiledProcess } from '@botarmy/process-engine';

import { ProcessCatalogue } from '../catalogue/process-catalogue';
import { ProcessVersions } from '../catalogue/process-versions';
import { compilePublication } from '../publishing/compile-publication';
import { invalidDefinition } from '../publishing/publish-processes';
import { TenantSourcesReader } from '../publishing/tenant-sources';

/** Says which process is meant: a text at hand, a version that was published, or the one at hand. */
export interface ProcessChoice {
  readonly definition?: string | undefined;
  readonly process_version?: string | undefined;
}

/** Finds processes that are not the current ones. */
@Injectable()
export class ProcessVariants {
  constructor(
    private readonly database: Database,
    private readonly versions: ProcessVersions,
    private readonly catalogue: ProcessCatalogue,
    private readonly sources: TenantSourcesReader,
  ) {}

  /**
   * The process a choice means; `usual` where it means none.
   *
   * @throws {Problem} 422 `invalid-definition` with every error, `unknown-process-version`, `process-chosen-twice`.
   */
  async find(
    { definition, process_version }: ProcessChoice,
    usual: CompiledProcess,
    tenantId: string,
  ): Promise<CompiledProcess> {
    if (definition !== undefined && process_version !== undefined) throw chosenTwice();
    if (definition !== undefined) return this.compile(definition, tenantId);
    if (process_version === undefined) return usual;
    const known = await this.database.call<{ version: string; content_hash: string }>(
      'process_versions',
      tenantId,
      usual.name,
    );
    const found = known.find(({ version, content_hash }) => [version, content_hash].includes(process_version));
    if (found === undefined) throw unknownVersion(process_version, usual.name);
    return this.versions.byHash(found.content_hash);
  }

  private async compile(definition: string, tenantId: string): Promise<CompiledProcess> {
    const sources = await this.sources.read(tenantId);
    const result = compilePublication({ definition, agents: [] }, sources, this.catalogue.pools());
    if (!result.ok) throw invalidDefinition(result.errors);
    const [compiled] = result.compiled;
    if (compiled === undefined) throw new Error('a definition compiled to nothing');
    return compiled.process;
  }
}

function chosenTwice(): Problem {
  return new Problem({
    status: 422,
    code: 'process-chosen-twice',
    title: 'Two processes were chosen',
    detail: 'Send a definition or name a version, one of the two.',
  });
}

function unknownVersion(version: string, name: string): Problem {
  return new Problem({
    status: 422,
    code: 'unknown-process-version',
    title: 'Unknown version',
    detail: `There is no version ${version} of ${name}: list them with GET /api/processes/${name}/versions.`,
  });
}

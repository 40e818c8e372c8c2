import { Controller, Get } from '@nestjs/common';

import type { Caller } from '@botarmy/contracts';

import { CurrentCaller } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import { ArtifactVersionQuery } from '../artifacts/artifact-version-query';
import { PathId, ShapedQuery } from '../http/parameters';
import { Describes } from '../openapi/describes.decorator';
import { ArtifactProvenance } from './provenance-views';
import { TraceArtifact } from './trace-artifact';

/** Where artifacts come from. */
@Controller('api/artifacts')
export class ProvenanceController {
  constructor(private readonly tracing: TraceArtifact) {}

  @Get(':artifact_id/provenance')
  @RequiresRole('operator')
  @Describes({
    operationId: 'getArtifactProvenance',
    summary:
      'Where a version comes from: task and attempt, model calls with cost, approvals, the versions it was built from',
    parameters: ['artifact_id'],
    query: ArtifactVersionQuery,
    reply: ArtifactProvenance,
    problems: { 404: ['artifact-not-found'] },
  })
  provenance(
    @PathId('artifact_id') artifact_id: string,
    @ShapedQuery(ArtifactVersionQuery) query: ArtifactVersionQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<ArtifactProvenance> {
    return this.tracing.trace({ artifact_id, ...query }, caller);
  }
}

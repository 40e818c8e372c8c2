import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { compareArtifactVersions, listArtifactVersions, readArtifactOrigin } from '@botarmy/contracts';
import type {
  Caller,
  CompareArtifactVersionsReply,
  CompareArtifactVersionsRequest,
  ListArtifactVersionsReply,
  ListArtifactVersionsRequest,
  ReadArtifactOriginReply,
  ReadArtifactOriginRequest,
} from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';

import { ArtifactHistory } from './artifact-history';

/** Answers questions about versions of one artifact; the tenant is always the caller's. */
@Controller()
export class HistoryController {
  constructor(private readonly history: ArtifactHistory) {}

  @Answers(listArtifactVersions)
  list(@Payload() request: ListArtifactVersionsRequest, @AskedBy() caller: Caller): Promise<ListArtifactVersionsReply> {
    return this.history.list(caller.tenant_id, request);
  }

  @Answers(compareArtifactVersions)
  compare(
    @Payload() request: CompareArtifactVersionsRequest,
    @AskedBy() caller: Caller,
  ): Promise<CompareArtifactVersionsReply> {
    return this.history.compare(caller.tenant_id, request);
  }

  @Answers(readArtifactOrigin)
  origin(@Payload() request: ReadArtifactOriginRequest, @AskedBy() caller: Caller): Promise<ReadArtifactOriginReply> {
    return this.history.origin(caller.tenant_id, request);
  }
}

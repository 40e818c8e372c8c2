import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import {
  adoptArtifacts,
  describeArtifacts,
  findStoredArtifact,
  listArtifacts,
  readArtifact,
  readArtifactVersion,
  storeArtifact,
} from '@botarmy/contracts';
import type {
  AdoptArtifactsReply,
  AdoptArtifactsRequest,
  Caller,
  DescribeArtifactsReply,
  DescribeArtifactsRequest,
  FindStoredArtifactReply,
  FindStoredArtifactRequest,
  ListArtifactsReply,
  ListArtifactsRequest,
  ReadArtifactReply,
  ReadArtifactRequest,
  ReadArtifactVersionReply,
  ReadArtifactVersionRequest,
  StoreArtifactReply,
  StoreArtifactRequest,
} from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';

import { AdoptArtifacts } from './adopt-artifacts';
import { artifactReference } from './artifact-metadata';
import { ArtifactRepository } from './artifact.repository';
import { assertLogicalPath } from './logical-path';
import { ReadArtifacts } from './read-artifacts';
import { StoreArtifact } from './store-artifact';

/** Answers questions about artifacts; the tenant is always the caller's. */
@Controller()
export class ArtifactController {
  constructor(
    private readonly storing: StoreArtifact,
    private readonly adopting: AdoptArtifacts,
    private readonly reading: ReadArtifacts,
    private readonly repository: ArtifactRepository,
  ) {}

  @Answers(storeArtifact)
  store(@Payload() request: StoreArtifactRequest, @AskedBy() caller: Caller): Promise<StoreArtifactReply> {
    return this.storing.store(caller.tenant_id, request);
  }

  @Answers(adoptArtifacts)
  adopt(@Payload() request: AdoptArtifactsRequest, @AskedBy() caller: Caller): Promise<AdoptArtifactsReply> {
    return this.adopting.adopt(caller.tenant_id, request);
  }

  @Answers(findStoredArtifact)
  async findStored(
    @Payload() request: FindStoredArtifactRequest,
    @AskedBy() caller: Caller,
  ): Promise<FindStoredArtifactReply> {
    const { workflow_id: workflowId, path, operation_key: operationKey } = request;
    assertLogicalPath(path);
    const found = await this.repository.findByOperation(caller.tenant_id, { workflowId, path, operationKey });
    return { artifact: found === undefined ? null : artifactReference(found) };
  }

  @Answers(listArtifacts)
  list(@Payload() request: ListArtifactsRequest, @AskedBy() caller: Caller): Promise<ListArtifactsReply> {
    return this.reading.list(caller.tenant_id, request);
  }

  @Answers(describeArtifacts)
  describe(@Payload() request: DescribeArtifactsRequest, @AskedBy() caller: Caller): Promise<DescribeArtifactsReply> {
    return this.reading.describe(caller.tenant_id, request);
  }

  @Answers(readArtifact)
  read(@Payload() request: ReadArtifactRequest, @AskedBy() caller: Caller): Promise<ReadArtifactReply> {
    return this.reading.read(caller.tenant_id, request);
  }

  @Answers(readArtifactVersion)
  readVersion(
    @Payload() request: ReadArtifactVersionRequest,
    @AskedBy() caller: Caller,
  ): Promise<ReadArtifactVersionReply> {
    return this.reading.readVersion(caller.tenant_id, request);
  }
}

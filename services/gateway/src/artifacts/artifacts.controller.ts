import { Controller, Get, Put, Req, Res } from '@nestjs/common';
import type { StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import {
  ArtifactMetadata,
  editArtifact,
  EditArtifactReply,
  listArtifacts,
  ListArtifactsReply,
  ListArtifactsRequest,
  readArtifact,
  ReadArtifactReply,
} from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { CurrentCaller } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import { PathId, ShapedBody, ShapedQuery } from '../http/parameters';
import { serveDownload } from '../http/serve-download';
import { Describes } from '../openapi/describes.decorator';
import { ArtifactVersionQuery } from './artifact-version-query';
import { EditArtifactBody } from './edit-artifact-body';
import { StaleMarks } from './stale-marks';

/** The new version is stored before it counts. */
const EDIT_TIMEOUT_MS = 10_000;
const UNKNOWN = { 404: ['artifact-not-found'] } as const;

/** Artifacts over all workflows of the tenant. */
@Controller('api/artifacts')
export class ArtifactsController {
  constructor(
    private readonly asker: Asker,
    private readonly stale: StaleMarks,
  ) {}

  @Get()
  @RequiresRole('viewer')
  @Describes({
    operationId: 'listArtifacts',
    summary: 'List artifacts',
    query: ListArtifactsRequest,
    reply: ListArtifactsReply,
  })
  list(
    @ShapedQuery(ListArtifactsRequest) query: ListArtifactsRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<ListArtifactsReply> {
    return this.asker.ask(listArtifacts, query, caller);
  }

  @Get(':artifact_id')
  @RequiresRole('viewer')
  @Describes({
    operationId: 'getArtifact',
    summary: 'Metadata of an artifact (specification §6.3.2)',
    parameters: ['artifact_id'],
    query: ArtifactVersionQuery,
    reply: ArtifactMetadata,
    problems: UNKNOWN,
  })
  async metadata(
    @PathId('artifact_id') artifact_id: string,
    @ShapedQuery(ArtifactVersionQuery) query: ArtifactVersionQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<ArtifactMetadata> {
    const { artifact } = await this.asker.ask(readArtifact, { artifact_id, ...query }, caller);
    return this.marked(artifact, query, caller);
  }

  @Get(':artifact_id/content')
  @RequiresRole('viewer')
  @Describes({
    operationId: 'readArtifact',
    summary: 'Metadata and text of an artifact',
    parameters: ['artifact_id'],
    query: ArtifactVersionQuery,
    reply: ReadArtifactReply,
    problems: UNKNOWN,
  })
  async content(
    @PathId('artifact_id') artifact_id: string,
    @ShapedQuery(ArtifactVersionQuery) query: ArtifactVersionQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<ReadArtifactReply> {
    const { artifact, content } = await this.asker.ask(readArtifact, { artifact_id, ...query }, caller);
    return { artifact: await this.marked(artifact, query, caller), content };
  }

  @Put(':artifact_id/content')
  @RequiresRole('operator')
  @Describes({
    operationId: 'editArtifact',
    summary: 'Put a new version of a document; what was built from the old one becomes stale',
    parameters: ['artifact_id'],
    body: EditArtifactBody,
    reply: EditArtifactReply,
    isCommand: true,
    problems: {
      404: ['artifact-not-found', 'workflow-not-found'],
      409: ['artifact-changed', 'workflow-ended', 'another code of the engine'],
    },
  })
  async edit(
    @PathId('artifact_id') artifact_id: string,
    @ShapedBody(EditArtifactBody) body: EditArtifactBody,
    @CurrentCaller() caller: Caller,
  ): Promise<EditArtifactReply> {
    const { artifact } = await this.asker.ask(readArtifact, { artifact_id }, caller);
    const { workflow_id, path } = artifact;
    return this.asker.ask(editArtifact, { workflow_id, path, ...body }, caller, EDIT_TIMEOUT_MS);
  }

  @Get(':artifact_id/download')
  @RequiresRole('viewer')
  @Describes({
    operationId: 'downloadArtifact',
    summary: 'Bytes of an artifact as a file; parts of it by Range',
    parameters: ['artifact_id'],
    query: ArtifactVersionQuery,
    produces: 'application/octet-stream',
    problems: { ...UNKNOWN, 416: ['range-not-satisfiable'], 500: ['artifact-corrupt'] },
  })
  async download(
    @PathId('artifact_id') artifact_id: string,
    @ShapedQuery(ArtifactVersionQuery) query: ArtifactVersionQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    const { artifact, content } = await this.asker.ask(readArtifact, { artifact_id, ...query }, caller);
    const bytes = Buffer.from(content, 'utf8');
    return serveDownload(request, reply, {
      name: artifact.path,
      sizeBytes: bytes.length,
      sha256: artifact.checksum,
      read: (start, end) => [bytes.subarray(start, end + 1)],
    });
  }

  /** An older version is what it is; only the newest one can be outdated. */
  private async marked(
    artifact: ArtifactMetadata,
    { version }: ArtifactVersionQuery,
    caller: Caller,
  ): Promise<ArtifactMetadata> {
    if (version !== undefined) return artifact;
    const [marked = artifact] = await this.stale.mark(artifact.workflow_id, [artifact], caller);
    return marked;
  }
}

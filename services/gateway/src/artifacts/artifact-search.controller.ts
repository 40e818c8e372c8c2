import type { Readable } from 'node:stream';

import { Controller, Get, HttpCode, Post, StreamableFile } from '@nestjs/common';

import {
  compareArtifactVersions,
  CompareArtifactVersionsReply,
  listArtifactVersions,
  ListArtifactVersionsReply,
  searchArtifacts,
  SearchArtifactsReply,
  SearchArtifactsRequest,
} from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { CurrentCaller } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import { attachmentHeader } from '../http/attachment-header';
import { PathId, ShapedBody, ShapedQuery } from '../http/parameters';
import { Describes } from '../openapi/describes.decorator';
import { CompareVersionsQuery, VersionPageQuery } from './artifact-version-query';
import { ZipArtifacts } from './zip-artifacts';
import { ZipArtifactsBody } from './zip-body';

const UNKNOWN = { 404: ['artifact-not-found'] } as const;
const ARCHIVE_PROBLEMS = { 404: ['artifact-not-found'], 413: ['selection-too-large'] } as const;
/** A search may meet a cold index. */
const SEARCH_TIMEOUT_MS = 10_000;

/** Finding artifacts, what changed in them, and taking many at once. */
@Controller('api')
export class ArtifactSearchController {
  constructor(
    private readonly asker: Asker,
    private readonly archives: ZipArtifacts,
  ) {}

  @Get('artifacts/search')
  @RequiresRole('viewer')
  @Describes({
    operationId: 'searchArtifacts',
    summary: 'Find artifacts by words of their name, path and text; hits are marked as pieces of plain text',
    query: SearchArtifactsRequest,
    reply: SearchArtifactsReply,
  })
  search(
    @ShapedQuery(SearchArtifactsRequest) query: SearchArtifactsRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<SearchArtifactsReply> {
    return this.asker.ask(searchArtifacts, query, caller, SEARCH_TIMEOUT_MS);
  }

  @Post('artifacts/zip')
  @HttpCode(200)
  @RequiresRole('viewer')
  @Describes({
    operationId: 'zipArtifacts',
    summary: 'Chosen artifacts as one archive',
    body: ZipArtifactsBody,
    produces: 'application/zip',
    problems: ARCHIVE_PROBLEMS,
  })
  async zip(
    @ShapedBody(ZipArtifactsBody) { artifact_ids, name = 'artifacts' }: ZipArtifactsBody,
    @CurrentCaller() caller: Caller,
  ): Promise<StreamableFile> {
    return archive(await this.archives.ofSelection(artifact_ids, caller), name);
  }

  @Get('workflows/:workflow_id/artifacts/zip')
  @RequiresRole('viewer')
  @Describes({
    operationId: 'zipWorkflowArtifacts',
    summary: 'All artifacts of a workflow as one archive',
    parameters: ['workflow_id'],
    produces: 'application/zip',
    problems: ARCHIVE_PROBLEMS,
  })
  async zipOfWorkflow(
    @PathId('workflow_id') workflow_id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<StreamableFile> {
    return archive(await this.archives.ofWorkflow(workflow_id, caller), workflow_id);
  }

  @Get('artifacts/:artifact_id/versions')
  @RequiresRole('viewer')
  @Describes({
    operationId: 'listArtifactVersions',
    summary: 'Versions of an artifact, newest first',
    parameters: ['artifact_id'],
    query: VersionPageQuery,
    reply: ListArtifactVersionsReply,
    problems: UNKNOWN,
  })
  versions(
    @PathId('artifact_id') artifact_id: string,
    @ShapedQuery(VersionPageQuery) query: VersionPageQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<ListArtifactVersionsReply> {
    return this.asker.ask(listArtifactVersions, { artifact_id, ...query }, caller);
  }

  @Get('artifacts/:artifact_id/diff')
  @RequiresRole('viewer')
  @Describes({
    operationId: 'compareArtifactVersions',
    summary: 'What differs between two versions of an artifact',
    parameters: ['artifact_id'],
    query: CompareVersionsQuery,
    reply: CompareArtifactVersionsReply,
    problems: UNKNOWN,
  })
  compare(
    @PathId('artifact_id') artifact_id: string,
    @ShapedQuery(CompareVersionsQuery) query: CompareVersionsQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<CompareArtifactVersionsReply> {
    return this.asker.ask(compareArtifactVersions, { artifact_id, ...query }, caller);
  }
}

function archive(stream: Readable, name: string): StreamableFile {
  return new StreamableFile(stream, { type: 'application/zip', disposition: attachmentHeader(`${name}.zip`) });
}

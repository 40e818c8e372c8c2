import { Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import {
  deleteUpload,
  getScannerStatus,
  getUpload,
  listUploads,
  ListUploadsReply,
  ListUploadsRequest,
  readUploadPiece,
  readUploadText,
  ReadUploadTextReply,
  ScannerStatusReply,
  UploadView,
} from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { CurrentCaller } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import { PathId, ShapedQuery } from '../http/parameters';
import { serveDownload } from '../http/serve-download';
import { Describes } from '../openapi/describes.decorator';
import { readMultipartFile } from './read-multipart-file';
import { ReceiveFile } from './receive-file';
import { uploadBytes } from './upload-bytes';

const UNKNOWN = { 404: ['upload-not-found'] } as const;
const UNRELEASED = ['upload-not-released', 'upload-infected'] as const;

/** Files from outside (specification §3.5.1): quarantined until they are scanned. */
@Controller('api/uploads')
export class UploadsController {
  constructor(
    private readonly asker: Asker,
    private readonly receiving: ReceiveFile,
  ) {}

  @Post()
  @RequiresRole('operator')
  @Describes({
    operationId: 'uploadFile',
    summary: 'Upload a file; it is quarantined until the scanner has found nothing',
    isUpload: true,
    reply: UploadView,
    status: 201,
    isCommand: true,
    problems: {
      400: ['upload-malformed'],
      409: ['upload-incomplete', 'upload-in-progress'],
      413: ['upload-too-large'],
      415: ['upload-type-not-allowed', 'upload-type-mismatch'],
      422: ['archive-unsafe', 'archive-too-large', 'archive-nested', 'archive-encrypted', 'archive-broken'],
      429: ['upload-rate-exceeded'],
      503: ['scanner-not-configured', 'unavailable'],
    },
  })
  async upload(
    @Req() request: FastifyRequest,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UploadView> {
    const announced = request.headers['content-length'];
    try {
      const file = await readMultipartFile(request);
      return await this.receiving.receive(file, announced === undefined ? undefined : Number(announced), caller);
    } catch (error) {
      // Whatever else the client still sends is not read.
      void reply.header('connection', 'close');
      throw error;
    }
  }

  @Get()
  @RequiresRole('viewer')
  @Describes({
    operationId: 'listUploads',
    summary: 'List uploads, newest first',
    query: ListUploadsRequest,
    reply: ListUploadsReply,
  })
  list(
    @ShapedQuery(ListUploadsRequest) query: ListUploadsRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<ListUploadsReply> {
    return this.asker.ask(listUploads, query, caller);
  }

  @Get('scanner')
  @RequiresRole('viewer')
  @Describes({
    operationId: 'getScannerStatus',
    summary: 'How the virus scanner of uploads is, and how old its signatures are',
    reply: ScannerStatusReply,
  })
  scanner(@CurrentCaller() caller: Caller): Promise<ScannerStatusReply> {
    return this.asker.ask(getScannerStatus, {}, caller);
  }

  @Get(':upload_id')
  @RequiresRole('viewer')
  @Describes({
    operationId: 'getUpload',
    summary: 'Show one upload',
    parameters: ['upload_id'],
    reply: UploadView,
    problems: UNKNOWN,
  })
  get(@PathId('upload_id') upload_id: string, @CurrentCaller() caller: Caller): Promise<UploadView> {
    return this.asker.ask(getUpload, { upload_id }, caller);
  }

  @Get(':upload_id/content')
  @RequiresRole('viewer')
  @Describes({
    operationId: 'downloadUpload',
    summary: 'Bytes of an upload that was released, as a file; parts of it by Range',
    parameters: ['upload_id'],
    produces: 'application/octet-stream',
    problems: { ...UNKNOWN, 409: UNRELEASED, 416: ['range-not-satisfiable'] },
  })
  async content(
    @PathId('upload_id') upload_id: string,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    // Refused before the first byte when it was not released.
    const { upload } = await this.asker.ask(readUploadPiece, { upload_id, index: 0 }, caller);
    return serveDownload(request, reply, {
      name: upload.name,
      sizeBytes: upload.size_bytes,
      sha256: upload.sha256,
      read: (start, end) => uploadBytes(this.asker, upload_id, { start, end }, caller),
    });
  }

  @Get(':upload_id/text')
  @RequiresRole('viewer')
  @Describes({
    operationId: 'readUploadText',
    summary: 'Text that was found in an upload that was released',
    parameters: ['upload_id'],
    reply: ReadUploadTextReply,
    problems: { ...UNKNOWN, 409: [...UNRELEASED, 'upload-without-text'] },
  })
  text(@PathId('upload_id') upload_id: string, @CurrentCaller() caller: Caller): Promise<ReadUploadTextReply> {
    return this.asker.ask(readUploadText, { upload_id }, caller);
  }

  @Delete(':upload_id')
  @HttpCode(204)
  @RequiresRole('operator')
  @Describes({
    operationId: 'deleteUpload',
    summary: 'Remove an upload; its bytes follow with the next sweep',
    parameters: ['upload_id'],
    status: 204,
    isCommand: true,
    problems: UNKNOWN,
  })
  async remove(@PathId('upload_id') upload_id: string, @CurrentCaller() caller: Caller): Promise<void> {
    await this.asker.ask(deleteUpload, { upload_id }, caller);
  }
}

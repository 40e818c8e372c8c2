import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import {
  abandonUpload,
  appendUpload,
  deleteUpload,
  finishUpload,
  getScannerStatus,
  getUpload,
  listUploads,
  openUpload,
  readUploadPiece,
  readUploadText,
} from '@botarmy/contracts';
import type {
  AppendUploadReply,
  AppendUploadRequest,
  Caller,
  FinishUploadRequest,
  ForgetUploadReply,
  ListUploadsReply,
  ListUploadsRequest,
  OpenUploadReply,
  OpenUploadRequest,
  ReadUploadPieceReply,
  ReadUploadPieceRequest,
  ReadUploadTextReply,
  ScannerStatusReply,
  UploadRequest,
  UploadView,
} from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';

import { ReadUploads } from './read-uploads';
import { ReceiveUploads } from './receive-uploads';

/** Answers questions about uploads; the tenant is always the caller's. */
@Controller()
export class UploadController {
  constructor(
    private readonly receiving: ReceiveUploads,
    private readonly reading: ReadUploads,
  ) {}

  @Answers(openUpload)
  open(@Payload() request: OpenUploadRequest, @AskedBy() caller: Caller): Promise<OpenUploadReply> {
    return this.receiving.open(caller, request);
  }

  @Answers(appendUpload)
  append(@Payload() request: AppendUploadRequest, @AskedBy() caller: Caller): Promise<AppendUploadReply> {
    return this.receiving.append(caller, request);
  }

  @Answers(finishUpload)
  finish(@Payload() request: FinishUploadRequest, @AskedBy() caller: Caller): Promise<UploadView> {
    return this.receiving.finish(caller, request);
  }

  @Answers(abandonUpload)
  abandon(@Payload() request: UploadRequest, @AskedBy() caller: Caller): Promise<ForgetUploadReply> {
    return this.receiving.abandon(caller, request);
  }

  @Answers(listUploads)
  list(@Payload() request: ListUploadsRequest, @AskedBy() caller: Caller): Promise<ListUploadsReply> {
    return this.reading.list(caller, request);
  }

  @Answers(getUpload)
  get(@Payload() request: UploadRequest, @AskedBy() caller: Caller): Promise<UploadView> {
    return this.reading.get(caller, request);
  }

  @Answers(readUploadPiece)
  readPiece(@Payload() request: ReadUploadPieceRequest, @AskedBy() caller: Caller): Promise<ReadUploadPieceReply> {
    return this.reading.readPiece(caller, request);
  }

  @Answers(readUploadText)
  readText(@Payload() request: UploadRequest, @AskedBy() caller: Caller): Promise<ReadUploadTextReply> {
    return this.reading.readText(caller, request);
  }

  @Answers(deleteUpload)
  remove(@Payload() request: UploadRequest, @AskedBy() caller: Caller): Promise<ForgetUploadReply> {
    return this.reading.remove(caller, request);
  }

  @Answers(getScannerStatus)
  scannerStatus(@AskedBy() caller: Caller): Promise<ScannerStatusReply> {
    return this.reading.scannerStatus(caller);
  }
}

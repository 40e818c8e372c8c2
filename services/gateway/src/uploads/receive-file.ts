import { createHash } from 'node:crypto';

import { Injectable } from '@nestjs/common';

import { Logger, Problem } from '@botarmy/chassis';
import { abandonUpload, appendUpload, finishUpload, openUpload, UPLOAD_PIECE_BYTES } from '@botarmy/contracts';
import type { Caller, UploadView } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { inPieces } from './in-pieces';
import type { ArrivingFile } from './read-multipart-file';

/** A piece is on disk before it is answered for. */
const PIECE_TIMEOUT_MS = 10_000;
/** The whole file is looked into, archives to their end. */
const FINISH_TIMEOUT_MS = 15_000;
/** What is read of a refused file, so that its sender comes to hear why; a longer one is cut off. */
const MOST_IGNORED_BYTES = 4_194_304;

/** Passes a file on while it arrives: of its bytes one piece is in memory, none on disk here. */
@Injectable()
export class ReceiveFile {
  constructor(
    private readonly asker: Asker,
    private readonly logger: Logger,
  ) {}

  /** @throws {Problem} whatever refuses it; 413 as soon as it is too large. */
  async receive(file: ArrivingFile, announcedBytes: number | undefined, caller: Caller): Promise<UploadView> {
    try {
      const { name, statedType: stated_type } = file;
      const opened = await this.asker.ask(openUpload, { name, stated_type }, caller);
      const { upload_id, max_bytes, upload } = opened;
      if (upload === null) return await this.passOn(file, { upload_id, max_bytes, announcedBytes }, caller);
      await ignore(file, MOST_IGNORED_BYTES);
      return upload;
    } catch (error) {
      await ignore(file, MOST_IGNORED_BYTES).catch(() => undefined);
      throw error;
    }
  }

  private async passOn(
    file: ArrivingFile,
    {
      upload_id,
      max_bytes,
      announcedBytes,
    }: { upload_id: string; max_bytes: number; announcedBytes: number | undefined },
    caller: Caller,
  ): Promise<UploadView> {
    try {
      // The form around the file has at most some hundred bytes.
      if (announcedBytes !== undefined && announcedBytes > max_bytes + 16_384) throw tooLarge(max_bytes);
      const hash = createHash('sha256');
      let size_bytes = 0;
      let index = 0;
      for await (const piece of inPieces(file.bytes, UPLOAD_PIECE_BYTES)) {
        size_bytes += piece.length;
        if (size_bytes > max_bytes) throw tooLarge(max_bytes);
        hash.update(piece);
        const request = { upload_id, index, bytes: piece.toString('base64') };
        await this.asker.ask(appendUpload, request, caller, PIECE_TIMEOUT_MS);
        index += 1;
      }
      const finished = { upload_id, size_bytes, sha256: hash.digest('hex') };
      return await this.asker.ask(finishUpload, finished, caller, FINISH_TIMEOUT_MS);
    } catch (error) {
      await this.abandon(upload_id, caller);
      throw error;
    }
  }

  /** What is left of it goes by itself after an hour when this does not arrive. */
  private async abandon(upload_id: string, caller: Caller): Promise<void> {
    try {
      await this.asker.ask(abandonUpload, { upload_id }, caller);
    } catch (err) {
      this.logger.warn({ err, upload_id }, 'a file that broke off is not forgotten yet');
    }
  }
}

async function ignore({ bytes }: ArrivingFile, mostBytes: number): Promise<void> {
  let ignored = 0;
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    ignored += chunk.length;
    if (ignored > mostBytes) return;
  }
}

function tooLarge(maxBytes: number): Problem {
  return new Problem({
    status: 413,
    code: 'upload-too-large',
    title: 'Upload too large',
    detail: `A file may have ${maxBytes} bytes: split it, or have an administrator raise UPLOAD_MAX_BYTES.`,
    members: { max_bytes: maxBytes },
  });
}

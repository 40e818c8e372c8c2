import { Readable } from 'node:stream';

import { StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Problem } from '@botarmy/chassis';

import { attachmentHeader } from './attachment-header';
import { byteRangeOf, isUnchanged } from './byte-range';

/** A file to hand out, of which any part may be asked for. */
export interface Download {
  /** Becomes the name of the file; only its last part counts. */
  readonly name: string;
  readonly sizeBytes: number;
  /** SHA-256 in hexadecimal: the entity tag. */
  readonly sha256: string;
  /** Bytes from `start` to `end`, both included; not called for no bytes. */
  read(start: number, end: number): Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

/**
 * Answers a download: whole, a part (`Range`, `If-Range`), or 304. The type is never one a browser would run or render, whatever the
 * file says it is.
 * @throws {Problem} 416 `range-not-satisfiable`.
 */
export function serveDownload(
  request: FastifyRequest,
  reply: FastifyReply,
  file: Download,
): StreamableFile | undefined {
  const { sizeBytes, sha256 } = file;
  const etag = `"${sha256}"`;
  void reply.headers({ etag, 'accept-ranges': 'bytes', 'cache-control': 'private, no-cache' });
  if (isUnchanged(request.headers['if-none-match'], etag)) {
    void reply.status(304);
    return undefined;
  }
  const range = byteRangeOf(request.headers, sizeBytes, etag);
  if (range === 'none') {
    void reply.header('content-range', `bytes */${sizeBytes}`);
    throw notSatisfiable(sizeBytes);
  }
  const { start, end } = range === 'all' ? { start: 0, end: sizeBytes - 1 } : range;
  if (range !== 'all') void reply.status(206).header('content-range', `bytes ${start}-${end}/${sizeBytes}`);
  void reply.header('x-content-sha256', sha256);
  const length = end - start + 1;
  return new StreamableFile(Readable.from(length === 0 ? [] : file.read(start, end), { objectMode: false }), {
    type: 'application/octet-stream',
    disposition: attachmentHeader(file.name),
    length,
  });
}

function notSatisfiable(sizeBytes: number): Problem {
  return new Problem({
    status: 416,
    code: 'range-not-satisfiable',
    title: 'Range not satisfiable',
    detail: `The file has ${sizeBytes} bytes: ask for bytes below that.`,
    members: { size_bytes: sizeBytes },
  });
}

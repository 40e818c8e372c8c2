import { readUploadPiece, UPLOAD_PIECE_BYTES } from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import type { Asker } from '@botarmy/messaging';

/**
 * Bytes of an upload from `start` to `end`, both included, piece by piece. Every piece is asked for as its turn comes, and whether
 * the upload is released is decided anew each time.
 */
export async function* uploadBytes(
  asker: Asker,
  upload_id: string,
  { start, end }: { start: number; end: number },
  caller: Caller,
): AsyncGenerator<Buffer> {
  const last = Math.floor(end / UPLOAD_PIECE_BYTES);
  for (let index = Math.floor(start / UPLOAD_PIECE_BYTES); index <= last; index += 1) {
    const { bytes } = await asker.ask(readUploadPiece, { upload_id, index }, caller);
    const piece = Buffer.from(bytes, 'base64');
    const offset = index * UPLOAD_PIECE_BYTES;
    yield piece.subarray(Math.max(0, start - offset), end - offset + 1);
  }
}

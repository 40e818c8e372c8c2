/** The same bytes in pieces of one length, the last one shorter. Holds one piece. */
export async function* inPieces(bytes: AsyncIterable<Buffer>, pieceBytes: number): AsyncGenerator<Buffer> {
  let gathered = Buffer.alloc(pieceBytes);
  let length = 0;
  for await (const chunk of bytes) {
    for (let at = 0; at < chunk.length;) {
      const taken = chunk.copy(gathered, length, at);
      at += taken;
      length += taken;
      if (length < pieceBytes) continue;
      yield gathered;
      gathered = Buffer.alloc(pieceBytes);
      length = 0;
    }
  }
  if (length > 0) yield gathered.subarray(0, length);
}

import { unzipSync } from 'fflate';

import { zipStream } from './zip-stream';

async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
}

describe('a ZIP archive', () => {
  const text = (path: string, content: string, modifiedAt = new Date('2026-01-01T00:00:00Z')) => ({
    path,
    modifiedAt,
    read: () => Promise.resolve(Buffer.from(content, 'utf8')),
  });

  it('holds every file under its path', async () => {
    const entries = [text('a.md', 'first\n'.repeat(10_000)), text('metadata/b.json', '{"ü":1}'), text('empty.md', '')];
    const files = unzipSync(await bytesOf(zipStream(entries)));
    const contents = Object.entries(files).map(([path, bytes]) => [path, Buffer.from(bytes).toString('utf8')]);
    expect(contents).toEqual([
      ['a.md', 'first\n'.repeat(10_000)],
      ['metadata/b.json', '{"ü":1}'],
      ['empty.md', ''],
    ]);
  });

  it('takes files from before there was ZIP', async () => {
    const bytes = await bytesOf(zipStream([text('old.md', 'x', new Date(0))]));
    expect(Object.keys(unzipSync(bytes))).toEqual(['old.md']);
  });

  it('asks for a few files ahead, and for no more until one was taken', async () => {
    const asked: number[] = [];
    const entry = (_: unknown, number: number) => ({
      path: String(number),
      modifiedAt: new Date(),
      read: () => {
        asked.push(number);
        return Promise.resolve(Buffer.from(String(number)));
      },
    });
    const stream = zipStream(Array.from({ length: 20 }, entry));
    await stream.next();
    expect(asked).toEqual([0, 1, 2, 3, 4]);
    await stream.return(undefined);
    expect(asked).toHaveLength(5);
  });

  it('fails with the reason when a file cannot be read', async () => {
    const broken = { path: 'a', modifiedAt: new Date(), read: () => Promise.reject(new Error('lost')) };
    await expect(bytesOf(zipStream([broken]))).rejects.toThrow('lost');
  });
});

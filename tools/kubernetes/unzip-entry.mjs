import { inflateRawSync } from 'node:zlib';

const END_OF_CENTRAL_DIRECTORY = 0x06054b50;
const CENTRAL_ENTRY = 0x02014b50;

/** Content of one file in a zip archive (stored or deflated, below 4 GiB). Throws when there is none of that name. */
export function unzipEntry(archive, name) {
  let end = archive.length - 22;
  while (end >= 0 && archive.readUInt32LE(end) !== END_OF_CENTRAL_DIRECTORY) end -= 1;
  if (end < 0) throw new Error('This is no zip archive: the end of its directory is missing.');
  let position = archive.readUInt32LE(end + 16);
  while (archive.readUInt32LE(position) === CENTRAL_ENTRY) {
    const nameLength = archive.readUInt16LE(position + 28);
    const entryName = archive.toString('utf8', position + 46, position + 46 + nameLength);
    if (entryName === name) return readEntry(archive, position);
    position += 46 + nameLength + archive.readUInt16LE(position + 30) + archive.readUInt16LE(position + 32);
  }
  throw new Error(`The archive holds no file ${name}.`);
}

function readEntry(archive, position) {
  const method = archive.readUInt16LE(position + 10);
  const compressedSize = archive.readUInt32LE(position + 20);
  const local = archive.readUInt32LE(position + 42);
  const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  const content = archive.subarray(start, start + compressedSize);
  if (method === 0) return content;
  if (method === 8) return inflateRawSync(content);
  throw new Error(`The archive is compressed with method ${method}; only stored and deflated files are read.`);
}

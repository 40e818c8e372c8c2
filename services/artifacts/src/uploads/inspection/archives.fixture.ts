import { constants, deflateRawSync, gzipSync } from 'node:zlib';

import { strToU8, zipSync } from 'fflate';
import type { Zippable } from 'fflate';

/** A ZIP archive of these files. */
export function zipOf(files: Readonly<Record<string, string | Uint8Array>>): Buffer {
  const entries: Zippable = {};
  for (const [name, content] of Object.entries(files)) {
    entries[name] = typeof content === 'string' ? strToU8(content) : content;
  }
  return Buffer.from(zipSync(entries));
}

/** A gzip file of a text or bytes. */
export function gzipOf(content: string | Uint8Array): Buffer {
  return gzipSync(content);
}

const MEBIBYTE = 1_048_576;

/** A gzip file of zeros, about a thousandth of what it unpacks to; made of one piece, many times over. */
export function gzipBomb(mebibytes: number): Buffer {
  return Buffer.concat(Array.from({ length: mebibytes }, () => ZEROS.packed));
}

const ZEROS = {
  packed: gzipSync(new Uint8Array(MEBIBYTE)),
  piece: deflateRawSync(new Uint8Array(MEBIBYTE), { finishFlush: constants.Z_FULL_FLUSH }),
};

/** An archive with one entry of zeros: about a thousandth of what it unpacks to. */
export function zipBomb(mebibytes: number): Buffer {
  const name = Buffer.from('zeros.txt');
  const data = Buffer.concat([...Array.from({ length: mebibytes }, () => ZEROS.piece), Buffer.from([3, 0])]);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(8, 4);
  common.writeUInt32LE(data.length, 14);
  common.writeUInt32LE(mebibytes * MEBIBYTE, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name, data]);
  const madeBy = Buffer.from([20, 0]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), madeBy, common, Buffer.alloc(14), name]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

/** An archive in which `name` was replaced, byte by byte, by another of the same length. */
export function withEntryName(archive: Buffer, name: string, other: string): Buffer {
  if (name.length !== other.length) throw new Error('names of the same length are needed');
  return Buffer.from(archive.toString('latin1').replaceAll(name, other), 'latin1');
}

/** Places of the headers of the central directory. */
export function centralHeaders(archive: Buffer): number[] {
  const places: number[] = [];
  for (
    let at = archive.indexOf('PK\x01\x02', 0, 'latin1');
    at !== -1;
    at = archive.indexOf('PK\x01\x02', at + 4, 'latin1')
  ) {
    places.push(at);
  }
  return places;
}

/** An archive changed at the headers of its central directory. */
export function withHeaders(archive: Buffer, change: (header: Buffer, index: number) => void): Buffer {
  const changed = Buffer.from(archive);
  for (const [index, at] of centralHeaders(changed).entries()) change(changed.subarray(at, at + 46), index);
  return changed;
}

import { BundleDigest, BundleError, LONGEST_LINE } from '@botarmy/process-engine';
import type { BundleManifest } from '@botarmy/process-engine';

/**
 * The lines of a bundle as its bytes arrive, without their line feeds; little of it is in memory at a time.
 *
 * @throws {BundleError} `bundle-too-large` for a line no bundle has, `bundle-invalid` for bytes that are no UTF-8.
 */
export async function* linesOfBytes(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  for await (const chunk of bytes) {
    const lines = (rest + decode(decoder, chunk)).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE)
      throw new BundleError('bundle-too-large', 'The file has lines no bundle has: export the workflow again.');
    yield* lines;
  }
  rest += decode(decoder);
  if (rest !== '') yield rest;
}

/**
 * Passes the lines on and, when the last one is through, compares them with the manifest.
 *
 * @throws {BundleError} `bundle-incomplete` or `bundle-tampered`.
 */
export async function* checkedLines(lines: AsyncIterable<string>): AsyncGenerator<string> {
  const digest = new BundleDigest();
  let last: string | undefined;
  for await (const line of lines) {
    if (last !== undefined) digest.add(last);
    last = line;
    yield line;
  }
  const manifest = readManifest(last);
  if (manifest === undefined)
    throw new BundleError('bundle-incomplete', 'The bundle ended before its manifest: export it again.');
  const own = digest.manifest();
  if (own.sha256 !== manifest.sha256 || own.lines !== manifest.lines)
    throw new BundleError('bundle-tampered', 'The bytes are not those the manifest names: export it again.');
}

function decode(decoder: InstanceType<typeof TextDecoder>, chunk?: Uint8Array): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    throw new BundleError('bundle-invalid', 'The file is no text: it is not a bundle.');
  }
}

function readManifest(line: string | undefined): BundleManifest | undefined {
  if (line?.startsWith('{"kind":"manifest"') !== true) return undefined;
  try {
    return JSON.parse(line) as BundleManifest;
  } catch {
    return undefined;
  }
}

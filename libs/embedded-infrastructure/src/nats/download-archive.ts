import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { runCommand } from '../process/run-command';
import { verifySha256 } from './verify-sha256';

const ANSWER_TIMEOUT_MS = 8_000;
const DOWNLOAD_TIMEOUT_MS = 180_000;

/** Downloads a `.tar.gz` by HTTP, checks it and unpacks it into `directory`. */
export async function downloadArchive(url: string, sha256: string, directory: string): Promise<void> {
  const file = join(directory, 'archive.tar.gz');
  const abort = new AbortController();
  const limit = (ms: number, what: string): NodeJS.Timeout =>
    setTimeout(() => abort.abort(new Error(`${what} within ${ms} ms`)), ms);
  let timer = limit(ANSWER_TIMEOUT_MS, 'no answer');
  try {
    const response = await fetch(url, { signal: abort.signal });
    clearTimeout(timer);
    timer = limit(DOWNLOAD_TIMEOUT_MS, 'download not complete');
    if (!response.ok || response.body === null) {
      throw new Error(`the server answers ${response.status} ${response.statusText}`);
    }
    await pipeline(Readable.fromWeb(response.body), createWriteStream(file), { signal: abort.signal });
  } finally {
    clearTimeout(timer);
  }
  await verifySha256(file, sha256);
  await runCommand('tar', ['-xzf', file, '-C', directory], { timeoutMs: 60_000 });
}

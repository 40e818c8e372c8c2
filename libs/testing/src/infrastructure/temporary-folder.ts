import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { isProcessAlive } from '@botarmy/embedded-infrastructure';

const NAME = /^botarmy-(?:test|run)-(\d+)-/;

/** A new folder for this process under the system's temporary folder; its name carries the pid, so that {@link sweepTemporaryFolders} finds it. */
export function createTemporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), `botarmy-test-${process.pid}-`));
}

/** Removes the folders of test processes that were killed before they could do it. */
export function sweepTemporaryFolders(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(NAME.exec(name)?.[1]);
    if (pid > 0 && !isProcessAlive(pid)) {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    }
  }
}

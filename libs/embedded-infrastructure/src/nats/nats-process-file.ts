import { readFileSync, renameSync, writeFileSync } from 'node:fs';

import { commandLineOf, isProcessAlive } from '../process/process-table';

/** What a launcher notes about the server it started. */
export interface NatsProcessFile {
  pid: number;
  port: number;
}

/** Notes the server for the next launcher; appears whole or not at all. */
export function writeNatsProcessFile(file: string, content: NatsProcessFile): void {
  writeFileSync(`${file}.new`, JSON.stringify(content), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** The noted server if it still runs with `configFile`; a number taken over by another program does not count. */
export function findLiveNatsServer(file: string, configFile: string): NatsProcessFile | undefined {
  try {
    const noted = JSON.parse(readFileSync(file, 'utf8')) as NatsProcessFile;
    return isProcessAlive(noted.pid) && commandLineOf(noted.pid).includes(configFile) ? noted : undefined;
  } catch {
    return undefined;
  }
}

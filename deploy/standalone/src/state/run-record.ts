import { readFileSync, rmSync } from 'node:fs';

import { writeAtomically } from './write-atomically';

/** One process that the launcher started, with what tells it from a later process of the same number. */
export interface RecordedProcess {
  readonly name: string;
  readonly pid: number;
  readonly command_line: string;
  readonly port?: number;
}

/** How the launcher was asked to run; `npm run restart` asks the same again. */
export interface RecordedCommand {
  readonly name: 'start' | 'demo' | 'dev';
  readonly arguments: readonly string[];
}

/** `run.json`: what runs now, for `npm run kill`, for a second command, and for the start after a kill -9. */
export interface RunRecord {
  readonly launcher: RecordedProcess;
  readonly command: RecordedCommand;
  readonly started_at: string;
  /** Address of console and API once they answer. */
  readonly url: string | null;
  readonly servers: readonly RecordedProcess[];
  readonly services: readonly RecordedProcess[];
}

/** The recorded run, or undefined when there is none or it was cut off. */
export function readRunRecord(file: string): RunRecord | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as RunRecord;
  } catch {
    return undefined;
  }
}

/** Keeps `run.json` up to date while the launcher runs. */
export class RunRecorder {
  constructor(
    private readonly file: string,
    private record: RunRecord,
  ) {
    this.update({});
  }

  /** Changes some fields and writes the file. */
  update(changes: Partial<RunRecord>): void {
    this.record = { ...this.record, ...changes };
    writeAtomically(this.file, `${JSON.stringify(this.record, undefined, 2)}\n`);
  }

  /** Records a process under its name, in place of an earlier one. */
  put(kind: 'servers' | 'services', entry: RecordedProcess): void {
    this.update({ [kind]: [...this.record[kind].filter(({ name }) => name !== entry.name), entry] });
  }

  /** Removes the file: nothing of this run is left. */
  remove(): void {
    rmSync(this.file, { force: true });
  }
}

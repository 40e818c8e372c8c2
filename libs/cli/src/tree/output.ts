import type { OutputStream } from '../surroundings';
import { plainText } from '../terminal/plain-text';
import { safeJson } from '../terminal/safe-json';

/** Writes results: for people as plain lines, for programs as JSON. Whatever comes from a server is made harmless here. */
export class Output {
  constructor(
    private readonly stdout: OutputStream,
    private readonly stderr: OutputStream,
    readonly isJson: boolean,
  ) {}

  /** The result of a command: the value as JSON, or the lines made of it. */
  show(value: unknown, lines: () => readonly string[]): void {
    if (this.isJson) this.stdout.write(`${safeJson(value, 2)}\n`);
    else this.lines(lines());
  }

  /** One JSON value on a line of its own. */
  jsonLine(value: unknown): void {
    this.stdout.write(`${safeJson(value)}\n`);
  }

  lines(lines: readonly string[]): void {
    for (const line of lines) this.stdout.write(`${plainText(line)}\n`);
  }

  /** A remark that is no part of the result. */
  remark(line: string): void {
    this.stderr.write(`${plainText(line)}\n`);
  }
}

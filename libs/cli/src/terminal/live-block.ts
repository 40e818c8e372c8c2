import type { OutputStream } from '../surroundings';

const cursorUp = (lines: number): string => `\u001b[${lines}A`;
const CLEAR_TO_END = '\u001b[0J';

/** Lines at the bottom of a terminal that are drawn again in place. They must be no wider than the terminal. */
export class LiveBlock {
  private lines: readonly string[] = [];

  constructor(private readonly stream: OutputStream) {}

  /** Draws the block anew, in one write; does nothing when nothing changed. */
  update(lines: readonly string[]): void {
    if (lines.length === this.lines.length && lines.every((line, index) => line === this.lines[index])) return;
    this.stream.write(`${this.erasure()}${lines.map((line) => `${line}\n`).join('')}`);
    this.lines = lines;
  }

  /** Takes the block away, so that other lines may be printed; the next update draws it below them. */
  clear(): void {
    if (this.lines.length > 0) this.stream.write(this.erasure());
    this.lines = [];
  }

  private erasure(): string {
    return this.lines.length === 0 ? '' : `${cursorUp(this.lines.length)}\r${CLEAR_TO_END}`;
  }
}

/** What a live block draws on: `process.stdout` or a stand-in. */
export interface Screen {
  readonly columns?: number;
  write(text: string): unknown;
}

const CURSOR_UP = (lines: number): string => `\u001b[${lines}A`;
const CLEAR_TO_END = '\u001b[0J';

/** Some lines at the bottom of a terminal that are drawn again in place; other lines may be printed above them. */
export class LiveBlock {
  private lines: readonly string[] = [];

  constructor(private readonly screen: Screen) {}

  /** Draws the block anew. Lines are cut to the width, or they would wrap and shift the block. */
  update(lines: readonly string[]): void {
    const width = (this.screen.columns ?? 80) - 1;
    const cut = lines.map((line) => Array.from(line).slice(0, width).join(''));
    if (cut.length === this.lines.length && cut.every((line, index) => line === this.lines[index])) return;
    this.screen.write(`${this.erase()}${cut.map((line) => `${line}\n`).join('')}`);
    this.lines = cut;
  }

  /** Removes the block; the next update draws it below whatever was printed meanwhile. */
  clear(): void {
    this.screen.write(this.erase());
    this.lines = [];
  }

  /** Leaves the block as it is and forgets it. */
  finish(): void {
    this.lines = [];
  }

  private erase(): string {
    return this.lines.length === 0 ? '' : `${CURSOR_UP(this.lines.length)}\r${CLEAR_TO_END}`;
  }
}

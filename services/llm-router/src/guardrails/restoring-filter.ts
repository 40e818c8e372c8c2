import type { TextFilter } from './redacting-filter';
import { PLACEHOLDER_BEGUN } from './vault';

/** Longer than any placeholder. */
const LONGEST = 48;

/** Puts values back while an answer streams; a placeholder that arrives in pieces is put together first. */
export class RestoringFilter implements TextFilter {
  private buffer = '';

  constructor(private readonly restore: (text: string) => string) {}

  add(piece: string): string {
    this.buffer += piece;
    const tail = this.buffer.slice(-LONGEST);
    const open = tail.lastIndexOf('[');
    const isBegun = open !== -1 && PLACEHOLDER_BEGUN.test(tail.slice(open));
    const cut = isBegun ? this.buffer.length - tail.length + open : this.buffer.length;
    const passed = this.restore(this.buffer.slice(0, cut));
    this.buffer = this.buffer.slice(cut);
    return passed;
  }

  end(): string {
    const rest = this.restore(this.buffer);
    this.buffer = '';
    return rest;
  }
}

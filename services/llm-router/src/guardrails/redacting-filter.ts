import { replaceFindings } from './guard-text';
import type { GuardTools } from './guard-text';

/** A text that passes in pieces; what `add` and `end` give may go on. */
export interface TextFilter {
  add(piece: string): string;
  end(): string;
}

/** More characters than anything that is found can have across spaces, private keys aside. */
const HELD_BACK = 400;
/** A row of characters without a space is held back whole up to here; longer ones are no single thing that is looked for. */
const MOST_HELD_BACK = 24_576;

/**
 * Replaces what is found in an answer while it streams. The end of the text is held back until nothing found can reach into what
 * passes, so that a value that arrives in pieces is still seen whole.
 */
export class RedactingFilter implements TextFilter {
  private buffer = '';
  private lookAtLength = HELD_BACK;

  constructor(private readonly tools: GuardTools) {}

  /** @throws {BlockedText} */
  add(piece: string): string {
    this.buffer += piece;
    return this.buffer.length <= this.lookAtLength ? '' : this.pass(false);
  }

  /** @throws {BlockedText} */
  end(): string {
    return this.pass(true);
  }

  private pass(isEnd: boolean): string {
    const findings = this.tools.detection.find(this.buffer);
    let cut = isEnd ? this.buffer.length : this.lastSafePlace();
    for (const { start, end, from = start } of findings.toReversed()) if (from < cut && end > cut) cut = from;
    const passing = findings.filter(({ end }) => end <= cut);
    const passed = replaceFindings(this.buffer.slice(0, cut), passing, 'output', this.tools);
    this.buffer = this.buffer.slice(cut);
    // Looked at again when it has grown by some part: the time for a text grows with the text alone.
    this.lookAtLength = Math.max(HELD_BACK, this.buffer.length + Math.max(64, this.buffer.length >> 3));
    return passed;
  }

  /** The last beginning of a word that lies far enough back. */
  private lastSafePlace(): number {
    const horizon = this.buffer.length - HELD_BACK;
    for (let at = horizon; at > 0; at -= 1) if (isSpace(this.buffer[at - 1])) return at;
    return this.buffer.length > MOST_HELD_BACK ? Math.max(0, horizon) : 0;
  }
}

function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\n' || character === '\t' || character === '\r';
}

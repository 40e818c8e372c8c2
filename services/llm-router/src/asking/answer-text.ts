import { ProviderFailure } from '../providers/provider-failure';

/**
 * The text of an answer as it grows. Neither PostgreSQL nor JSON takes every string a model may produce: NUL and halves of
 * surrogate pairs are replaced, and a pair that arrives in two pieces is put together first.
 */
export class AnswerText {
  private text = '';
  private bytes = 0;
  private heldBack = '';

  constructor(private readonly maxBytes: number) {}

  /** The whole text so far. */
  get value(): string {
    return this.text;
  }

  /**
   * Adds a piece; returns what may be passed on of it.
   *
   * @throws {ProviderFailure} `answer-too-large`.
   */
  add(piece: string): string {
    let arrived = this.heldBack + piece;
    this.heldBack = '';
    if (isHighSurrogate(arrived.at(-1))) {
      this.heldBack = arrived.slice(-1);
      arrived = arrived.slice(0, -1);
    }
    return this.append(arrived);
  }

  /** Counts characters that are part of the answer but not of its text, such as a tool's arguments. */
  addUnseen(characters: number): void {
    this.count(characters);
  }

  /** The rest, once nothing more comes. */
  end(): string {
    const rest = this.heldBack;
    this.heldBack = '';
    return this.append(rest);
  }

  private append(arrived: string): string {
    const clean = arrived.replaceAll('\u0000', '\uFFFD').toWellFormed();
    this.count(Buffer.byteLength(clean));
    this.text += clean;
    return clean;
  }

  private count(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes > this.maxBytes) throw new ProviderFailure('answer-too-large');
  }
}

function isHighSurrogate(character: string | undefined): boolean {
  return character !== undefined && character >= '\uD800' && character <= '\uDBFF';
}

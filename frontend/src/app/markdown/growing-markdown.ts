import { renderMarkdown } from './render-markdown';
import { finishedLength } from './split-blocks';

/** Renders a text that grows at its end: finished blocks are rendered once, only the unfinished tail again and again. */
export class GrowingMarkdown {
  #text = '';
  #finished: string[] = [];
  #finishedLength = 0;

  constructor(private readonly headingOffset: number) {}

  /** HTML of each block; blocks before the last keep their place and content while the text only grows. */
  render(text: string): readonly string[] {
    if (!text.startsWith(this.#text)) {
      this.#finished = [];
      this.#finishedLength = 0;
    }
    this.#text = text;
    const end = finishedLength(text, this.#finishedLength);
    if (end > this.#finishedLength) {
      this.#finished = [...this.#finished, renderMarkdown(text.slice(this.#finishedLength, end), this.headingOffset)];
      this.#finishedLength = end;
    }
    const tail = text.slice(this.#finishedLength);
    return tail.trim() === '' ? this.#finished : [...this.#finished, renderMarkdown(tail, this.headingOffset)];
  }
}

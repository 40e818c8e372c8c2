import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  effect,
  inject,
  input,
  signal,
  untracked,
} from '@angular/core';

import { GrowingMarkdown } from './growing-markdown';

/** A markdown text, rendered at most once per animation frame however fast it grows. */
@Component({
  selector: 'app-markdown',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'prose block' },
  template: `
    @for (block of blocks(); track $index) {
      <div [innerHTML]="block"></div>
    }
  `,
})
export class Markdown {
  readonly text = input.required<string>();
  /** How many levels the text's headings stand below the page's `h1`. */
  readonly headingOffset = input(1);

  protected readonly blocks = signal<readonly string[]>([]);
  #growing: GrowingMarkdown | undefined;
  #frame: number | undefined;

  constructor() {
    effect(() => {
      this.text();
      untracked(() => this.#schedule());
    });
    inject(DestroyRef).onDestroy(() => this.#frame !== undefined && cancelAnimationFrame(this.#frame));
  }

  #schedule(): void {
    if (this.#growing === undefined) return this.#render();
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.#render();
    });
  }

  #render(): void {
    this.#growing ??= new GrowingMarkdown(this.headingOffset());
    this.blocks.set(this.#growing.render(this.text()));
  }
}

import { DestroyRef, Directive, ElementRef, inject } from '@angular/core';

const nearEndPx = 48;

/** Keeps a scrolling box at its end while it grows, unless the reader has scrolled up. */
@Directive({ selector: '[appStickToEnd]', host: { '(scroll)': 'scrolled()' } })
export class StickToEnd {
  readonly #box = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  #isAtEnd = true;

  constructor() {
    const observer = new MutationObserver(() => {
      if (this.#isAtEnd) this.#box.scrollTop = this.#box.scrollHeight;
    });
    observer.observe(this.#box, { childList: true, subtree: true, characterData: true });
    inject(DestroyRef).onDestroy(() => observer.disconnect());
  }

  protected scrolled(): void {
    this.#isAtEnd = this.#box.scrollHeight - this.#box.scrollTop - this.#box.clientHeight < nearEndPx;
  }
}

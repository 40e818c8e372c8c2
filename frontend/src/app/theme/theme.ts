import { DOCUMENT, Injectable, computed, effect, inject, signal } from '@angular/core';

/** What a user may choose; `system` follows the device. */
export type ThemeChoice = 'light' | 'dark' | 'system';

const storageKey = 'botarmy.theme';

function isChoice(value: unknown): value is ThemeChoice {
  return value === 'light' || value === 'dark' || value === 'system';
}

/** The colour scheme. `public/theme.js` applies the same rule before the first paint. */
@Injectable({ providedIn: 'root' })
export class Theme {
  readonly #document = inject(DOCUMENT);
  readonly #choice = signal<ThemeChoice>(this.#stored());
  readonly #systemIsDark = signal(false);

  readonly choice = this.#choice.asReadonly();
  readonly isDark = computed(() => this.#choice() === 'dark' || (this.#choice() === 'system' && this.#systemIsDark()));

  constructor() {
    const media = this.#document.defaultView?.matchMedia('(prefers-color-scheme: dark)');
    this.#systemIsDark.set(media?.matches ?? false);
    media?.addEventListener('change', (event) => this.#systemIsDark.set(event.matches));
    effect(() => this.#document.documentElement.classList.toggle('dark', this.isDark()));
  }

  /** Applies and remembers the choice; without storage it holds until the page is closed. */
  choose(choice: ThemeChoice): void {
    this.#choice.set(choice);
    try {
      this.#document.defaultView?.localStorage.setItem(storageKey, choice);
    } catch {
      // Storage may be forbidden; the choice then lives as long as the page.
    }
  }

  #stored(): ThemeChoice {
    try {
      const stored = this.#document.defaultView?.localStorage.getItem(storageKey);
      return isChoice(stored) ? stored : 'system';
    } catch {
      return 'system';
    }
  }
}

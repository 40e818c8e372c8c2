import { DOCUMENT, DestroyRef, Injectable, computed, inject, signal } from '@angular/core';

/** A key, or two keys one after the other as in `g w`. */
export interface Shortcut {
  readonly keys: string;
  readonly label: string;
  readonly run: () => void;
}

const storageKey = 'botarmy.shortcuts';
const sequenceMs = 1_200;

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;
}

/** Single-key shortcuts. They may be turned off (WCAG 2.1.4) and never act while somebody types or a dialog is open. */
@Injectable({ providedIn: 'root' })
export class Shortcuts {
  readonly #document = inject(DOCUMENT);
  readonly #registered = signal<readonly Shortcut[]>([]);
  readonly #isEnabled = signal(this.#stored());
  #pending = '';
  #pendingUntilMs = 0;

  readonly isEnabled = this.#isEnabled.asReadonly();
  readonly registered = computed(() => this.#registered());

  constructor() {
    this.#document.addEventListener('keydown', (event) => this.#pressed(event));
  }

  /** Adds shortcuts for as long as the calling component lives. Call in an injection context. */
  register(...shortcuts: readonly Shortcut[]): void {
    this.#registered.update((registered) => [...registered, ...shortcuts]);
    inject(DestroyRef).onDestroy(() =>
      this.#registered.update((registered) => registered.filter((shortcut) => !shortcuts.includes(shortcut))),
    );
  }

  /** Turns all shortcuts on or off and remembers it. */
  enable(isEnabled: boolean): void {
    this.#isEnabled.set(isEnabled);
    try {
      this.#document.defaultView?.localStorage.setItem(storageKey, isEnabled ? 'on' : 'off');
    } catch {
      // Storage may be forbidden; the choice then lives as long as the page.
    }
  }

  #pressed(event: KeyboardEvent): void {
    if (!this.#isEnabled() || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (isTyping(event.target) || this.#document.querySelector('.cdk-dialog-container') !== null) return;
    const sequence = event.timeStamp <= this.#pendingUntilMs ? `${this.#pending} ${event.key}` : event.key;
    const found =
      this.#registered().findLast(({ keys }) => keys === sequence) ??
      this.#registered().findLast(({ keys }) => keys === event.key);
    if (found !== undefined) {
      event.preventDefault();
      this.#pendingUntilMs = 0;
      found.run();
      return;
    }
    this.#pending = event.key;
    this.#pendingUntilMs = event.timeStamp + sequenceMs;
  }

  #stored(): boolean {
    try {
      return this.#document.defaultView?.localStorage.getItem(storageKey) !== 'off';
    } catch {
      return true;
    }
  }
}

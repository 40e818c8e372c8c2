import { Injectable, signal } from '@angular/core';

/** Something worth a line that is not tied to one place of the page. */
export interface Notice {
  readonly id: number;
  readonly level: 'info' | 'warning' | 'error';
  readonly message: string;
}

const shownAtMost = 3;
const infoLifetimeMs = 6_000;

/** Short messages in the corner: information goes by itself, warnings and errors stay until dismissed. */
@Injectable({ providedIn: 'root' })
export class Notices {
  readonly #notices = signal<readonly Notice[]>([]);
  #nextId = 1;

  readonly shown = this.#notices.asReadonly();

  /** Shows a message; the oldest gives way when there are too many. */
  show(level: Notice['level'], message: string): void {
    const notice: Notice = { id: this.#nextId, level, message };
    this.#nextId += 1;
    this.#notices.update((notices) => [...notices, notice].slice(-shownAtMost));
    if (level === 'info') setTimeout(() => this.dismiss(notice.id), infoLifetimeMs);
  }

  /** Takes a message away. */
  dismiss(id: number): void {
    this.#notices.update((notices) => notices.filter((notice) => notice.id !== id));
  }
}

import { Injectable, inject, signal } from '@angular/core';
import { merge } from 'rxjs';

import { LiveConnection } from '../../../live/live-connection';
import { Refresh } from '../../../live/refresh';
import { ConversationClient } from './conversation-client';

/** How many messages the user has not seen: the number beside the navigation's entry. */
@Injectable({ providedIn: 'root' })
export class UnreadMessages {
  readonly #client = inject(ConversationClient);
  readonly #count = signal(0);
  readonly #refresh = new Refresh(() => this.#load());

  readonly count = this.#count.asReadonly();

  constructor() {
    const live = inject(LiveConnection);
    merge(live.on('alert'), live.reopened).subscribe(() => this.refresh());
  }

  /** Asks again how many there are. */
  refresh(): void {
    this.#refresh.request();
  }

  async #load(): Promise<void> {
    try {
      this.#count.set((await this.#client.unread()).unread_messages);
    } catch {
      // The number is an ornament of the navigation; the conversations say what is wrong.
    }
  }
}

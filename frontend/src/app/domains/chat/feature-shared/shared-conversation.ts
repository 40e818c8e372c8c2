import { ChangeDetectionStrategy, Component, DOCUMENT, inject, signal } from '@angular/core';
import { Card } from '@ui/card/card';
import { Skeleton } from '@ui/skeleton/skeleton';

import { InstantPipe } from '../../../format/format-pipes';
import { problemFrom } from '../../../http/problem';
import type { Problem } from '../../../http/problem';
import { Markdown } from '../../../markdown/markdown';
import { ProblemPanel } from '../../../problem-panel/problem-panel';
import type { SharedConversation } from '../data/conversation';
import { ConversationClient } from '../data/conversation-client';

/** What a link shows, to whoever has it. The secret stands behind the `#` and goes to the platform in a body alone. */
@Component({
  selector: 'app-shared',
  imports: [Card, InstantPipe, Markdown, ProblemPanel, Skeleton],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'mx-auto block min-h-dvh w-full max-w-3xl px-4 py-6' },
  template: `
    @if (problem(); as problem) {
      <main uiCard>
        <h1 class="sr-only">Shared conversation</h1>
        <app-problem-panel [problem]="problem" [canRetry]="problem.status !== 404" (retry)="load()" />
      </main>
    } @else if (conversation(); as shared) {
      <main>
        <h1 class="text-lg font-semibold break-words">{{ shared.title }}</h1>
        <p class="mt-1 mb-4 text-[0.8125rem] text-muted-foreground">
          Shared {{ shared.shared_at | instant }}; the link ends {{ shared.expires_at | instant }}.
        </p>
        <div uiCard class="space-y-5 px-4 py-4">
          @for (message of messages(); track message.seq) {
            <article>
              <p class="mb-1 flex flex-wrap gap-x-2 text-xs text-muted-foreground">
                <span class="font-medium text-foreground">{{ message.author_name }}</span>
                <time [attr.datetime]="message.timestamp">{{ message.timestamp | instant }}</time>
              </p>
              @if (message.role === 'assistant') {
                <app-markdown [text]="message.content" />
              } @else {
                <p class="break-words whitespace-pre-wrap" [textContent]="message.content"></p>
              }
            </article>
          } @empty {
            <p class="text-muted-foreground">Nothing was said.</p>
          }
        </div>
      </main>
    } @else {
      <main aria-busy="true">
        <h1 class="sr-only">Loading the shared conversation</h1>
        <span uiSkeleton class="h-7 w-1/2"></span>
        <span uiSkeleton class="mt-4 h-72 w-full"></span>
      </main>
    }
  `,
})
export class SharedConversationPage {
  readonly #client = inject(ConversationClient);
  readonly #token = (inject(DOCUMENT).location?.hash ?? '').replace(/^#/, '');

  protected readonly conversation = signal<SharedConversation | undefined>(undefined);
  protected readonly messages = signal<SharedConversation['messages']>([]);
  protected readonly problem = signal<Problem | undefined>(undefined);

  constructor() {
    void this.load();
  }

  protected async load(): Promise<void> {
    this.problem.set(undefined);
    this.messages.set([]);
    try {
      let after: number | null = 0;
      while (after !== null) {
        const page: SharedConversation = await this.#client.shared(this.#token, after);
        this.messages.update((messages) => [...messages, ...page.messages]);
        this.conversation.set(page);
        after = page.next_cursor;
      }
    } catch (error) {
      this.conversation.set(undefined);
      this.problem.set(problemFrom(error));
    }
  }
}

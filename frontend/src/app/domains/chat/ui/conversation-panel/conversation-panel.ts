import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { LucideSend } from '@lucide/angular';
import { Badge } from '@ui/badge/badge';
import { Button } from '@ui/button/button';
import { FieldError, Textarea } from '@ui/field/field';
import { Skeleton } from '@ui/skeleton/skeleton';

import { AgoPipe, InstantPipe } from '../../../../format/format-pipes';
import { injectNow } from '../../../../format/now';
import { LiveConnection } from '../../../../live/live-connection';
import { Markdown } from '../../../../markdown/markdown';
import { ProblemPanel } from '../../../../problem-panel/problem-panel';
import { StickToEnd } from '../../../../scrolling/stick-to-end';
import { SessionStore } from '../../../../session/session-store';
import type { Message } from '../../data/conversation';
import { ConversationStore } from './conversation-store';
import { suggestionsFor } from './suggestions';
import type { Suggestion } from './suggestions';

/** A conversation: what was said, what is being written, and where to write. */
@Component({
  selector: 'app-conversation-panel',
  imports: [
    AgoPipe,
    Badge,
    Button,
    FieldError,
    InstantPipe,
    LucideSend,
    Markdown,
    ProblemPanel,
    Skeleton,
    StickToEnd,
    Textarea,
  ],
  providers: [ConversationStore],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'flex min-h-0 flex-col' },
  templateUrl: './conversation-panel.html',
})
export class ConversationPanel {
  /** The conversation to show; without one the thread of the workflow. */
  readonly conversationId = input<string>();
  readonly workflowId = input<string>();

  protected readonly store = inject(ConversationStore);
  protected readonly session = inject(SessionStore);
  protected readonly now = injectNow(30_000);
  protected readonly draft = signal('');
  protected readonly suggestions = computed(() => suggestionsFor(this.draft(), this.store.completions()));
  /** Said once an answer is whole: nobody wants to hear it grow. */
  protected readonly announcement = computed(() => {
    const seen = this.store.seenSeq();
    const answers = this.store.messages().filter(({ role, seq }) => role !== 'user' && seq > seen);
    const last = answers.findLast(({ status }) => status !== 'pending');
    return last === undefined ? '' : `${last.author_name} answered.`;
  });
  /** One key per draft, so that a second click on a slow line says it once. */
  #key = crypto.randomUUID();

  constructor() {
    const live = inject(LiveConnection);
    effect(() => {
      this.conversationId();
      this.workflowId();
      untracked(() => this.load());
    });
    effect((onCleanup) => {
      const id = this.store.conversation()?.id;
      if (id !== undefined) onCleanup(live.followConversation(id));
    });
  }

  protected load(): void {
    const id = this.conversationId();
    const workflowId = this.workflowId();
    if (id !== undefined) void this.store.show(id);
    else if (workflowId !== undefined) void this.store.showWorkflow(workflowId);
  }

  protected isOwn({ role, author_id: author }: Message): boolean {
    return role === 'user' && author === this.session.user()?.id;
  }

  protected textOf({ id, content, status }: Message): string {
    return status === 'pending' ? (this.store.drafts()[id] ?? '') : content;
  }

  protected take({ text }: Suggestion, control: HTMLTextAreaElement): void {
    this.draft.set(text);
    control.value = text;
    control.focus();
  }

  protected pressed(event: KeyboardEvent, control: HTMLTextAreaElement): void {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void this.send(control);
  }

  protected async send(control: HTMLTextAreaElement): Promise<void> {
    const content = this.draft().trim();
    if (content === '') return;
    if (!(await this.store.send(content, this.#key))) {
      // What was refused is another message once it is changed.
      this.#key = crypto.randomUUID();
      return;
    }
    this.#key = crypto.randomUUID();
    this.draft.set('');
    control.value = '';
  }
}

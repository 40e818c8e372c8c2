import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { LucideMessageSquare } from '@lucide/angular';
import { Button } from '@ui/button/button';
import { Card } from '@ui/card/card';
import { Empty } from '@ui/empty/empty';
import { Label, Select } from '@ui/field/field';
import { Skeleton } from '@ui/skeleton/skeleton';

import { AgoPipe, IdAsNamePipe } from '../../../format/format-pipes';
import { injectNow } from '../../../format/now';
import { ProblemPanel } from '../../../problem-panel/problem-panel';
import { SessionStore } from '../../../session/session-store';
import { ConversationPanel } from '../ui/conversation-panel/conversation-panel';
import { ChatStore } from './chat-store';

/** The user's conversations beside the one that is open. */
@Component({
  selector: 'app-chat',
  imports: [
    AgoPipe,
    Button,
    Card,
    ConversationPanel,
    Empty,
    IdAsNamePipe,
    Label,
    LucideMessageSquare,
    ProblemPanel,
    RouterLink,
    Select,
    Skeleton,
  ],
  providers: [ChatStore],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './chat.html',
})
export class Chat {
  readonly conversationId = input<string>();

  protected readonly store = inject(ChatStore);
  protected readonly session = inject(SessionStore);
  protected readonly now = injectNow(30_000);
  protected readonly shown = computed(() => this.store.conversations().find(({ id }) => id === this.conversationId()));
  readonly #router = inject(Router);

  protected async begin(agentId: string): Promise<void> {
    if (agentId === '') return;
    const id = await this.store.open(agentId);
    if (id !== undefined) await this.#router.navigate(['/chat', id]);
  }
}

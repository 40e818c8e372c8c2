import { inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { patchState, signalStore, withHooks, withMethods, withState } from '@ngrx/signals';
import { merge } from 'rxjs';

import { problemFrom } from '../../../http/problem';
import type { Problem } from '../../../http/problem';
import { LiveConnection } from '../../../live/live-connection';
import { Refresh } from '../../../live/refresh';
import type { Completions, Conversation } from '../data/conversation';
import { ConversationClient } from '../data/conversation-client';

interface ChatState {
  readonly phase: 'loading' | 'loaded' | 'failed';
  readonly conversations: readonly Conversation[];
  readonly nextCursor: string | null;
  readonly agents: Completions['agents'];
  readonly isOpening: boolean;
  readonly problem: Problem | null;
}

/** The user's conversations, kept current by the socket's news. */
export const ChatStore = signalStore(
  withState<ChatState>({
    phase: 'loading',
    conversations: [],
    nextCursor: null,
    agents: [],
    isOpening: false,
    problem: null,
  }),
  withMethods((store, client = inject(ConversationClient)) => ({
    async load(): Promise<void> {
      try {
        const [page, { agents }] = await Promise.all([client.list(), client.completions(null)]);
        const { conversations, next_cursor: nextCursor } = page;
        patchState(store, { phase: 'loaded', conversations, nextCursor, agents, problem: null });
      } catch (error) {
        patchState(store, { phase: 'failed', problem: problemFrom(error) });
      }
    },
    async loadMore(): Promise<void> {
      const cursor = store.nextCursor();
      if (cursor === null) return;
      try {
        const page = await client.list(undefined, cursor);
        const conversations = [...store.conversations(), ...page.conversations];
        patchState(store, { conversations, nextCursor: page.next_cursor });
      } catch (error) {
        patchState(store, { problem: problemFrom(error) });
      }
    },
    /** Begins a conversation; its id, or undefined with `problem` saying why not. */
    async open(agentId: string): Promise<string | undefined> {
      patchState(store, { isOpening: true, problem: null });
      try {
        return (await client.open({ agent_id: agentId }, crypto.randomUUID())).id;
      } catch (error) {
        patchState(store, { problem: problemFrom(error) });
        return undefined;
      } finally {
        patchState(store, { isOpening: false });
      }
    },
  })),
  withHooks((store, live = inject(LiveConnection)) => {
    const refresh = new Refresh(() => store.load());
    const news = merge(live.on('conversation_message'), live.reopened).pipe(takeUntilDestroyed());
    return {
      onInit: () => {
        void store.load();
        news.subscribe(() => refresh.request());
      },
      onDestroy: () => refresh.stop(),
    };
  }),
);

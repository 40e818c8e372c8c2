import { computed, inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { patchState, signalStore, withComputed, withHooks, withMethods, withState } from '@ngrx/signals';
import { merge } from 'rxjs';

import { problemFrom } from '../../../../http/problem';
import type { Problem } from '../../../../http/problem';
import type { FrameOf } from '../../../../live/frame';
import { LiveConnection } from '../../../../live/live-connection';
import { Refresh } from '../../../../live/refresh';
import type { Completions, Conversation, Message } from '../../data/conversation';
import { ConversationClient } from '../../data/conversation-client';
import { UnreadMessages } from '../../data/unread-messages';

interface ConversationState {
  readonly phase: 'loading' | 'loaded' | 'failed';
  /** Null for a workflow about which nobody has said anything. */
  readonly conversation: Conversation | null;
  readonly workflowId: string | null;
  readonly messages: readonly Message[];
  readonly hasOlder: boolean;
  /** Number of the last message that was there at first: what came later is news. */
  readonly seenSeq: number;
  /** What agents have written so far of the answers to come, by message. */
  readonly drafts: Readonly<Record<string, string>>;
  readonly completions: Completions;
  readonly isSending: boolean;
  readonly problem: Problem | null;
  readonly sendProblem: Problem | null;
}

const nothing: ConversationState = {
  phase: 'loading',
  conversation: null,
  workflowId: null,
  messages: [],
  hasOlder: false,
  seenSeq: 0,
  drafts: {},
  completions: { commands: [], agents: [] },
  isSending: false,
  problem: null,
  sendProblem: null,
};

/** One conversation, kept current by the socket's news and shown while agents write. */
export const ConversationStore = signalStore(
  withState(nothing),
  withComputed(({ messages }) => ({
    writing: computed(() => messages().filter(({ status }) => status === 'pending')),
  })),
  withMethods((store, client = inject(ConversationClient), unread = inject(UnreadMessages)) => {
    const isShown = (id: string): boolean => store.conversation()?.id === id;
    const add = (fresh: readonly Message[]): void => {
      const byId = new Map([...store.messages(), ...fresh].map((message) => [message.id, message]));
      patchState(store, { messages: [...byId.values()].sort((one, other) => one.seq - other.seq) });
    };
    const markRead = async (id: string): Promise<void> => {
      const seq = store.messages().at(-1)?.seq;
      if (seq === undefined) return;
      try {
        if ((await client.markRead(id, seq)).changed) unread.refresh();
      } catch {
        // It is noted with the next message.
      }
    };
    const readFirst = async (conversation: Conversation): Promise<void> => {
      const page = await client.messages(conversation.id);
      const hasOlder = page.next_cursor !== null;
      const { messages } = page;
      const seenSeq = messages.at(-1)?.seq ?? 0;
      patchState(store, { phase: 'loaded', conversation, messages, hasOlder, seenSeq, problem: null });
      await markRead(conversation.id);
    };
    const complete = async (workflowId: string | null): Promise<void> => {
      try {
        patchState(store, { completions: await client.completions(workflowId) });
      } catch {
        // Without help the message can still be written.
      }
    };
    return {
      /** Shows a conversation by its id. */
      async show(id: string): Promise<void> {
        patchState(store, nothing);
        try {
          const conversation = await client.get(id);
          patchState(store, { workflowId: conversation.workflow_id });
          await Promise.all([readFirst(conversation), complete(conversation.workflow_id)]);
        } catch (error) {
          patchState(store, { phase: 'failed', problem: problemFrom(error) });
        }
      },
      /** Shows the thread of a workflow; there is none before the first message. */
      async showWorkflow(workflowId: string): Promise<void> {
        patchState(store, { ...nothing, workflowId });
        try {
          const { conversations } = await client.list(workflowId);
          const conversation = conversations.at(-1);
          if (conversation === undefined) patchState(store, { phase: 'loaded' });
          else await readFirst(conversation);
          await complete(workflowId);
        } catch (error) {
          patchState(store, { phase: 'failed', problem: problemFrom(error) });
        }
      },
      async loadOlder(): Promise<void> {
        const [first] = store.messages();
        const { id } = store.conversation() ?? {};
        if (first === undefined || id === undefined) return;
        try {
          const page = await client.messages(id, { before: first.seq });
          if (!isShown(id)) return;
          add(page.messages);
          patchState(store, { hasOlder: page.next_cursor !== null });
        } catch (error) {
          patchState(store, { sendProblem: problemFrom(error) });
        }
      },
      /** Reads what is new, from the first answer that was still being written. */
      async catchUp(): Promise<void> {
        const { id } = store.conversation() ?? {};
        if (id === undefined) return;
        const from = store.writing()[0]?.seq ?? (store.messages().at(-1)?.seq ?? 0) + 1;
        try {
          const page = await client.messages(id, { after: from - 1 });
          if (!isShown(id)) return;
          add(page.messages);
          await markRead(id);
        } catch {
          // The next news, or the next connection, asks again.
        }
      },
      /** True when the message is kept; otherwise `sendProblem` says why not. */
      async send(content: string, key: string): Promise<boolean> {
        if (store.isSending()) return false;
        patchState(store, { isSending: true, sendProblem: null });
        try {
          const workflowId = store.workflowId();
          let conversation = store.conversation();
          if (conversation === null && workflowId !== null) {
            conversation = await client.open({ workflow_id: workflowId }, crypto.randomUUID());
            patchState(store, { conversation });
          }
          if (conversation === null) return false;
          const { message } = await client.post(conversation.id, content, key);
          const page = await client.messages(conversation.id, { after: message.seq - 1 });
          add(page.messages);
          return true;
        } catch (error) {
          patchState(store, { sendProblem: problemFrom(error) });
          return false;
        } finally {
          patchState(store, { isSending: false });
        }
      },
      /** A piece of an answer; one that does not follow what is there is left to the finished message. */
      grow({ conversation_id: id, message_id: messageId, offset, text }: FrameOf<'conversation_delta'>): void {
        if (!isShown(id)) return;
        const before = store.drafts()[messageId] ?? '';
        if (offset > before.length) return;
        patchState(store, { drafts: { ...store.drafts(), [messageId]: before.slice(0, offset) + text } });
      },
    };
  }),
  withHooks((store, live = inject(LiveConnection)) => {
    const refresh = new Refresh(() => store.catchUp());
    const news = merge(live.on('conversation_message'), live.reopened).pipe(takeUntilDestroyed());
    const pieces = live.on('conversation_delta').pipe(takeUntilDestroyed());
    return {
      onInit: () => {
        news.subscribe((frame) => {
          if (frame === undefined || frame.conversation_id === store.conversation()?.id) refresh.request();
        });
        pieces.subscribe((frame) => store.grow(frame));
      },
      onDestroy: () => refresh.stop(),
    };
  }),
);

import { Injectable, inject } from '@angular/core';

import { ApiHttp } from '../../../http/api-http';
import type {
  Completions,
  Conversation,
  ConversationPage,
  Message,
  MessagePage,
  SharedConversation,
} from './conversation';

/** Conversations over the public API. Every method throws `Problem`. */
@Injectable({ providedIn: 'root' })
export class ConversationClient {
  readonly #http = inject(ApiHttp);

  list(workflowId?: string, cursor?: string): Promise<ConversationPage> {
    return this.#http.get('/api/conversations', { query: { workflow_id: workflowId, cursor, limit: 50 } });
  }

  get(id: string): Promise<Conversation> {
    return this.#http.get(`/api/conversations/${id}`);
  }

  /** The thread of a workflow, or a new conversation with an agent. */
  open(about: { workflow_id: string } | { agent_id: string }, idempotencyKey: string): Promise<Conversation> {
    return this.#http.post('/api/conversations', { body: about, idempotencyKey });
  }

  /** The newest messages, those before a number, or those after one. */
  messages(id: string, place: { before?: number; after?: number } = {}): Promise<MessagePage> {
    const query = { before_seq: place.before, after_seq: place.after, limit: 100 };
    return this.#http.get(`/api/conversations/${id}/messages`, { query });
  }

  post(id: string, content: string, idempotencyKey: string): Promise<{ message: Message }> {
    return this.#http.post(`/api/conversations/${id}/messages`, { body: { content }, idempotencyKey });
  }

  completions(workflowId: string | null): Promise<Completions> {
    return this.#http.get('/api/conversations/commands', { query: { workflow_id: workflowId ?? undefined } });
  }

  markRead(id: string, seq: number): Promise<{ changed: boolean }> {
    return this.#http.post('/api/alerts/read', { body: { conversation_id: id, seq } });
  }

  unread(): Promise<{ unread_messages: number }> {
    return this.#http.get('/api/alerts');
  }

  /** What a link shows; nobody has to be signed in. */
  shared(token: string, after: number): Promise<SharedConversation> {
    return this.#http.post('/api/shared/conversations', { body: { token, after_seq: after } });
  }
}

import { createHash } from 'node:crypto';

import { createId } from '@botarmy/contracts';
import type { AgentProfile, Caller, CommandOutcome, PostMessageRequest } from '@botarmy/contracts';

import type { AttachedFile, NewMessage, NewParticipant } from '../store/new-message';

/** Name under which the platform itself speaks. */
const PLATFORM = 'BotArmy';

/** What one message brings: itself, and answers or the outcome of its command. */
export interface Exchange {
  readonly items: readonly NewMessage[];
  readonly participants: readonly NewParticipant[];
}

/** What the client sent, so that a repetition under the same key is told from something else. */
export function hashOf({ content, agent_id, artifacts, attachments, reply_to }: PostMessageRequest): string {
  const sent = [content, agent_id ?? null, artifacts ?? [], attachments ?? [], reply_to ?? null];
  return createHash('sha256').update(JSON.stringify(sent)).digest('hex');
}

/** A message for people and for the agents that are to answer it. */
export function spokenExchange(
  request: PostMessageRequest,
  text: string,
  agents: readonly AgentProfile[],
  files: readonly AttachedFile[],
  caller: Caller,
): Exchange {
  const own = ownMessage(request, text, caller, { agents: agents.map(({ id }) => id), metadata: {} });
  return {
    items: [own, ...agents.map((agent) => answerTo(own, agent, files, caller))],
    participants: [
      personOf(caller),
      ...agents.map(({ id, name }) => ({ id, kind: 'agent', name, role: 'agent' }) as const),
    ],
  };
}

/** A command and what came of it. */
export function commandExchange(request: PostMessageRequest, outcome: CommandOutcome, caller: Caller): Exchange {
  const { command, text, data } = outcome;
  const own = ownMessage(request, request.content.trim(), caller, { agents: [], metadata: { command } });
  const result: NewMessage = {
    ...own,
    message_id: createId('msg'),
    role: 'system',
    content: text,
    author_name: PLATFORM,
    artifacts: [],
    attachments: [],
    reply_to: own.message_id,
    metadata: { command, data },
    client_key: null,
    client_hash: null,
  };
  return { items: [own, result], participants: [personOf(caller)] };
}

function ownMessage(
  request: PostMessageRequest,
  content: string,
  caller: Caller,
  { agents, metadata }: Pick<NewMessage, 'agents' | 'metadata'>,
): NewMessage {
  return {
    message_id: createId('msg'),
    role: 'user',
    status: 'complete',
    content,
    author_id: caller.user_id,
    author_name: caller.user_name,
    agent_id: null,
    agents,
    artifacts: request.artifacts ?? [],
    attachments: request.attachments ?? [],
    reply_to: request.reply_to ?? null,
    metadata,
    client_key: caller.idempotency_key ?? null,
    client_hash: hashOf(request),
    work: null,
  };
}

function answerTo(own: NewMessage, agent: AgentProfile, files: readonly AttachedFile[], caller: Caller): NewMessage {
  const { id, name, system_prompt, route, max_output_tokens, temperature } = agent;
  const { user_id, user_name, role, request_id } = caller;
  return {
    ...own,
    message_id: createId('msg'),
    role: 'assistant',
    status: 'pending',
    content: '',
    author_name: name,
    agent_id: id,
    agents: [id],
    artifacts: [],
    attachments: [],
    reply_to: own.message_id,
    client_key: null,
    client_hash: null,
    work: {
      agent: { id, name, system_prompt, route, max_output_tokens, temperature },
      files,
      caller: { user_id, user_name, role, request_id },
    },
  };
}

function personOf({ user_id, user_name }: Caller): NewParticipant {
  return { id: user_id, kind: 'person', name: user_name, role: 'member' };
}

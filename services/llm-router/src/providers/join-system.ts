import { textOf } from './prompt-part';
import type { PromptMessage } from './prompt-part';

/** A turn that is not the system's. */
export type ConversationTurn = PromptMessage & { readonly role: 'user' | 'assistant' | 'tool' };

/** Splits a conversation for protocols that take the system text apart from the turns. */
export function joinSystem(messages: readonly PromptMessage[]): {
  system: string | undefined;
  turns: ConversationTurn[];
} {
  const system = messages.filter(({ role }) => role === 'system').map(({ parts }) => textOf(parts));
  const turns = messages.filter((message): message is ConversationTurn => message.role !== 'system');
  return { system: system.length > 0 ? system.join('\n\n') : undefined, turns };
}

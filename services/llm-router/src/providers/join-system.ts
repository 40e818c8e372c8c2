import type { PromptMessage } from './provider';

/** Splits a conversation for protocols that take the system text apart from the turns. */
export function joinSystem(messages: readonly PromptMessage[]): {
  system: string | undefined;
  turns: { role: 'user' | 'assistant'; content: string }[];
} {
  const system = messages.filter(({ role }) => role === 'system').map(({ content }) => content);
  const turns = messages.flatMap(({ role, content }) => (role === 'system' ? [] : [{ role, content }]));
  return { system: system.length > 0 ? system.join('\n\n') : undefined, turns };
}

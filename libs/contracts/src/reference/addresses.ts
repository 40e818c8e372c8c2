import type { MessageDeclaration } from '../define-message';
import { subjectFilterOf } from '../subjects';

/** Subject of a message with its variable tokens named in braces, e.g. `evt.{tenant_id}.session.ended.v1.{session_id}`. */
export function addressOf(message: MessageDeclaration): string {
  const key = message.key.map((name) => `{${name}}`).join('.');
  return subjectFilterOf(message).replace('*', '{tenant_id}').replace(/>$/, key);
}

/** Names of the variable tokens of an address, in their order. */
export function parametersOf(address: string): string[] {
  return [...address.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
}

import type { MessageDeclaration } from './define-message';

const TOKEN = /^[a-z0-9_-]{1,64}$/;

/** Thrown when a value that is not a safe token would become part of a subject. */
export class UnsafeSubjectTokenError extends Error {
  constructor(readonly token: string) {
    super('A subject token may only hold a-z, 0-9, "_" and "-", 1 to 64 of them; nothing was published.');
    this.name = 'UnsafeSubjectTokenError';
  }
}

/** Subject of one message: tenant and key (the declaration's `key` names its parts) become tokens and are checked. */
export function subjectOf(message: MessageDeclaration, tenantId: string, ...key: readonly string[]): string {
  return [
    prefixOf(message),
    safe(tenantId),
    message.entity,
    message.verb,
    `v${message.version}`,
    ...key.map(safe),
  ].join('.');
}

/** Filter that matches a message of every tenant, narrowed to leading key tokens (for agent tasks the pool). */
export function subjectFilterOf(message: MessageDeclaration, ...leadingKey: readonly string[]): string {
  return [
    prefixOf(message),
    '*',
    message.entity,
    message.verb,
    `v${message.version}`,
    ...leadingKey.map(safe),
    '>',
  ].join('.');
}

/** Filter of every live frame; only runners publish there and only gateways listen. */
export const LIVE_FILTER = 'live.>';

/** Subject of the live frames of one workflow. */
export function liveSubject(tenantId: string, workflowId: string): string {
  return `live.${safe(tenantId)}.${safe(workflowId)}`;
}

/** Filter of every answer being written in a conversation; only hitl publishes there and only gateways listen. */
export const TALK_FILTER = 'talk.>';

/** Subject of the pieces of answers in one conversation. */
export function talkSubject(tenantId: string, conversationId: string): string {
  return `talk.${safe(tenantId)}.${safe(conversationId)}`;
}

/** Parts of a subject as published by `subjectOf`. */
export interface SubjectParts {
  readonly tenantId: string;
  readonly entity: string;
  readonly verb: string;
  readonly version: string;
  readonly key: readonly string[];
}

/** Reads a subject back; undefined when it is none of ours. */
export function parseSubject(subject: string): SubjectParts | undefined {
  const [prefix, tenantId, entity, verb, version, ...key] = subject.split('.');
  if (prefix !== 'evt' && prefix !== 'cmd') return undefined;
  if (tenantId === undefined || entity === undefined || verb === undefined || version === undefined) return undefined;
  return { tenantId, entity, verb, version, key };
}

function prefixOf(message: MessageDeclaration): string {
  return message.kind === 'event' ? 'evt' : 'cmd';
}

function safe(token: string): string {
  if (!TOKEN.test(token)) throw new UnsafeSubjectTokenError(token);
  return token;
}

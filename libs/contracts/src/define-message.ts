import type { ClassConstructor } from 'class-transformer';

import type { ServiceName } from './service-names';
import type { StreamName } from './streams';

/** One declared message: its type, subject, stream and validator all derive from this. */
export interface MessageDeclaration<TPayload extends object = object> {
  readonly kind: 'event' | 'command';
  /** `<entity>.<verb>.v<major>`, the name used in logs, metrics and documentation. */
  readonly name: string;
  readonly entity: string;
  readonly verb: string;
  readonly version: number;
  readonly stream: StreamName;
  /** Names of the tokens that end the subject, e.g. `['workflow_id']`. */
  readonly key: readonly string[];
  readonly payload: ClassConstructor<TPayload>;
  readonly producers: readonly ServiceName[];
  readonly description: string;
}

/** The payload type of a message declaration. */
export type PayloadOf<TMessage> = TMessage extends MessageDeclaration<infer TPayload> ? TPayload : never;

type MessageDetails<TPayload extends object> = Pick<
  MessageDeclaration<TPayload>,
  'entity' | 'verb' | 'version' | 'payload' | 'producers' | 'description'
> & {
  /** What ends the subject when it is not the workflow's id. */
  readonly key?: readonly string[];
};

const WORKFLOW_KEY = ['workflow_id'];

/** Declares a fact; it travels on `evt.<tenant>.<entity>.<past-verb>.v<major>.<key>`. */
export function defineEvent<TPayload extends object>(details: MessageDetails<TPayload>): MessageDeclaration<TPayload> {
  return { key: WORKFLOW_KEY, ...details, kind: 'event', stream: 'EVENTS', name: nameOf(details) };
}

/** Declares a command; it travels on `cmd.<tenant>.<entity>.<verb>.v<major>.<key>`. */
export function defineCommand<TPayload extends object>(
  details: MessageDetails<TPayload> & { stream: StreamName },
): MessageDeclaration<TPayload> {
  return { key: WORKFLOW_KEY, ...details, kind: 'command', name: nameOf(details) };
}

function nameOf(details: { entity: string; verb: string; version: number }): string {
  return `${details.entity}.${details.verb}.v${details.version}`;
}

import type { ClassConstructor } from 'class-transformer';

import type { Role } from './roles';
import type { ServiceName } from './service-names';

/** One declared synchronous question: who answers, who may ask, and both shapes. */
export interface QuestionDeclaration<TRequest extends object = object, TReply extends object = object> {
  /** NATS subject, `rpc.<service>.<entity>.<verb>.v<major>`. */
  readonly subject: string;
  readonly answeredBy: ServiceName;
  readonly askedBy: readonly ServiceName[];
  readonly request: ClassConstructor<TRequest>;
  readonly reply: ClassConstructor<TReply>;
  /** Least role of the caller; the answering service checks it again. */
  readonly role: Role | 'anonymous';
  /** Streamed answers use the stream protocol of `messaging` instead of one reply. */
  readonly streamed: boolean;
}

/** The request type of a question. */
export type RequestOf<TQuestion> = TQuestion extends QuestionDeclaration<infer TRequest, object> ? TRequest : never;
/** The reply type of a question. */
export type ReplyOf<TQuestion> = TQuestion extends QuestionDeclaration<object, infer TReply> ? TReply : never;

/** Declares a question and derives its subject. */
export function defineQuestion<TRequest extends object, TReply extends object>(details: {
  answeredBy: ServiceName;
  askedBy: readonly ServiceName[];
  entity: string;
  verb: string;
  version: number;
  request: ClassConstructor<TRequest>;
  reply: ClassConstructor<TReply>;
  role: Role | 'anonymous';
  streamed?: boolean;
}): QuestionDeclaration<TRequest, TReply> {
  const { answeredBy, askedBy, entity, verb, version, request, reply, role, streamed = false } = details;
  return {
    subject: `rpc.${answeredBy}.${entity}.${verb}.v${version}`,
    answeredBy,
    askedBy,
    request,
    reply,
    role,
    streamed,
  };
}

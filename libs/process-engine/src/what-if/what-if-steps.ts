import type { AgentTask, ModelMessage } from '../attempt/agent-task';
import type { ArtifactReference } from '../model/values';
import type { TimedAnswer } from './recorded-answers';

/** A question nobody answered in the recorded run. */
export interface AskModelStep {
  readonly kind: 'ask-model';
  readonly task: AgentTask;
  /** Idempotency key. */
  readonly key: string;
  readonly messages: readonly ModelMessage[];
}

/** A document to be kept under the run's own id. */
export interface StoreDocumentStep {
  readonly kind: 'store-document';
  readonly path: string;
  readonly title: string;
  readonly type: 'markdown' | 'json';
  readonly agent_id: string;
  readonly stage_id: string;
  /** The same for a repetition. */
  readonly operation_key: string;
  readonly text: string;
}

/** What a what-if run asks of whoever drives it. */
export type WhatIfStep = AskModelStep | StoreDocumentStep;

/** What it is given for a step, of the kind the step asks for. */
export type WhatIfReply = TimedAnswer | ArtifactReference;

/** Asks a model through whoever drives the run. @throws {AttemptFailure} when there is no answer. */
export function* askModel(step: Omit<AskModelStep, 'kind'>): Generator<WhatIfStep, TimedAnswer, WhatIfReply> {
  return (yield { kind: 'ask-model', ...step }) as TimedAnswer;
}

/** Keeps a document through whoever drives the run. */
export function* storeDocument(
  step: Omit<StoreDocumentStep, 'kind'>,
): Generator<WhatIfStep, ArtifactReference, WhatIfReply> {
  return (yield { kind: 'store-document', ...step }) as ArtifactReference;
}

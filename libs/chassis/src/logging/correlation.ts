import { AsyncLocalStorage } from 'node:async_hooks';

import type { Logger } from './logger';

/** Whom and what the current work is for; every log line and span of ours carries the fields that are set. */
export interface CorrelationFields {
  service?: string;
  request_id?: string;
  tenant_id?: string;
  user_id?: string;
  workflow_id?: string;
  task_id?: string;
  agent_id?: string;
}

/** What the storage holds: the fields, and the logger of the service at work. */
export interface CorrelationStore extends CorrelationFields {
  logger?: Logger;
}

/** The context that follows asynchronous work. Prefer `withCorrelation`, which keeps what is already known. */
export const correlation = new AsyncLocalStorage<CorrelationStore>();

/** Runs `fn` with these fields added to the current ones. */
export function withCorrelation<TResult>(fields: CorrelationStore, fn: () => TResult): TResult {
  return correlation.run({ ...correlation.getStore(), ...fields }, fn);
}

/** The current fields without the logger; empty outside any context. */
export function correlationFields(): CorrelationFields {
  const store = correlation.getStore();
  if (store === undefined) return {};
  const { logger: _logger, ...fields } = store;
  return fields;
}

import { types } from 'node:util';

import { isError } from '../errors/is-error';

const secretNames = /authorization|cookie|key|seed|password|passwd|token|secret|credential/i;
const harmlessNames =
  /^(idempotency_?key|(public|cache|deduplication|partition|foreign|primary)_?key|key_?id|keys|tokens|tokens?_(count|limit|type)|(\w+_)?tokens)$/i;
const deepest = 6;

/** Removes credentials that hide inside a text: URL passwords, bearer tokens, provider keys, NATS seeds. */
export function redactText(text: string): string {
  return text
    .replace(/(:\/\/[^\s:/@]*):[^\s/@]+@/g, '$1:***@')
    .replace(/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, '$1 ***')
    .replace(/\b(sk|pk|rk)-[\w-]{12,}/g, '$1-***')
    .replace(/\bAIza[\w-]{30,}/g, 'AIza***')
    .replace(/\bS[ACNOUX][A-Z2-7]{56}\b/g, 'S***');
}

/** A copy of log fields in which values under secret names and credentials inside texts are replaced. */
export function redactFields(fields: Record<string, unknown>): Record<string, unknown> {
  return redactObject(fields, 0);
}

function redactObject(fields: object, depth: number): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    const hidden = (typeof value === 'string' || Array.isArray(value)) && isSecretName(name);
    copy[name] = hidden ? '***' : redactValue(value, depth + 1);
  }
  return copy;
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value);
  if (value === null || typeof value !== 'object') return value;
  if (depth > deepest) return '[deep]';
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1));
  if (isError(value)) return redactError(value, depth);
  if (types.isDate(value)) return value;
  if (types.isUint8Array(value)) return `[${value.byteLength} bytes]`;
  return redactObject(value, depth);
}

/** Name, message, stack, code and cause of an error, redacted. */
function redactError(error: Error, depth: number): Record<string, unknown> {
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? { code: error.code } : {};
  const errors = 'errors' in error ? { errors: redactValue(error.errors, depth + 1) } : {};
  return {
    type: name,
    message: redactText(message),
    ...code,
    ...errors,
    ...(stack === undefined ? {} : { stack: redactText(stack) }),
    ...(cause === undefined ? {} : { cause: redactValue(cause, depth + 1) }),
  };
}

function isSecretName(name: string): boolean {
  return secretNames.test(name) && !harmlessNames.test(name);
}

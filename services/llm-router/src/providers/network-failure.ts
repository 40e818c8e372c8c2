import { ProviderFailure } from './provider-failure';

/** What an error without an HTTP answer means: a broken connection, or bytes that are no answer. */
export function networkFailureOf(error: unknown): ProviderFailure {
  if (error instanceof ProviderFailure) return error;
  return new ProviderFailure(isNamed(error, 'SyntaxError') ? 'malformed-answer' : 'connection-lost');
}

function isNamed(error: unknown, name: string): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === name;
}

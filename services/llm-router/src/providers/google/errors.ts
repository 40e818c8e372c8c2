import { GoogleGenerativeAIError, GoogleGenerativeAIFetchError } from '@google/generative-ai';

import { codeOfStatus } from '../classify-status';
import { networkFailureOf } from '../network-failure';
import { ProviderFailure } from '../provider-failure';

type ErrorDetails = NonNullable<GoogleGenerativeAIFetchError['errorDetails']>;

/** What an error of the `@google/generative-ai` package means. It keeps no response headers: the wait stands in the details. */
export function failureOf(error: unknown): ProviderFailure {
  if (error instanceof GoogleGenerativeAIFetchError && error.status !== undefined) {
    const { status, errorDetails = [], message } = error;
    if (errorDetails.some(({ reason }) => reason === 'API_KEY_INVALID')) {
      return new ProviderFailure('unauthorized', { status });
    }
    const isTooLong = status === 400 && /token count|context (window|length)/i.test(message);
    const code = isTooLong ? 'context-length-exceeded' : codeOfStatus(status);
    return new ProviderFailure(code, { status, retryAfterMs: retryDelayMs(errorDetails) });
  }
  // The package wraps everything else in its own error; the sentence is all that tells them apart.
  if (error instanceof GoogleGenerativeAIError) {
    return new ProviderFailure(/pars(e|ing)/i.test(error.message) ? 'malformed-answer' : 'connection-lost');
  }
  return networkFailureOf(error);
}

function retryDelayMs(details: ErrorDetails): number | undefined {
  const delay = details.map((detail) => detail['retryDelay']).find((value) => typeof value === 'string');
  const seconds = Number.parseFloat(delay ?? '');
  return Number.isFinite(seconds) ? Math.ceil(seconds * 1_000) : undefined;
}

import { HttpException } from '@nestjs/common';

import { isRetryableDatabaseError } from './database-errors';
import { isError } from './is-error';
import { Problem } from './problem';
import { RetryableError } from './retryable-error';
import { describeStatus } from './status-problems';
import { TerminalError } from './terminal-error';

const defaultRetryAfterMs = 1_000;

/** Turns whatever was thrown into a problem. Unknown errors become a 500 that tells nothing of their text. */
export function problemFromError(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof RetryableError) return unavailable(error, error.retryAfterMs);
  if (error instanceof TerminalError) {
    const { title } = describeStatus(422);
    return new Problem({ status: 422, code: error.code, title, detail: error.message, cause: error });
  }
  if (error instanceof HttpException) return fromStatus(error.getStatus(), error, ownWords(error));
  if (isRetryableDatabaseError(error)) return unavailable(error, defaultRetryAfterMs);
  if (isFrameworkError(error)) {
    if (error.name === 'SyntaxError' || error.code === 'FST_ERR_CTP_INVALID_JSON_BODY') {
      const detail = 'The body is not valid JSON: correct it and send it again.';
      return new Problem({ status: 400, code: 'malformed-json', title: 'Malformed JSON', detail, cause: error });
    }
    return fromStatus(error.statusCode, error, error.message);
  }
  return fromStatus(500, error);
}

function unavailable(cause: unknown, retryAfterMs = defaultRetryAfterMs): Problem {
  return new Problem({ status: 503, ...describeStatus(503), retryAfterMs, cause });
}

function fromStatus(status: number, cause: unknown, message?: string): Problem {
  const words = describeStatus(status);
  const detail = status < 500 && message ? `${message.replace(/\.?$/, '.')} ${words.detail}` : words.detail;
  return new Problem({ status, ...words, detail, cause });
}

/** Nest's generic exceptions repeat the status text or the address; only a written message is worth passing on. */
function ownWords(error: HttpException): string | undefined {
  const response = error.getResponse();
  if (typeof response === 'string') return response;
  return 'error' in response && error.message !== response.error ? error.message : undefined;
}

/** Errors of Fastify and its body parsers: they carry a client status of their own. */
function isFrameworkError(error: unknown): error is Error & { statusCode: number; code?: string } {
  return (
    isError(error) &&
    'statusCode' in error &&
    typeof error.statusCode === 'number' &&
    error.statusCode >= 400 &&
    error.statusCode < 500
  );
}

import type { FailureCode } from '../provider-failure';

/** Error codes that say more than their status. Money used up is nothing that waiting helps, but another provider may. */
const CODES: Readonly<Record<string, FailureCode>> = {
  context_length_exceeded: 'context-length-exceeded',
  rate_limit_exceeded: 'rate-limited',
  insufficient_quota: 'rate-limited',
  invalid_api_key: 'unauthorized',
  invalid_prompt: 'invalid-request',
};

/** What an error code of OpenAI means; undefined for those that say no more than the status. */
export function knownOpenAiCode(code: string | null | undefined): FailureCode | undefined {
  return CODES[code ?? ''];
}

/** What an error code in a begun stream means; what it does not say is the server's fault. */
export function codeOfOpenAiError(code: string | null | undefined): FailureCode {
  return knownOpenAiCode(code) ?? 'server-error';
}

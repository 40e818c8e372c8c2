import { Problem } from '@botarmy/chassis';

/** What is wrong with a request, in OpenAI's words for it. */
export type FaultCode =
  'missing-required-parameter' | 'invalid-type' | 'invalid-value' | 'unsupported-parameter' | 'unknown-parameter';

/** A refusal that names the parameter, e.g. `messages[0].content`. */
export function requestFault(code: FaultCode, param: string, detail: string): Problem {
  return new Problem({ status: 400, code, title: 'Invalid request', detail, members: { param } });
}

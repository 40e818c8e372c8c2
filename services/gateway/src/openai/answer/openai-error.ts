/** The body of a problem as the gateway would send it elsewhere. */
export interface ProblemMembers {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly param?: unknown;
  readonly errors?: readonly { readonly pointer?: string; readonly detail?: string }[];
}

/** An error in OpenAI's form. */
export interface OpenAiError {
  readonly status: number;
  readonly body: {
    readonly error: {
      readonly message: string;
      readonly type: string;
      readonly param: string | null;
      readonly code: string | null;
    };
  };
  /** False where trying again cannot help; the official client asks for this header. */
  readonly shouldRetry?: boolean;
}

interface Words {
  readonly status?: number;
  readonly type?: string;
  readonly code?: string;
  readonly param?: string;
  readonly shouldRetry?: boolean;
}

const NOT_FOUND: Words = { status: 404, code: 'model_not_found', param: 'model' };
const NO_QUOTA: Words = { status: 429, type: 'insufficient_quota', code: 'insufficient_quota', shouldRetry: false };
const RATE_LIMIT: Words = { status: 429, type: 'requests', code: 'rate_limit_exceeded' };

/** Where OpenAI has a word for a problem of ours; all others keep their code, with underscores. */
const WORDS: Readonly<Record<string, Words>> = {
  'model-not-found': NOT_FOUND,
  'unknown-route': NOT_FOUND,
  'route-not-served': NOT_FOUND,
  'invalid-api-key': { code: 'invalid_api_key' },
  'budget-exhausted': NO_QUOTA,
  'approval-needed': NO_QUOTA,
  'reservation-used-up': NO_QUOTA,
  'price-unknown': { status: 400 },
  'rate-limited': RATE_LIMIT,
  'provider-rate-limited': RATE_LIMIT,
  'too-many-requests': RATE_LIMIT,
  'context-length-exceeded': { param: 'turns' },
  'answer-blocked': { status: 400, code: 'content_policy_violation' },
  'prompt-blocked': { status: 400, code: 'content_policy_violation' },
  'body-too-large': { code: 'request_too_large' },
  'malformed-json': { code: 'invalid_json' },
  'outcome-unknown': { shouldRetry: false },
  // The keys of the installation are none of the caller's business.
  'provider-refused-key': { status: 502, type: 'server_error', code: 'provider_unavailable', shouldRetry: false },
};

/** Parts of a request as the router calls them, and as the caller does. */
const PARAMETERS: readonly (readonly [RegExp, string])[] = [
  [/^tools\.(\d+)\.parameters$/, 'tools[$1].function.parameters'],
  [/^tools\.(\d+)\b.*$/, 'tools[$1]'],
  [/^tool_choice\b.*$/, 'tool_choice'],
  [/^output\.schema$/, 'response_format.json_schema.schema'],
  [/^output\b.*$/, 'response_format'],
];

/**
 * A refusal or failure in OpenAI's form, with OpenAI's status.
 *
 * @param turns What the conversation is called where it was sent.
 */
export function openAiErrorOf(problem: ProblemMembers, turns: 'messages' | 'input' = 'messages'): OpenAiError {
  const words = WORDS[problem.code] ?? {};
  const status = words.status ?? problem.status;
  const [first] = problem.errors ?? [];
  const named = typeof problem.param === 'string' ? problem.param : (words.param ?? parameterOf(first?.pointer));
  const param = named?.replace(/^turns\b(\.(\d+).*)?$/, (_all, _rest, index: string | undefined) => {
    // Items of a response's input are joined to turns, so their places differ.
    return index === undefined || turns === 'input' ? turns : `${turns}[${index}]`;
  });
  const message = first?.detail === undefined ? problem.detail : `${problem.detail} '${param ?? ''}' ${first.detail}.`;
  const type = words.type ?? (status >= 500 ? 'server_error' : 'invalid_request_error');
  const code = words.code ?? problem.code.replaceAll('-', '_');
  return {
    status,
    body: { error: { message, type, param: param ?? null, code } },
    ...(words.shouldRetry === undefined ? {} : { shouldRetry: words.shouldRetry }),
  };
}

function parameterOf(pointer: string | undefined): string | undefined {
  if (pointer === undefined || pointer === '') return undefined;
  const path = pointer.slice(1).replaceAll('/', '.');
  for (const [pattern, name] of PARAMETERS) if (pattern.test(path)) return path.replace(pattern, name);
  return path;
}

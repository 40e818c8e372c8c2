/** One broken rule of a request body, addressed by its path (`steps.0.name`). */
export interface FieldProblem {
  path: string;
  message: string;
}

/** What a service says when it refuses; `detail` tells the caller what to do. */
export interface ProblemOptions {
  status: number;
  /** Kebab-case, stable, documented. */
  code: string;
  title: string;
  detail: string;
  errors?: readonly FieldProblem[];
  /** Written as `Retry-After`, rounded up to seconds. */
  retryAfterMs?: number;
  /** Further members of the body (RFC 9457 §3.2), snake_case, e.g. who answered first. */
  members?: Readonly<Record<string, unknown>>;
  cause?: unknown;
}

/** The body of an `application/problem+json` answer (RFC 9457). */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  instance?: string;
  request_id?: string;
  errors?: readonly FieldProblem[];
  [member: string]: unknown;
}

/** A refusal or failure with everything its HTTP answer needs. Thrown by services, written by the problem filter. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly FieldProblem[] | undefined;
  readonly retryAfterMs: number | undefined;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(options: ProblemOptions) {
    super(options.detail, { cause: options.cause });
    this.name = 'Problem';
    this.status = options.status;
    this.code = options.code;
    this.title = options.title;
    this.detail = options.detail;
    this.errors = options.errors;
    this.retryAfterMs = options.retryAfterMs;
    this.members = options.members ?? {};
  }

  /** The wire form; `instance` is the request path without its query. */
  toBody(context: { instance?: string; requestId?: string } = {}): ProblemBody {
    return {
      ...this.members,
      type: `urn:botarmy:problem:${this.code}`,
      title: this.title,
      status: this.status,
      code: this.code,
      detail: this.detail,
      ...(context.instance === undefined ? {} : { instance: context.instance }),
      ...(context.requestId === undefined ? {} : { request_id: context.requestId }),
      ...(this.errors === undefined ? {} : { errors: this.errors }),
    };
  }
}

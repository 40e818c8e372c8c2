/** One broken rule of a request body, addressed by a JSON pointer (`/modifications/0`). */
export interface ProblemField {
  readonly pointer: string;
  readonly detail: string;
}

/** What a problem is made of. */
export interface BotArmyProblemFields {
  /** HTTP status; 0 when no answer arrived. */
  readonly status: number;
  /** Kebab-case, stable: programs decide by it. */
  readonly code: string;
  readonly title: string;
  /** What to do about it. */
  readonly detail: string;
  readonly requestId?: string | undefined;
  readonly errors?: readonly ProblemField[] | undefined;
  /** Milliseconds to wait before the same request may be sent again. */
  readonly retryAfterMs?: number | undefined;
  /** Further members of the problem, e.g. `answered_by_name` of `already-answered`. */
  readonly members?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Every refusal and failure of the client (RFC 9457). Codes made here rather than by the server: `unreachable` and
 * `timed-out` (status 0), `unreadable-answer`, and `http-<status>` for answers that are no problem document.
 */
export class BotArmyProblem extends Error implements BotArmyProblemFields {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly requestId: string | undefined;
  readonly errors: readonly ProblemField[];
  readonly retryAfterMs: number | undefined;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(fields: BotArmyProblemFields, options: { cause?: unknown } = {}) {
    super(`${fields.title}: ${fields.detail}`, options);
    this.name = 'BotArmyProblem';
    this.status = fields.status;
    this.code = fields.code;
    this.title = fields.title;
    this.detail = fields.detail;
    this.requestId = fields.requestId;
    this.errors = fields.errors ?? [];
    this.retryAfterMs = fields.retryAfterMs;
    this.members = fields.members ?? {};
  }

  /** True when the same request may succeed in a moment: nobody answered, or the server asked to come back. */
  get isTemporary(): boolean {
    return (
      this.status === 0 || this.status === 429 || this.status === 502 || this.status === 503 || this.status === 504
    );
  }
}

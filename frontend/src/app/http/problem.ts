/** One refused field of a request body. */
export interface FieldProblem {
  readonly pointer: string;
  readonly detail: string;
}

/** Members of problem+json beyond the standard ones, e.g. who answered a request first. */
export type ProblemExtras = Readonly<Record<string, unknown>>;

/** Anything that kept a request from being answered: the platform's own problem+json, or why none came. `status` is 0 without an answer. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    readonly errors: readonly FieldProblem[] = [],
    readonly extras: ProblemExtras = {},
    options?: ErrorOptions,
  ) {
    super(`${title}: ${detail}`, options);
    this.name = 'Problem';
  }
}

/** The problem a caught value stands for; what is not one is a fault of ours and says so. */
export function problemFrom(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem(
    0,
    'console-fault',
    'The console made a mistake',
    'Reload the page. If it happens again, report what you were doing.',
    [],
    {},
    { cause: error },
  );
}

const unreachable = [
  'unreachable',
  'The platform did not answer',
  'Check that it is running and that you are connected, then try again.',
] as const;

/** No answer arrived at all. */
export function unreachableProblem(cause: unknown): Problem {
  return new Problem(0, ...unreachable, [], {}, { cause });
}

function text(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

function isFieldProblem(value: unknown): value is FieldProblem {
  const candidate = value as Partial<Record<keyof FieldProblem, unknown>> | null;
  return typeof candidate?.pointer === 'string' && typeof candidate.detail === 'string';
}

/** Reads RFC 9457; a body that is no problem+json (a proxy's error page) becomes a problem named after its status. */
export async function problemFromResponse(response: Response): Promise<Problem> {
  const body = await readObject(response);
  const { type: _type, status: _status, code, title, detail, errors, ...extras } = body;
  return new Problem(
    response.status,
    text(code, `http-${response.status}`),
    text(title, response.status >= 500 ? 'The platform had a problem' : 'The request was refused'),
    text(detail, `It answered with status ${response.status}. Try again in a moment.`),
    Array.isArray(errors) ? errors.filter(isFieldProblem) : [],
    extras,
  );
}

async function readObject(response: Response): Promise<Record<string, unknown>> {
  try {
    const body: unknown = await response.json();
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

import { FETCH } from '../http/api-http';

/** A request as the test sees it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

type Answer = object | Error | ((request: SeenRequest) => object | Error | Promise<object>);

/** Answers of the platform by method and path; every request is kept. An unexpected one is a 404 problem. */
export class FakeApi {
  readonly requests: SeenRequest[] = [];
  readonly #answers = new Map<string, Answer>();

  /** From now on `METHOD /path` answers so: a body, an `Error` for no answer at all, or what a function makes of the request. */
  on(route: string, answer: Answer): this {
    this.#answers.set(route, answer);
    return this;
  }

  /** Requests of one route. */
  of(route: string): SeenRequest[] {
    return this.requests.filter(({ method, path }) => `${method} ${path}` === route);
  }

  /** Puts this in place of the browser's fetch. */
  provide() {
    return { provide: FETCH, useValue: this.#fetch };
  }

  readonly #fetch: typeof fetch = async (input, init) => {
    const url = new URL(String(input), 'http://platform');
    const request: SeenRequest = {
      method: init?.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      headers: { ...(init?.headers as Record<string, string>) },
      body: typeof init?.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined,
    };
    this.requests.push(request);
    const planned = this.#answers.get(`${request.method} ${request.path}`) ?? problem(404, 'not-found');
    const answer = typeof planned === 'function' ? await planned(request) : planned;
    if (init?.signal?.aborted === true) throw new DOMException('Aborted', 'AbortError');
    if (answer instanceof Error) throw answer;
    return isProblem(answer) ? respond(answer.status, answer) : respond(200, answer);
  };
}

interface ProblemBody {
  readonly status: number;
  readonly code: string;
}

function isProblem(answer: object): answer is ProblemBody {
  return 'status' in answer && typeof answer.status === 'number' && 'code' in answer;
}

function respond(status: number, body: object): Response {
  const text = JSON.stringify(body);
  return {
    ok: status < 400,
    status,
    json: () => Promise.resolve(JSON.parse(text) as unknown),
  } as Response;
}

/** A problem+json body. */
export function problem(status: number, code: string, extras: object = {}): object {
  return { type: 'about:blank', title: `Title of ${code}`, status, code, detail: `Detail of ${code}.`, ...extras };
}

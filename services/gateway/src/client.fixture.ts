import type { LogInReply } from '@botarmy/contracts';

/** An answer with its body read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  readonly text: string;
  /** The body as JSON; throws when it is none. */
  json<T = Record<string, unknown>>(): T;
}

/** What to send. */
export interface Sending {
  readonly method?: string;
  /** An object is sent as JSON, text as it is. */
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  /** Sent as a cookie with its CSRF token. */
  readonly cookie?: LogInReply;
  readonly bearer?: LogInReply;
}

/** One request to a gateway. */
export async function send(url: string, sending: Sending = {}): Promise<Answer> {
  const { method = sending.body === undefined ? 'GET' : 'POST', body, cookie, bearer } = sending;
  const answer = await fetch(url, {
    method,
    redirect: 'manual',
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(cookie === undefined
        ? {}
        : { cookie: `botarmy_session=${cookie.secret}`, 'x-csrf-token': cookie.csrf_token }),
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer.secret}` }),
      ...sending.headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const text = bytes.toString('utf8');
  return { status: answer.status, headers: answer.headers, bytes, text, json: <T>() => JSON.parse(text) as T };
}

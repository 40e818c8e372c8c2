/** How a bare HTTP status is put into words when nobody said it better. */
export interface StatusProblem {
  code: string;
  title: string;
  detail: string;
}

const statusProblems: Readonly<Record<number, StatusProblem>> = {
  400: { code: 'bad-request', title: 'Bad request', detail: 'Correct the request and send it again.' },
  401: { code: 'unauthenticated', title: 'Not signed in', detail: 'Sign in and send the request again.' },
  403: { code: 'forbidden', title: 'Not allowed', detail: 'Ask an administrator for the role this needs.' },
  404: { code: 'not-found', title: 'Not found', detail: 'Check the address and the method.' },
  405: { code: 'method-not-allowed', title: 'Method not allowed', detail: 'Use a method this address offers.' },
  408: { code: 'request-timeout', title: 'Request too slow', detail: 'Send the whole request without a pause.' },
  409: { code: 'conflict', title: 'Conflict', detail: 'Load the current state and decide again.' },
  413: { code: 'body-too-large', title: 'Body too large', detail: 'Send a smaller body.' },
  415: {
    code: 'unsupported-media-type',
    title: 'Unsupported media type',
    detail: 'Send the body as application/json.',
  },
  422: { code: 'unprocessable', title: 'Cannot be processed', detail: 'Correct the content and send it again.' },
  429: { code: 'too-many-requests', title: 'Too many requests', detail: 'Wait before sending the next request.' },
  503: { code: 'unavailable', title: 'Temporarily unavailable', detail: 'Send the same request again in a moment.' },
};

const internalProblem: StatusProblem = {
  code: 'internal-error',
  title: 'Internal error',
  detail: 'Try again; if it happens again, report the request id.',
};

/** Words for a status; unknown client errors read as 400, everything else as an internal error. */
export function describeStatus(status: number): StatusProblem {
  const known = statusProblems[status];
  if (known !== undefined) return known;
  const badRequest = statusProblems[400];
  return status >= 400 && status < 500 && badRequest !== undefined ? badRequest : internalProblem;
}

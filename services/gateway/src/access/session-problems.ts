import { Problem } from '@botarmy/chassis';

/** Nobody is signed in, or no longer. */
export function notSignedIn(): Problem {
  return new Problem({
    status: 401,
    code: 'not-signed-in',
    title: 'Not signed in',
    detail: 'Sign in, or send a valid bearer token, and repeat the request.',
  });
}

/** A command under a session cookie without the session's CSRF token. */
export function csrfTokenMissing(): Problem {
  return new Problem({
    status: 403,
    code: 'csrf-token-missing',
    title: 'CSRF token missing',
    detail: 'Send the csrf_token of GET /api/auth/me in the header X-CSRF-Token.',
  });
}

/** The caller's role does not reach. */
export function roleMissing(needed: string): Problem {
  return new Problem({
    status: 403,
    code: 'role-missing',
    title: 'Not allowed',
    detail: `This needs the role "${needed}" or a higher one: ask an administrator.`,
  });
}

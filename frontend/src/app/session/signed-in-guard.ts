import { inject } from '@angular/core';
import { RedirectCommand, Router } from '@angular/router';
import type { CanActivateFn } from '@angular/router';

import { SessionStore } from './session-store';

/** Lets signed-in users pass; sends the others to the sign-in page, which brings them back. */
export const signedInGuard: CanActivateFn = async (_route, state) => {
  const session = inject(SessionStore);
  const router = inject(Router);
  await session.ensure();
  if (session.phase() === 'signed-in') return true;
  if (session.phase() === 'unreachable')
    return new RedirectCommand(router.parseUrl('/unreachable'), { skipLocationChange: true });
  return router.createUrlTree(['/login'], { queryParams: state.url === '/' ? {} : { return: state.url } });
};

/** Keeps those who are signed in away from the sign-in page. */
export const signedOutGuard: CanActivateFn = async () => {
  const session = inject(SessionStore);
  const router = inject(Router);
  await session.ensure();
  return session.phase() === 'signed-in' ? router.parseUrl('/') : true;
};

import { computed, inject } from '@angular/core';
import { patchState, signalStore, withComputed, withHooks, withMethods, withState } from '@ngrx/signals';

import { ApiHttp } from '../http/api-http';
import { problemFrom } from '../http/problem';
import type { Problem } from '../http/problem';
import { hasRole } from './role';
import type { Role } from './role';
import type { UserView } from './session';
import { SessionClient } from './session-client';

interface SessionState {
  /** `unknown` until the platform was asked, `unreachable` when it could not be. */
  readonly phase: 'unknown' | 'signed-in' | 'signed-out' | 'unreachable';
  readonly user: UserView | null;
  readonly isSimulated: boolean;
  /** True when a session that was open ended by itself, so that the sign-in page can say so. */
  readonly hasEnded: boolean;
  readonly problem: Problem | null;
}

const signedOut = { phase: 'signed-out', user: null, isSimulated: false, problem: null } as const;

/** Who uses the console: one for the whole application, as the session is. */
export const SessionStore = signalStore(
  { providedIn: 'root' },
  withState<SessionState>({ phase: 'unknown', user: null, isSimulated: false, hasEnded: false, problem: null }),
  withComputed(({ user }) => ({
    role: computed<Role>(() => user()?.role ?? 'viewer'),
  })),
  withMethods((store, client = inject(SessionClient), http = inject(ApiHttp)) => {
    const load = async (): Promise<void> => {
      try {
        const me = await client.me();
        http.useCsrfToken(me.csrf_token);
        patchState(store, {
          phase: 'signed-in',
          user: me.user,
          isSimulated: me.simulated,
          hasEnded: false,
          problem: null,
        });
      } catch (error) {
        const problem = problemFrom(error);
        if (problem.status === 401) patchState(store, signedOut);
        else patchState(store, { phase: 'unreachable', problem });
      }
    };
    return {
      /** Asks the platform who is signed in, once. */
      async ensure(): Promise<void> {
        if (store.phase() === 'unknown' || store.phase() === 'unreachable') await load();
      },
      /** Throws `Problem` when the credentials are refused. */
      async logIn(email: string, password: string): Promise<void> {
        const { csrf_token: csrfToken } = await client.logIn(email, password);
        http.useCsrfToken(csrfToken);
        await load();
        const problem = store.problem();
        if (problem !== null) throw problem;
      },
      /** The session is over on this side even if the platform cannot be told. */
      async logOut(): Promise<void> {
        try {
          await client.logOut();
        } finally {
          http.useCsrfToken('');
          patchState(store, { ...signedOut, hasEnded: false });
        }
      },
      /** Asks whether the session still holds; a session that does not ends here too. */
      async recheck(): Promise<void> {
        try {
          await client.me();
        } catch {
          // A 401 has already ended the session; anything else is the connection's trouble, not the session's.
        }
      },
      /** The platform no longer knows the session. */
      end(): void {
        if (store.phase() === 'signed-in') patchState(store, { ...signedOut, hasEnded: true });
      },
      /** True when the user's role allows what needs `needed`. */
      can(needed: Role): boolean {
        return hasRole(store.role(), needed);
      },
    };
  }),
  withHooks((store, http = inject(ApiHttp)) => ({
    onInit: () => void http.unauthorized.subscribe(() => store.end()),
  })),
);

/** The store's type, for what receives it by injection. */
export type SessionStore = InstanceType<typeof SessionStore>;

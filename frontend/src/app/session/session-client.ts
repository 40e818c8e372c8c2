import { Injectable, inject } from '@angular/core';

import { ApiHttp } from '../http/api-http';
import type { LoginReply, MeReply } from './session';

/** Sign-in and sign-out over the public API. */
@Injectable({ providedIn: 'root' })
export class SessionClient {
  readonly #http = inject(ApiHttp);

  /** Who is signed in; throws `Problem` with code `not-signed-in` when nobody is. */
  me(): Promise<MeReply> {
    return this.#http.get<MeReply>('/api/auth/me');
  }

  /** Throws `Problem` with code `invalid-credentials` or `too-many-attempts`. */
  logIn(email: string, password: string): Promise<LoginReply> {
    return this.#http.post<LoginReply>('/api/auth/login', { body: { email, password } });
  }

  /** Ends the session on the platform. */
  logOut(): Promise<void> {
    return this.#http.post<void>('/api/auth/logout');
  }
}

import '@fastify/cookie';
import { Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { logIn, logOut } from '@botarmy/contracts';
import type { Caller, LogInReply } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { anonymousCaller } from '../access/anonymous-caller';
import { CurrentCaller, CurrentSession } from '../access/caller';
import { presentedSecret, sessionCookieName } from '../access/presented-secret';
import { Anonymous, RequiresRole } from '../access/requires-role.decorator';
import { SessionVerifier } from '../access/session-verifier';
import type { VerifiedSession } from '../access/verified-session';
import { GatewayConfig } from '../config';
import { ShapedBody } from '../http/parameters';
import { Describes } from '../openapi/describes.decorator';
import { PlatformStatus } from '../system/platform-status';
import { LoginBody, LoginReply, MeReply, TokenReply } from './session-bodies';

/** Checking a password waits its turn. */
const LOGIN_TIMEOUT_MS = 15_000;
const REFUSED = { 401: ['invalid-credentials'], 429: ['too-many-attempts'] } as const;

/** Signing in and out. */
@Controller('api/auth')
export class SessionController {
  private readonly cookieName: string;

  constructor(
    private readonly asker: Asker,
    private readonly verifier: SessionVerifier,
    private readonly platform: PlatformStatus,
    private readonly config: GatewayConfig,
  ) {
    this.cookieName = sessionCookieName(config.COOKIE_SECURE);
  }

  @Post('login')
  @HttpCode(200)
  @Anonymous()
  @Describes({
    operationId: 'logIn',
    summary: 'Sign in and get a session cookie',
    body: LoginBody,
    reply: LoginReply,
    problems: REFUSED,
  })
  async logIn(
    @ShapedBody(LoginBody) body: LoginBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LoginReply> {
    const { secret, user, csrf_token, expires_at } = await this.open(body, 'browser', request);
    await this.endPresented(request);
    this.setCookie(reply, secret, expires_at);
    return { user, csrf_token, expires_at };
  }

  @Post('token')
  @HttpCode(200)
  @Anonymous()
  @Describes({
    operationId: 'createToken',
    summary: 'Sign in and get a bearer token',
    body: LoginBody,
    reply: TokenReply,
    problems: REFUSED,
  })
  async token(@ShapedBody(LoginBody) body: LoginBody, @Req() request: FastifyRequest): Promise<TokenReply> {
    const { secret, user, expires_at } = await this.open(body, 'token', request);
    return { token: secret, token_type: 'Bearer', expires_at, user };
  }

  @Get('me')
  @RequiresRole('viewer')
  @Describes({ operationId: 'getSession', summary: 'Who is signed in', reply: MeReply })
  async me(
    @CurrentSession() session: VerifiedSession,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MeReply> {
    const { user, csrf_token, expires_at, secret, presentedBy } = session;
    // A sliding session's cookie moves along.
    if (presentedBy === 'cookie') this.setCookie(reply, secret, expires_at);
    return { user, csrf_token, expires_at, simulated: await this.platform.isSimulated(caller) };
  }

  @Post('logout')
  @HttpCode(204)
  @RequiresRole('viewer')
  @Describes({ operationId: 'logOut', summary: 'Sign out; open sockets of the session close', status: 204 })
  async logOut(
    @CurrentSession() session: VerifiedSession,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.asker.ask(logOut, { secret: session.secret }, caller);
    this.verifier.forgetSession(session.session_id);
    void reply.clearCookie(this.cookieName, this.cookieAttributes());
  }

  private open(body: LoginBody, channel: 'browser' | 'token', request: FastifyRequest): Promise<LogInReply> {
    const question = { email: body.email, password: body.password, channel, client_address: request.ip.slice(0, 100) };
    return this.asker.ask(logIn, question, anonymousCaller(request.id), LOGIN_TIMEOUT_MS);
  }

  /** A session planted into, or left in, this browser ends with the new login. */
  private async endPresented(request: FastifyRequest): Promise<void> {
    const presented = presentedSecret({ cookie: request.headers.cookie }, this.cookieName);
    if (presented === undefined) return;
    await this.asker.ask(logOut, { secret: presented.secret }, anonymousCaller(request.id));
    this.verifier.forgetSecret(presented.secret);
  }

  private setCookie(reply: FastifyReply, secret: string, expiresAt: string): void {
    void reply.setCookie(this.cookieName, secret, { ...this.cookieAttributes(), expires: new Date(expiresAt) });
  }

  private cookieAttributes(): { path: string; httpOnly: true; sameSite: 'strict'; secure: boolean } {
    return { path: '/', httpOnly: true, sameSite: 'strict', secure: this.config.COOKIE_SECURE };
  }
}

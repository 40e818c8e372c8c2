import type { Environment, RunningService } from '@botarmy/chassis';
import { createLogger, Problem } from '@botarmy/chassis';
import {
  getOrchestratorOverview,
  getRouterStatus,
  listArtifacts,
  listHitlRequests,
  logIn,
  logOut,
  QUESTIONS,
  readConfiguration,
  sessionEnded,
  verifySession,
} from '@botarmy/contracts';
import type {
  Caller,
  LogInReply,
  QuestionDeclaration,
  Role,
  ServiceName,
  VerifySessionReply,
} from '@botarmy/contracts';
import { Broker, callerFrom, fromNatsHeaders, outgoingMessage, Publisher, toWire } from '@botarmy/messaging';
import { createPlatformBroker } from '@botarmy/testing';
import type { PlatformBroker } from '@botarmy/testing';

import { bootstrap } from './bootstrap';

/** A question as a fake service got it. */
export interface Asked<TRequest = unknown> {
  readonly request: TRequest;
  readonly caller: Caller;
}

type Answer<TRequest, TReply> = (request: TRequest, caller: Caller) => TReply | Promise<TReply>;

/** A gateway on a real broker, with services that answer as a test tells them. */
export class GatewayRig {
  readonly asked = new Map<string, Asked[]>();
  private readonly answers = new Map<string, Answer<never, unknown>>();
  private readonly sessions = new Map<string, VerifySessionReply>();
  private readonly gateways: RunningService[] = [];
  private sessionCount = 0;

  private constructor(
    readonly broker: PlatformBroker,
    private readonly services: ReadonlyMap<ServiceName, Broker>,
  ) {}

  static async create(): Promise<GatewayRig> {
    const broker = await createPlatformBroker();
    const logger = createLogger({ level: 'silent' });
    const names: ServiceName[] = [
      'identity',
      'orchestrator',
      'hitl',
      'artifacts',
      'llm-router',
      'agent-runner',
      'insights',
    ];
    const services = await Promise.all(
      names.map(async (service) => {
        const { NATS_URL: url, NATS_NKEY_SEED: nkeySeed } = broker.environmentOf(service);
        return [service, await Broker.connect({ service, url, nkeySeed }, logger)] as const;
      }),
    );
    const rig = new GatewayRig(broker, new Map(services));
    rig.answerAsUsual();
    for (const question of QUESTIONS)
      if (names.includes(question.answeredBy) && !question.streamed) rig.serve(question);
    await Promise.all(services.map(([, service]) => service.connection.flush()));
    return rig;
  }

  /** Starts a gateway and returns it; it answers when this resolves. */
  async start(environment: Environment = {}): Promise<RunningService> {
    const gateway = await bootstrap({
      environment: {
        ...this.broker.environmentOf('gateway'),
        ENVIRONMENT: 'test',
        LOG_LEVEL: 'silent',
        ...environment,
      },
    });
    this.gateways.push(gateway);
    return gateway;
  }

  async stop(): Promise<void> {
    await Promise.all(this.gateways.map((gateway) => gateway.close()));
    await Promise.all([...this.services.values()].map((service) => service.close()));
    await this.broker.stop();
  }

  service(name: ServiceName): Broker {
    const service = this.services.get(name);
    if (service === undefined) throw new Error(`the rig has no ${name}`);
    return service;
  }

  /** Answers a question from now on; a thrown `Problem` becomes a refusal. */
  answer<TRequest extends object, TReply extends object>(
    question: QuestionDeclaration<TRequest, TReply>,
    answer: Answer<TRequest, TReply>,
  ): void {
    this.answers.set(question.subject, answer as Answer<never, unknown>);
  }

  /** Falls silent about a question, as a service that is down. */
  async silence(...questions: QuestionDeclaration[]): Promise<void> {
    for (const { subject } of questions) this.served.get(subject)?.unsubscribe();
    await this.flush(questions);
  }

  /** Answers a question again after a silence. */
  async resume(...questions: QuestionDeclaration[]): Promise<void> {
    for (const question of questions) this.serve(question);
    await this.flush(questions);
  }

  /** The broker knows by then who answers what. */
  private async flush(questions: readonly QuestionDeclaration[]): Promise<void> {
    await Promise.all(questions.map(({ answeredBy }) => this.service(answeredBy).connection.flush()));
  }

  /** A running session, as identity would know it. */
  session(
    role: Role,
    overrides: { tenantId?: string; channel?: 'browser' | 'token'; lastsMs?: number } = {},
  ): LogInReply {
    const { tenantId = 'ten_default', channel = 'browser', lastsMs = 3_600_000 } = overrides;
    this.sessionCount += 1;
    const number = String(this.sessionCount).padStart(4, '0');
    const secret = `secret-of-session-number-${number}`;
    const session: VerifySessionReply = {
      session_id: `ses_${number}`,
      channel,
      csrf_token: `csrf-token-${number}`,
      expires_at: new Date(Date.now() + lastsMs).toISOString(),
      user: {
        id: `usr_${role}`,
        name: `A ${role}`,
        email: `${role}@example.com`,
        role,
        tenant_id: tenantId,
        tenant_name: 'Tenant',
      },
    };
    this.sessions.set(secret, session);
    return { secret, ...session };
  }

  /** Ends a session and says so, as identity's relay does. */
  async endSession(session: LogInReply): Promise<void> {
    this.sessions.delete(session.secret);
    await this.announceEnd(session);
  }

  /** Ends a session without a word, as if the news of it were lost. */
  forgetSession({ secret }: LogInReply): void {
    this.sessions.delete(secret);
  }

  async announceEnd({ session_id, user }: LogInReply): Promise<void> {
    await new Publisher(this.service('identity')).publish(
      outgoingMessage(sessionEnded, {
        eventId: `msg_${session_id}_${String(this.sessionCount)}`,
        tenantId: user.tenant_id,
        key: [session_id],
        payload: { session_id, user_id: user.id, reason: 'logged-out', ended_at: new Date().toISOString() },
      }),
    );
  }

  /** Questions a service was asked, oldest first. */
  askedOf<TRequest extends object>(question: QuestionDeclaration<TRequest, object>): Asked<TRequest>[] {
    return (this.asked.get(question.subject) ?? []) as Asked<TRequest>[];
  }

  private readonly served = new Map<string, { unsubscribe(): void }>();

  private serve(question: QuestionDeclaration): void {
    const { connection } = this.service(question.answeredBy);
    const subscription = connection.subscribe(question.subject, {
      callback: (_error, message) => {
        const { data, id } = message.json<{ data: unknown; id: string }>();
        const caller = callerFrom(fromNatsHeaders(message.headers));
        if (caller === undefined) throw new Error(`${question.subject} was asked by nobody`);
        this.asked.set(question.subject, [...(this.asked.get(question.subject) ?? []), { request: data, caller }]);
        void this.reply(question, data, caller).then((answer) =>
          message.respond(JSON.stringify({ id, isDisposed: true, ...answer })),
        );
      },
    });
    this.served.set(question.subject, subscription);
  }

  private async reply(question: QuestionDeclaration, data: unknown, caller: Caller): Promise<object> {
    try {
      const answer = this.answers.get(question.subject) ?? (() => refuse(503, 'unanswered'));
      return { response: await answer(data as never, caller) };
    } catch (error) {
      return { err: error instanceof Problem ? toWire(error) : { message: 'Internal server error' } };
    }
  }

  private answerAsUsual(): void {
    this.answer(verifySession, ({ secret }) => this.sessions.get(secret) ?? refuse(401, 'not-signed-in'));
    this.answer(logIn, ({ email, password, channel }) => {
      if (password !== 'right password') return refuse(401, 'invalid-credentials');
      return this.session(email.split('@')[0] as Role, { channel });
    });
    this.answer(logOut, async ({ secret }) => {
      const session = this.sessions.get(secret);
      if (session === undefined) return { ended: false };
      await this.endSession({ secret, ...session });
      return { ended: true };
    });
    this.answer(getRouterStatus, () => ({
      providers: [{ id: 'openai', status: 'healthy', response_time_ms: 234, simulated: true, model: 'gpt' }],
      simulated: true,
    }));
    this.answer(getOrchestratorOverview, () => ({
      active_workflows: 2,
      agents: [{ id: 'analyst', name: 'Analyst', enabled: true }],
      processes: [{ name: 'sdlc', version: '1.0.0', title: 'SDLC', estimated_duration_minutes: 25 }],
    }));
    this.answer(readConfiguration, () => ({ scopes: [] }));
    this.answer(listHitlRequests, () => ({ requests: [], total_count: 0, next_cursor: null }));
    this.answer(listArtifacts, () => ({ artifacts: [], total_count: 0, next_cursor: null }));
  }
}

/** Refuses as a service does. */
export function refuse(status: number, code: string, members: Readonly<Record<string, unknown>> = {}): never {
  throw new Problem({ status, code, title: 'Refused', detail: 'Refused by the service.', members });
}

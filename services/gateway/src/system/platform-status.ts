import { Injectable } from '@nestjs/common';

import { Clock, Problem } from '@botarmy/chassis';
import {
  createId,
  getOrchestratorOverview,
  getRouterStatus,
  listArtifacts,
  listHitlRequests,
  verifySession,
} from '@botarmy/contracts';
import type { Caller, OrchestratorOverview, QuestionDeclaration, RouterStatusReply } from '@botarmy/contracts';
import { Asker, Broker } from '@botarmy/messaging';

import { anonymousCaller } from '../access/anonymous-caller';
import { SingleFlight } from './single-flight';

const TIMEOUT_MS = 1_000;
const FRESH_MS = 2_000;

/** Who answers right now. */
export interface ServiceStates {
  readonly services: Record<string, 'online' | 'offline'>;
  readonly router: RouterStatusReply | undefined;
  readonly overview: OrchestratorOverview | undefined;
}

/** Asks the services how they are, at most every two seconds for each tenant. */
@Injectable()
export class PlatformStatus {
  private readonly states: SingleFlight<ServiceStates>;
  private readonly routers: SingleFlight<RouterStatusReply | undefined>;

  constructor(
    private readonly asker: Asker,
    private readonly broker: Broker,
    clock: Clock,
  ) {
    this.states = new SingleFlight(clock, FRESH_MS);
    this.routers = new SingleFlight(clock, FRESH_MS);
  }

  /** Never throws: who does not answer is offline. */
  read(caller: Caller): Promise<ServiceStates> {
    return this.states.run(caller.tenant_id, () => this.askAll(caller));
  }

  /** Whether models are answered by the simulator; null while the router does not answer. */
  async isSimulated(caller: Caller): Promise<boolean | null> {
    return (await this.router(caller))?.simulated ?? null;
  }

  private async askAll(caller: Caller): Promise<ServiceStates> {
    const [router, overview, hitl, artifacts, identity] = await Promise.all([
      this.router(caller),
      this.answerOf(getOrchestratorOverview, {}, caller),
      this.isOnline(listHitlRequests, { limit: 1 }, caller),
      this.isOnline(listArtifacts, { limit: 1 }, caller),
      this.isOnline(verifySession, { secret: 'none' }, anonymousCaller(createId('req'))),
    ]);
    const word = (isOnline: boolean): 'online' | 'offline' => (isOnline ? 'online' : 'offline');
    return {
      services: {
        llm: word(router !== undefined),
        websocket: word(this.broker.isConnected),
        orchestrator: word(overview !== undefined),
        hitl: word(hitl),
        artifacts: word(artifacts),
        identity: word(identity),
      },
      router,
      overview,
    };
  }

  private router(caller: Caller): Promise<RouterStatusReply | undefined> {
    return this.routers.run(caller.tenant_id, () => this.answerOf(getRouterStatus, {}, caller));
  }

  private async answerOf<TRequest extends object, TReply extends object>(
    question: QuestionDeclaration<TRequest, TReply>,
    request: TRequest,
    caller: Caller,
  ): Promise<TReply | undefined> {
    try {
      return await this.asker.ask(question, request, caller, TIMEOUT_MS);
    } catch {
      // Why it does not answer is in its own log and in the metrics of questions.
      return undefined;
    }
  }

  /** A refusal is an answer, unless it says that the service cannot work. */
  private async isOnline<TRequest extends object>(
    question: QuestionDeclaration<TRequest, object>,
    request: TRequest,
    caller: Caller,
  ): Promise<boolean> {
    try {
      await this.asker.ask(question, request, caller, TIMEOUT_MS);
      return true;
    } catch (error) {
      return error instanceof Problem && error.status < 500;
    }
  }
}

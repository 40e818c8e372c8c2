import { createLogger, Problem, SystemClock } from '@botarmy/chassis';
import {
  completeModelCallV2,
  converse,
  createId,
  getOrchestratorOverview,
  getUpload,
  getWorkflowStatus,
  messageAgent,
  pauseWorkflow,
  readAgentProfile,
  readUploadText,
  resumeWorkflow,
  startWorkflow,
  TALK_FILTER,
} from '@botarmy/contracts';
import type {
  AgentProfile,
  Caller,
  CompleteModelCallV2Reply,
  CompleteModelCallV2Request,
  ConversationDelta,
  ConverseReply,
  ConverseRequest,
  QuestionDeclaration,
  ServiceName,
} from '@botarmy/contracts';
import { Broker, callerFrom, fromNatsHeaders, StreamClient, StreamServer, toWire } from '@botarmy/messaging';
import type { StreamContext } from '@botarmy/messaging';
import type { PlatformBroker } from '@botarmy/testing';

/** One call a model was asked for. */
export interface AskedModel {
  readonly request: CompleteModelCallV2Request;
  readonly caller: Caller;
}

type Model = (request: CompleteModelCallV2Request, context: StreamContext) => Promise<string> | string;

const MOMENT = '2026-01-15T10:30:00.000Z';
const AGENTS = ['analyst', 'architect', 'tester'];

/** Orchestrator and router as far as conversations ask them. */
export class FakePlatform {
  /** What the orchestrator was told to do. */
  readonly deeds: { readonly question: string; readonly request: object; readonly caller: Caller }[] = [];
  readonly calls: AskedModel[] = [];
  /** Calls that came to an end, by key: a repeated one is replayed. */
  readonly finished = new Map<string, string>();
  /** Pieces of answers, as gateways hear them. */
  readonly pieces: ConversationDelta[] = [];
  /** What the scan of every upload came to. */
  uploadStatus = 'clean';
  /** What the model says. */
  model: Model = () => 'Because it is simpler.';

  private constructor(
    private readonly orchestrator: Broker,
    private readonly router: Broker,
    private readonly artifacts: Broker,
    private readonly gateway: Broker,
    private readonly streams: StreamServer,
  ) {}

  static async start(broker: PlatformBroker): Promise<FakePlatform> {
    const logger = createLogger({ level: 'silent' });
    const connect = (service: ServiceName) => {
      const { NATS_URL: url, NATS_NKEY_SEED: nkeySeed } = broker.environmentOf(service);
      return Broker.connect({ service, url, nkeySeed }, logger);
    };
    const names: ServiceName[] = ['orchestrator', 'llm-router', 'artifacts', 'gateway'];
    const brokers = await Promise.all(names.map(connect));
    const [orchestrator, router, artifacts, gateway] = brokers as [Broker, Broker, Broker, Broker];
    const streams = new StreamServer(router, new SystemClock(), logger);
    const platform = new FakePlatform(orchestrator, router, artifacts, gateway, streams);
    platform.serve();
    await Promise.all(brokers.map(({ connection }) => connection.flush()));
    return platform;
  }

  async stop(): Promise<void> {
    await this.streams.stop();
    const { orchestrator, router, artifacts, gateway } = this;
    await Promise.all([orchestrator, router, artifacts, gateway].map((broker) => broker.close()));
  }

  /** Talks to an agent as the gateway does. */
  converse(request: ConverseRequest, caller: Caller): Promise<ConverseReply> {
    return new StreamClient(this.gateway, new SystemClock()).ask(converse, request, caller);
  }

  private serve(): void {
    this.gateway.connection.subscribe(TALK_FILTER, {
      callback: (error, message) => {
        if (error === null) this.pieces.push(message.json<ConversationDelta>());
      },
    });
    this.answer(readAgentProfile, ({ agent_id }) => profileOf(agent_id));
    this.answer(getOrchestratorOverview, () => ({
      active_workflows: 0,
      agents: AGENTS.map((id) => ({ id, name: nameOf(id), enabled: true })),
      processes: [],
    }));
    this.answer(getWorkflowStatus, ({ workflow_id }) => ({
      id: workflow_id,
      title: 'A shop',
      status: 'in_progress',
      current_stage: 'Design',
      progress_percent: 40,
      agents: AGENTS.map((id) => ({ id, name: nameOf(id) })),
    }));
    this.answer(pauseWorkflow, this.doing(pauseWorkflow, { success: true, paused_at: MOMENT }));
    this.answer(resumeWorkflow, this.doing(resumeWorkflow, { success: true, resumed_at: MOMENT }));
    const started = { workflow_id: createId('wf'), status: 'started', estimated_duration_minutes: 1 };
    this.answer(startWorkflow, this.doing(startWorkflow, started));
    const delivered = { message_id: createId('msg'), status: 'delivered', agent_response_expected: true };
    this.answer(messageAgent, this.doing(messageAgent, delivered));
    this.answer(getUpload, ({ upload_id }) => uploadOf(upload_id, this.uploadStatus));
    this.answer(readUploadText, ({ upload_id }) => ({
      upload: uploadOf(upload_id, this.uploadStatus),
      text: 'Opening hours: 9 to 5.',
      is_cut: false,
    }));
    this.streams.serve(completeModelCallV2, (request, context) => this.complete(request, context));
  }

  private async complete(
    request: CompleteModelCallV2Request,
    context: StreamContext,
  ): Promise<CompleteModelCallV2Reply> {
    const known = this.finished.get(request.idempotency_key);
    this.calls.push({ request, caller: context.caller });
    const text = known ?? (await this.model(request, context));
    this.finished.set(request.idempotency_key, text);
    context.delta(text);
    return {
      call_id: createId('call'),
      text,
      reasoning: [],
      tool_calls: [],
      finish_reason: 'stop',
      raw_finish_reason: 'stop',
      usage: {
        provider: 'openai',
        model: 'simulated',
        input_tokens: 10,
        cache_write_tokens: 0,
        cache_read_tokens: 0,
        output_tokens: 5,
        reasoning_tokens: 0,
        cost_micros: 12,
        estimated: false,
        simulated: true,
      },
      replayed: known !== undefined,
    };
  }

  private doing(question: QuestionDeclaration, reply: object) {
    return (request: object, caller: Caller): object => {
      this.deeds.push({ question: question.subject, request, caller });
      return reply;
    };
  }

  private answer<TRequest extends object>(
    question: QuestionDeclaration<TRequest, object>,
    answer: (request: TRequest, caller: Caller) => object,
  ): void {
    const answering = question.answeredBy === 'artifacts' ? this.artifacts : this.orchestrator;
    answering.connection.subscribe(question.subject, {
      callback: (_error, message) => {
        const { id, data } = message.json<{ id: string; data: TRequest }>();
        const caller = callerFrom(fromNatsHeaders(message.headers));
        if (caller === undefined) throw new Error(`${question.subject} was asked by nobody`);
        message.respond(JSON.stringify({ id, isDisposed: true, ...outcomeOf(() => answer(data, caller)) }));
      },
    });
  }
}

function outcomeOf(answer: () => object): object {
  try {
    return { response: answer() };
  } catch (error) {
    if (error instanceof Problem) return { err: toWire(error) };
    throw error;
  }
}

function profileOf(agentId: string): AgentProfile {
  if (!AGENTS.includes(agentId)) {
    throw new Problem({ status: 404, code: 'unknown-agent', title: 'Unknown agent', detail: `No "${agentId}" here.` });
  }
  return {
    id: agentId,
    name: nameOf(agentId),
    pool: agentId,
    system_prompt: `You are the ${agentId}.`,
    route: 'default',
    max_output_tokens: 1_000,
    temperature: 0.3,
  };
}

function uploadOf(id: string, status: string): object {
  return { id, name: 'hours.txt', status, text_characters: 22 };
}

function nameOf(agentId: string): string {
  return agentId.charAt(0).toUpperCase() + agentId.slice(1);
}

/** A refusal as a service gives it. */
export function refusal(status: number, code: string): Problem {
  return new Problem({ status, code, title: 'Refused', detail: 'Refused by the service.' });
}

import { join } from 'node:path';

import { Controller, Module } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';

import { loadConfig, ServiceConfig, startService } from '@botarmy/chassis';
import type { RunningService } from '@botarmy/chassis';
import {
  adoptArtifacts,
  AdoptArtifactsRequest,
  agentTaskAsked,
  agentTaskCompleted,
  agentTaskFailed,
  createId,
  deliveryRefused,
  ExecuteAgentTask,
  hitlOpenHitlRequest,
  hitlRequestAnswered,
  OpenHitlRequest,
  serviceCaller,
  readArtifact,
  ReadArtifactRequest,
  readUploadText,
  storeArtifact,
  StoreArtifactRequest,
  UploadRequest,
} from '@botarmy/contracts';
import type {
  AdoptArtifactsReply,
  ArtifactReference,
  AskedQuestion,
  Caller,
  ContractEvidence,
  HitlAnswer,
  ModelUsage,
  ReadArtifactReply,
  ReadUploadTextReply,
  StoreArtifactReply,
} from '@botarmy/contracts';
import {
  Answers,
  Asker,
  attachMessaging,
  Broker,
  DEAD_LETTER_STORE,
  Handles,
  HandlesAgentPools,
  MessagingModule,
  outgoingMessage,
  Publisher,
} from '@botarmy/messaging';
import type { Delivery } from '@botarmy/messaging';
import type { AgentQuestion, GivenAnswer } from '@botarmy/process-engine';
import { createPlatformBroker, createServiceDatabase, waitFor } from '@botarmy/testing';
import type { PlatformBroker, ServiceDatabase } from '@botarmy/testing';

import { bootstrap } from '../src/bootstrap';
import { ArtifactShelf } from './artifact-shelf.fixture';

/** The folder of the shipped processes. */
export const PROCESSES_DIRECTORY = join(__dirname, '../../../processes');

/** What the stand-in runner does with an attempt. */
export type RunnerBehaviour = (task: ExecuteAgentTask) => 'complete' | 'fail' | 'give-up' | 'silent';

/** The orchestrator on a real broker and database, with stand-ins for runner, hitl, artifacts and gateway. */
export class OrchestratorPlatform {
  readonly shelf = new ArtifactShelf();
  readonly tasks: { task: ExecuteAgentTask; delivery: Delivery }[] = [];
  /** Questions to people as hitl received them. */
  readonly questions: OpenHitlRequest[] = [];
  behave: RunnerBehaviour = () => 'complete';
  /** What the artifacts service does before it stores something. */
  beforeStore: (request: StoreArtifactRequest) => Promise<void> | void = () => undefined;

  private constructor(
    readonly broker: PlatformBroker,
    readonly database: ServiceDatabase,
    readonly environment: Record<string, string>,
  ) {}

  orchestrator!: RunningService;
  private standIns: RunningService[] = [];

  static async start(environment: Record<string, string> = {}): Promise<OrchestratorPlatform> {
    const [broker, database] = await Promise.all([
      createPlatformBroker(),
      createServiceDatabase('orchestrator', join(__dirname, '../prisma/migrations')),
    ]);
    const platform = new OrchestratorPlatform(broker, database, {
      ...broker.environmentOf('orchestrator'),
      DATABASE_URL: database.serviceUrl,
      PROCESSES_DIRECTORY,
      RECONCILE_INTERVAL_MS: '50',
      TOPOLOGY_INTERVAL_MS: '300',
      LOG_LEVEL: 'silent',
      ...environment,
    });
    platform.standIns = await platform.startStandIns();
    platform.orchestrator = await platform.startOrchestrator();
    return platform;
  }

  startOrchestrator(): Promise<RunningService> {
    return bootstrap({ environment: this.environment });
  }

  /** Asks the orchestrator as the gateway would. */
  get gateway(): Asker {
    return this.standIn('gateway').app.get(Asker);
  }

  /** Asks the orchestrator as a runner would. */
  get asAgentRunner(): Asker {
    return this.standIn('agent-runner').app.get(Asker);
  }

  /** The broker as runners see it. */
  get runnerConnection(): Broker['connection'] {
    return this.standIn('agent-runner').app.get(Broker).connection;
  }

  /** The broker as the router sees it. */
  get routerConnection(): Broker['connection'] {
    return this.standIn('llm-router').app.get(Broker).connection;
  }

  /** An attempt as the runner received it; waits until it arrives. */
  async taskReceived(
    workflowId: string,
    { task_id, attempt, lease }: { task_id: string; attempt: number; lease: number },
  ): Promise<ExecuteAgentTask> {
    const isMeant = ({ task }: { task: ExecuteAgentTask }): boolean =>
      task.workflow_id === workflowId && task.task_id === task_id && task.attempt === attempt && task.lease === lease;
    const { task } = await waitFor(() => this.tasks.find(isMeant), {
      timeoutMs: 20_000,
      describe: `attempt ${attempt}, lease ${lease} of ${task_id} to reach a runner`,
    });
    return task;
  }

  /** Stores a brief as the start of a workflow would. */
  storeBrief(
    workflowId: string,
    { path, title }: { readonly path: string; readonly title: string },
    content: string,
  ): ArtifactReference {
    const { artifact } = this.shelf.store({
      workflow_id: workflowId,
      path,
      name: title,
      type: 'markdown',
      agent_id: 'person',
      stage: '',
      operation_key: 'brief',
      content,
      dependencies: [],
      metadata: {},
    });
    return artifact;
  }

  /** Publishes an answer as hitl would. */
  async answer(
    requestId: string,
    workflowId: string,
    response: HitlAnswer,
    feedback = '',
    { tenantId = 'ten_default', answers }: { tenantId?: string; answers?: readonly GivenAnswer[] } = {},
  ): Promise<void> {
    const payload = {
      request_id: requestId,
      workflow_id: workflowId,
      response,
      feedback,
      modifications: [],
      answered_by: 'usr_a',
      answered_at: new Date().toISOString(),
      ...(answers === undefined ? {} : { answers: answers.map((answer) => ({ ...answer })) }),
    };
    await this.standIn('hitl')
      .app.get(Publisher)
      .publish(
        outgoingMessage(hitlRequestAnswered, { eventId: createId('msg'), tenantId, key: [workflowId], payload }),
      );
  }

  /** Publishes questions of an attempt as a runner would. */
  async ask(task: ExecuteAgentTask, questions: readonly AgentQuestion[], usage: ModelUsage): Promise<void> {
    const { workflow_id, task_id, attempt, lease } = task;
    const asked = questions.map((question) => ({ ...question }) as unknown as AskedQuestion);
    const payload = { workflow_id, task_id, attempt, lease, questions: asked, usage, duration_ms: 1 };
    const eventId = createId('msg');
    await this.standIn('agent-runner')
      .app.get(Publisher)
      .publish(outgoingMessage(agentTaskAsked, { eventId, tenantId: 'ten_default', key: [workflow_id], payload }));
  }

  /** Publishes a finished attempt as a runner would. */
  async complete(
    task: ExecuteAgentTask,
    details: {
      eventId?: string;
      tenantId?: string;
      attempt?: number;
      lease?: number;
      evidence?: ContractEvidence;
      values?: Record<string, unknown>;
      usage?: ModelUsage;
    } = {},
  ): Promise<void> {
    const { eventId = createId('msg'), tenantId = 'ten_default', attempt = task.attempt, lease = task.lease } = details;
    const content = documentOf(task);
    const { artifact } = this.shelf.store({
      workflow_id: task.workflow_id,
      path: task.output.path,
      name: task.output.title,
      type: 'markdown',
      agent_id: task.agent.id,
      stage: task.stage_id,
      operation_key: `${task.task_id}.${task.attempt}`,
      content,
      dependencies: [],
      metadata: {},
    });
    const payload = {
      workflow_id: task.workflow_id,
      task_id: task.task_id,
      attempt,
      lease,
      artifact,
      evidence: details.evidence ?? { passed: true, words: 50, missing_sections: [], repairs: 0 },
      usage: details.usage ?? {
        provider: 'openai',
        model: 'gpt',
        input_tokens: 10,
        output_tokens: 20,
        cost_micros: 5,
        calls: 1,
        simulated: true,
      },
      duration_ms: 3,
      ...(details.values === undefined ? {} : { values: details.values }),
    };
    await this.standIn('agent-runner')
      .app.get(Publisher)
      .publish(outgoingMessage(agentTaskCompleted, { eventId, tenantId, key: [task.workflow_id], payload }));
  }

  /** Reports a message as impossible to handle, as a runner would. */
  async refuse(delivery: Delivery, text: string): Promise<void> {
    const { consumer, subject, eventId, tenantId } = delivery;
    const details = { code: 'malformed-message', reason: 'It makes no sense.', encoding: 'utf8' as const };
    const payload = { consumer, subject, event_id: eventId, payload: text, ...details };
    const message = outgoingMessage(deliveryRefused, {
      eventId: `${eventId}.refused`,
      tenantId,
      key: [consumer],
      payload,
    });
    await this.standIn('agent-runner').app.get(Publisher).publish(message);
  }

  /** Publishes an attempt that ended without a document, as a runner would. */
  async fail(
    task: ExecuteAgentTask,
    details: { retryable: boolean; code?: string; retry_after_ms?: number },
  ): Promise<void> {
    const { workflow_id, task_id, attempt, lease } = task;
    const { retryable, code = 'provider-unavailable', retry_after_ms = 0 } = details;
    const payload = {
      workflow_id,
      task_id,
      attempt,
      lease,
      code,
      detail: code === 'provider-unavailable' ? 'The provider did not answer.' : `The attempt ended with ${code}.`,
      retryable,
      retry_after_ms,
      duration_ms: 1,
    };
    await this.standIn('agent-runner')
      .app.get(Publisher)
      .publish(
        outgoingMessage(agentTaskFailed, {
          eventId: createId('msg'),
          tenantId: 'ten_default',
          key: [workflow_id],
          payload,
        }),
      );
  }

  async stop(): Promise<void> {
    await Promise.all([this.orchestrator, ...this.standIns].map((service) => service?.close()));
    await this.broker.stop();
    await this.database.drop();
  }

  private standIn(name: string): RunningService {
    const service = this.standIns.find((candidate) => candidate.name === name);
    if (service === undefined) throw new Error(`no stand-in for ${name}`);
    return service;
  }

  private async startStandIns(): Promise<RunningService[]> {
    const { shelf, tasks, questions } = this;
    const platform = this;

    @Controller()
    class ArtifactsStandIn {
      @Answers(storeArtifact)
      async store(@Payload() request: StoreArtifactRequest): Promise<StoreArtifactReply> {
        await platform.beforeStore(request);
        return shelf.store(request);
      }

      @Answers(readUploadText)
      readUpload(@Payload() { upload_id }: UploadRequest): ReadUploadTextReply {
        return shelf.readUpload(upload_id);
      }

      @Answers(readArtifact)
      read(@Payload() { artifact_id, version }: ReadArtifactRequest): ReadArtifactReply {
        return shelf.read(artifact_id, version);
      }

      @Answers(adoptArtifacts)
      adopt(@Payload() request: AdoptArtifactsRequest): AdoptArtifactsReply {
        return shelf.adopt(request);
      }
    }

    @Controller()
    class HitlStandIn {
      @Handles(hitlOpenHitlRequest)
      open(@Payload() question: OpenHitlRequest): void {
        questions.push(question);
      }
    }

    @Controller()
    class RunnerStandIn {
      @HandlesAgentPools()
      async execute(@Payload() task: ExecuteAgentTask, @Ctx() delivery: Delivery): Promise<void> {
        tasks.push({ task, delivery });
        const behaviour = platform.behave(task);
        if (behaviour === 'complete') await platform.complete(task);
        else if (behaviour !== 'silent') await platform.fail(task, { retryable: behaviour === 'fail' });
      }
    }

    const start = (
      service: 'artifacts' | 'agent-runner' | 'gateway' | 'hitl' | 'llm-router',
      controller?: new () => object,
    ) => {
      @Module({
        imports: [MessagingModule.forService({ service, stores: false })],
        controllers: controller === undefined ? [] : [controller],
        providers: [{ provide: DEAD_LETTER_STORE, useValue: undefined }],
      })
      class StandInModule {}
      return startService({
        name: service,
        module: StandInModule,
        config: loadConfig(ServiceConfig, { ...this.broker.environmentOf(service), LOG_LEVEL: 'silent' }),
        configure: async (app, runtime) => {
          const pools = ['analyst', 'architect', 'developer', 'tester', 'deployer', 'integrations'];
          if (controller !== undefined) await attachMessaging(app, runtime, { pools });
        },
      });
    };
    return Promise.all([
      start('artifacts', ArtifactsStandIn),
      start('agent-runner', RunnerStandIn),
      start('gateway'),
      start('llm-router'),
      start('hitl', HitlStandIn),
    ]);
  }
}

/** A caller with the right to start and control workflows. */
export function operator(overrides: Partial<Caller> = {}): Caller {
  return {
    ...serviceCaller('test', 'ten_default', createId('req')),
    user_id: 'usr_op',
    role: 'operator',
    ...overrides,
  };
}

function documentOf(task: ExecuteAgentTask): string {
  return [`# ${task.output.title}`, ...task.output.required_sections.map((section) => `## ${section}\n\nText.`)].join(
    '\n\n',
  );
}

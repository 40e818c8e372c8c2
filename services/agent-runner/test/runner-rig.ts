import { nanos } from 'nats';
import type { ConsumerMessages, JsMsg } from 'nats';

import { createLogger } from '@botarmy/chassis';
import type { Environment, RunningService } from '@botarmy/chassis';
import {
  agentTaskCancelled,
  executeAgentTask,
  LIVE_FILTER,
  parseSubject,
  STREAMS,
  subjectOf,
} from '@botarmy/contracts';
import type { ExecuteAgentTask, LiveDelta } from '@botarmy/contracts';
import { Broker, outgoingMessage, Publisher } from '@botarmy/messaging';
import { createPlatformBroker, waitFor } from '@botarmy/testing';
import type { PlatformBroker } from '@botarmy/testing';

import { bootstrap } from '../src/bootstrap';
import { startFakeArtifacts } from './fake-artifacts';
import type { FakeArtifacts } from './fake-artifacts';
import { FakeRouter, startFakeRouter } from './fake-router';

/** A message of the events stream. */
export interface SeenEvent {
  readonly name: string;
  readonly subject: string;
  readonly messageId: string;
  readonly payload: Record<string, unknown>;
}

/** Everything around a runner: broker, artifacts, router, and the orchestrator's eyes and hands. */
export interface RunnerRig {
  readonly broker: PlatformBroker;
  readonly artifacts: FakeArtifacts;
  readonly router: FakeRouter;
  readonly events: SeenEvent[];
  readonly deltas: LiveDelta[];
  environment(changes?: Record<string, string>): Environment;
  startRunner(changes?: Record<string, string>): Promise<RunningService>;
  stopRunners(): Promise<void>;
  startRouter(): Promise<RunningService>;
  stopRouter(): Promise<void>;
  /** Sends a task as the orchestrator does; a publication above 0 is the reconciler's repetition. */
  send(task: ExecuteAgentTask, options?: { publication?: number; eventId?: string }): Promise<string>;
  /** Says that nobody waits for an attempt any more, as the orchestrator does. */
  cancel(task: ExecuteAgentTask): Promise<void>;
  /** Sends bytes where a task belongs. */
  sendRaw(data: Uint8Array | string, eventId: string): Promise<void>;
  /** The first event of that name about a workflow. */
  eventOf(name: string, workflowId: string, timeoutMs?: number): Promise<SeenEvent>;
  /** Watches the events stream again after it was made anew. */
  watchEvents(): Promise<void>;
  deleteStreams(): Promise<void>;
  /** Makes the broker repeat unfinished messages of a durable sooner. */
  repeatAfter(durable: string, ms: number): Promise<void>;
  /** Waits until no task waits or is in hand. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

function eventFrom(message: JsMsg): SeenEvent {
  const subject = parseSubject(message.subject);
  return {
    name: `${subject?.entity}.${subject?.verb}`,
    subject: message.subject,
    messageId: message.headers?.get('Nats-Msg-Id') ?? '',
    payload: message.json(),
  };
}

export async function createRunnerRig(): Promise<RunnerRig> {
  const broker = await createPlatformBroker();
  const logger = createLogger({ level: 'silent' });
  const connect = (service: 'orchestrator' | 'gateway'): Promise<Broker> => {
    const { NATS_URL, NATS_NKEY_SEED } = broker.environmentOf(service);
    return Broker.connect({ service, url: NATS_URL, nkeySeed: NATS_NKEY_SEED }, logger);
  };
  const [orchestrator, gateway, { service: artifactsService, artifacts }] = await Promise.all([
    connect('orchestrator'),
    connect('gateway'),
    startFakeArtifacts(broker),
  ]);
  const router = new FakeRouter();
  let routerService: RunningService | undefined = await startFakeRouter(broker, router);
  const runners: RunningService[] = [];
  const events: SeenEvent[] = [];
  const deltas: LiveDelta[] = [];
  const publisher = new Publisher(orchestrator);

  const watches: ConsumerMessages[] = [];
  const watchEvents = async (): Promise<void> => {
    const consumer = await orchestrator.jetstream.consumers.get('EVENTS');
    const callback = (message: JsMsg): void => void events.push(eventFrom(message));
    watches.push(await consumer.consume({ callback }));
  };
  await watchEvents();
  gateway.connection.subscribe(LIVE_FILTER, { callback: (_error, message) => void deltas.push(message.json()) });
  await gateway.connection.flush();

  const environment = (changes: Record<string, string> = {}): Environment => ({
    ...broker.environmentOf('agent-runner'),
    AGENT_POOLS: '["analyst"]',
    LOG_LEVEL: 'silent',
    ...changes,
  });
  const stopRunners = async (): Promise<void> => {
    await Promise.all(runners.splice(0).map((runner) => runner.close()));
  };
  const stopRouter = async (): Promise<void> => {
    await routerService?.close();
    routerService = undefined;
  };
  return {
    broker,
    artifacts,
    router,
    events,
    deltas,
    environment,
    startRunner: async (changes) => {
      const runner = await bootstrap({ environment: environment(changes) });
      runners.push(runner);
      return runner;
    },
    stopRunners,
    startRouter: async () => (routerService = await startFakeRouter(broker, router)),
    stopRouter,
    send: async (task, { publication = 0, eventId = `msg_${task.workflow_id}_${task.attempt}_${task.lease}` } = {}) => {
      const key = [task.agent.pool, `${task.workflow_id}-${task.task_id}`];
      await publisher.publish(
        outgoingMessage(executeAgentTask, { eventId, tenantId: 'ten_default', key, payload: task, publication }),
      );
      return eventId;
    },
    cancel: async ({ workflow_id, task_id, attempt, lease }) => {
      const payload = { workflow_id, task_id, attempt, lease };
      const eventId = `${workflow_id}.${task_id}.${attempt}.${lease}.cancelled`;
      await publisher.publish(
        outgoingMessage(agentTaskCancelled, { eventId, tenantId: 'ten_default', key: [workflow_id], payload }),
      );
    },
    sendRaw: async (data, eventId) => {
      const subject = subjectOf(executeAgentTask, 'ten_default', 'analyst', 'raw');
      await orchestrator.jetstream.publish(subject, data, { msgID: eventId });
    },
    eventOf: (name, workflowId, timeoutMs = 10_000) =>
      waitFor(() => events.find((event) => event.name === name && event.payload['workflow_id'] === workflowId), {
        timeoutMs,
        describe: `${name} of ${workflowId}`,
      }),
    watchEvents,
    deleteStreams: async () => {
      const manager = await orchestrator.connection.jetstreamManager();
      for (const { name } of STREAMS) await manager.streams.delete(name);
    },
    repeatAfter: async (durable, ms) => {
      const manager = await orchestrator.connection.jetstreamManager();
      await manager.consumers.update('AGENT_TASKS', durable, { ack_wait: nanos(ms) });
    },
    settled: async () => {
      const manager = await orchestrator.connection.jetstreamManager();
      await waitFor(async () => (await manager.streams.info('AGENT_TASKS')).state.messages === 0, {
        timeoutMs: 15_000,
        describe: 'every task is acknowledged',
      });
    },
    stop: async () => {
      await stopRunners();
      await Promise.all([stopRouter(), artifactsService.close()]);
      await Promise.all(watches.map((watch) => watch.close()));
      await Promise.all([orchestrator.close(), gateway.close()]);
      await broker.stop();
    },
  };
}

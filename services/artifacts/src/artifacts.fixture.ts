import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createLogger, MetricsRegistry, SystemClock } from '@botarmy/chassis';
import type { Environment, RunningService } from '@botarmy/chassis';
import { DEFAULT_TENANT_ID, serviceCaller, storeArtifact } from '@botarmy/contracts';
import type {
  Caller,
  QuestionDeclaration,
  ServiceName,
  StoreArtifactReply,
  StoreArtifactRequest,
} from '@botarmy/contracts';
import { Asker, Broker, MessagingMetrics } from '@botarmy/messaging';
import { createPlatformBroker, createServiceDatabase } from '@botarmy/testing';
import type { PlatformBroker, ServiceDatabase } from '@botarmy/testing';

import { storeRequest } from './artifacts/store-request.fixture';
import { BlobStore } from './blobs/blob-store';
import { bootstrap } from './bootstrap';

/** A tenant that must see nothing of the default one. */
export const OTHER_TENANT_ID = 'ten_other';

/** Who asks, for one of the two tenants. */
export function callerOf(tenantId = DEFAULT_TENANT_ID): Caller {
  return { ...serviceCaller('test', tenantId, 'req_test'), role: 'operator' };
}

/** Artifacts on a real database, broker and folder, and others' ways of asking it. */
export interface ArtifactsRig {
  readonly broker: PlatformBroker;
  readonly database: ServiceDatabase;
  readonly service: RunningService;
  readonly blobDirectory: string;
  startReplica(environment?: Environment): Promise<RunningService>;
  /** Where the service keeps the bytes of a hash. */
  blobFile(sha256: string): string;
  hasBlob(sha256: string): Promise<boolean>;
  /** Makes every blob look as if it had last been put then. */
  ageBlobs(to: Date): void;
  /** Changes the stored bytes of a hash. */
  damageBlob(sha256: string): void;
  ask<TRequest extends object, TReply extends object>(
    as: ServiceName,
    question: QuestionDeclaration<TRequest, TReply>,
    request: TRequest,
    caller?: Caller,
  ): Promise<TReply>;
  store(changes?: Partial<StoreArtifactRequest>, caller?: Caller): Promise<StoreArtifactReply>;
  /** The value of one metric of the service; 0 when it has none. */
  metric(name: string, labels?: string): Promise<number>;
  /** Payloads of the events of a kind that reached the broker, oldest first. */
  published(kind: string): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

export async function createArtifactsRig(settings: Environment = {}): Promise<ArtifactsRig> {
  const blobDirectory = mkdtempSync(join(tmpdir(), 'botarmy-artifacts-'));
  const [broker, database] = await Promise.all([
    createPlatformBroker(),
    createServiceDatabase('artifacts', join(__dirname, '../prisma/migrations')),
  ]);
  const start = (changes: Environment = {}): Promise<RunningService> =>
    bootstrap({
      environment: {
        ...broker.environmentOf('artifacts'),
        DATABASE_URL: database.serviceUrl,
        BLOB_DIRECTORY: blobDirectory,
        LOG_LEVEL: 'silent',
        ...settings,
        ...changes,
      },
    });
  const service = await start();
  const services = [service];
  const brokers = new Map<ServiceName, Promise<Broker>>();
  const brokerOf = (name: ServiceName): Promise<Broker> => {
    const { NATS_URL, NATS_NKEY_SEED } = broker.environmentOf(name);
    const settings = { service: name, url: NATS_URL, nkeySeed: NATS_NKEY_SEED };
    const known = brokers.get(name) ?? Broker.connect(settings, createLogger({ level: 'silent' }));
    brokers.set(name, known);
    return known;
  };
  const blobFile = (sha256: string): string => join(blobDirectory, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  const metrics = new MessagingMetrics(new MetricsRegistry());
  const ask: ArtifactsRig['ask'] = async (as, question, request, caller = callerOf()) =>
    new Asker(await brokerOf(as), new SystemClock(), metrics).ask(question, request, caller, 20_000);
  return {
    broker,
    database,
    service,
    blobDirectory,
    startReplica: async (environment) => {
      const replica = await start(environment);
      services.push(replica);
      return replica;
    },
    blobFile,
    hasBlob: async (sha256) => service.app.get(BlobStore).has(sha256),
    ageBlobs: (to) => {
      for (const file of readdirSync(blobDirectory, { recursive: true, encoding: 'utf8' })) {
        const path = join(blobDirectory, file);
        if (statSync(path).isFile()) utimesSync(path, to, to);
      }
    },
    damageBlob: (sha256) => writeFileSync(blobFile(sha256), 'other bytes'),
    ask,
    store: (changes, caller) => ask('agent-runner', storeArtifact, storeRequest(changes), caller),
    metric: async (name, labels = '') => {
      const page = await (await fetch(service.metricsUrl)).text();
      const line = page.split('\n').find((candidate) => candidate.startsWith(`${name}${labels} `));
      return Number(line?.split(' ').at(-1) ?? 0);
    },
    published: async (kind) => {
      const payloads: Record<string, unknown>[] = [];
      const stream = await (await brokerOf('orchestrator')).connection.jetstreamManager({ checkAPI: false });
      const { state } = await stream.streams.info('EVENTS');
      for (let seq = state.first_seq; seq <= state.last_seq; seq += 1) {
        const message = await stream.streams.getMessage('EVENTS', { seq });
        if (message.subject.includes(`.${kind}.`)) payloads.push(message.json());
      }
      return payloads;
    },
    stop: async () => {
      await Promise.all(services.map((running) => running.close()));
      await Promise.all([...brokers.values()].map(async (connecting) => (await connecting).close()));
      await Promise.all([broker.stop(), database.drop()]);
      rmSync(blobDirectory, { recursive: true, force: true });
    },
  };
}

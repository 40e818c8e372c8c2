import { AckPolicy, DeliverPolicy, DiscardPolicy, nanos, RetentionPolicy, StorageType } from 'nats';
import type { ConsumerConfig, JetStreamManager, StreamConfig } from 'nats';

import type { ConsumerDeclaration, StreamDeclaration } from '@botarmy/contracts';

/** Thrown when the broker accepted a configuration but keeps another one, as old servers do with settings they do not know. */
export class TopologyMismatchError extends Error {
  constructor(
    readonly subject: string,
    readonly differences: readonly string[],
  ) {
    super(
      `The broker keeps ${subject} differently than declared (${differences.join('; ')}). ` +
        'Use nats-server 2.10 or newer, or remove the stream so that it is created again.',
    );
    this.name = 'TopologyMismatchError';
  }
}

/** What one pass over the topology changed. */
export interface TopologyChanges {
  readonly created: string[];
  readonly updated: string[];
}

type StreamSettings = Partial<StreamConfig> & Pick<StreamConfig, 'name'>;

/**
 * Creates and repairs streams and durable consumers, then reads each back and compares.
 *
 * @param replicas Copies of each stream: 1 on a single broker, 3 in a cluster.
 * @throws {TopologyMismatchError} when the broker keeps something else than was declared.
 */
export async function ensureTopology(
  manager: JetStreamManager,
  streams: readonly StreamDeclaration[],
  consumers: readonly ConsumerDeclaration[],
  replicas: number,
): Promise<TopologyChanges> {
  const changes: TopologyChanges = { created: [], updated: [] };
  for (const stream of streams) await ensureStream(manager, streamSettings(stream, replicas), changes);
  for (const consumer of consumers) await ensureConsumer(manager, consumer, changes);
  return changes;
}

async function ensureStream(
  manager: JetStreamManager,
  wanted: StreamSettings,
  changes: TopologyChanges,
): Promise<void> {
  let kept = await absentIsUndefined(async () => (await manager.streams.info(wanted.name)).config);
  if (kept === undefined) {
    kept = (await manager.streams.add(wanted)).config;
    changes.created.push(wanted.name);
  } else if (differences(wanted, kept).length > 0) {
    kept = (await manager.streams.update(wanted.name, wanted)).config;
    changes.updated.push(wanted.name);
  }
  const remaining = differences(wanted, kept);
  if (remaining.length > 0) throw new TopologyMismatchError(`stream ${wanted.name}`, remaining);
}

async function ensureConsumer(
  manager: JetStreamManager,
  declaration: ConsumerDeclaration,
  changes: TopologyChanges,
): Promise<void> {
  const wanted = consumerSettings(declaration);
  const { stream, durable } = declaration;
  let kept = await absentIsUndefined(async () => (await manager.consumers.info(stream, durable)).config);
  if (kept === undefined) {
    kept = (await manager.consumers.add(stream, wanted)).config;
    changes.created.push(durable);
  } else if (differences(wanted, kept).length > 0) {
    kept = (await manager.consumers.update(stream, durable, wanted)).config;
    changes.updated.push(durable);
  }
  const remaining = differences(wanted, kept);
  if (remaining.length > 0) throw new TopologyMismatchError(`consumer ${durable}`, remaining);
}

function streamSettings(declaration: StreamDeclaration, replicas: number): StreamSettings {
  return {
    name: declaration.name,
    description: declaration.description,
    subjects: [...declaration.subjects],
    retention: declaration.retention === 'workqueue' ? RetentionPolicy.Workqueue : RetentionPolicy.Limits,
    storage: StorageType.File,
    discard: DiscardPolicy.Old,
    max_age: nanos(declaration.maxAgeSeconds * 1_000),
    duplicate_window: nanos(declaration.duplicateWindowSeconds * 1_000),
    num_replicas: replicas,
  };
}

function consumerSettings(declaration: ConsumerDeclaration): Partial<ConsumerConfig> & { durable_name: string } {
  return {
    durable_name: declaration.durable,
    filter_subject: declaration.filter,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    ack_wait: nanos(declaration.ackWaitSeconds * 1_000),
    max_ack_pending: declaration.maxAckPending,
    // The broker may repeat for ever: PostgreSQL counts and decides when a message is dead.
    max_deliver: -1,
  };
}

function differences(wanted: object, kept: object): string[] {
  return Object.entries(wanted)
    .filter(([key, value]) => JSON.stringify(value) !== JSON.stringify((kept as Record<string, unknown>)[key]))
    .map(
      ([key, value]) =>
        `${key}: wanted ${JSON.stringify(value)}, kept ${JSON.stringify((kept as Record<string, unknown>)[key])}`,
    );
}

async function absentIsUndefined<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (
      error instanceof Error &&
      'api_error' in error &&
      (error.api_error as { code?: number } | undefined)?.code === 404
    ) {
      return undefined;
    }
    throw error;
  }
}

import { ErrorCode, NatsError } from 'nats';
import type { MsgHdrs } from 'nats';

import { parseSubject, STREAMS } from '@botarmy/contracts';
import type { ConsumerDeclaration } from '@botarmy/contracts';

import type { FaultPlan } from '../faults/fault-plan';
import type { Simulation } from '../kernel/simulation';
import { DurableConsumer } from './durable-consumer';
import type { StoredMessage } from './stored-message';

/** What checks want to know of the bus. */
export interface BusObserver {
  /** A stream has taken a message that is not a repetition. */
  stored(message: StoredMessage): void;
}

interface Stream {
  readonly name: string;
  lastSeq: number;
  /** When a message id was last seen, in milliseconds. */
  readonly messageIds: Map<string, number>;
}

interface Listener {
  readonly filter: string;
  readonly hear: (message: StoredMessage) => void;
}

const DUPLICATE_WINDOW_MS = 120_000;
const encoder = new TextEncoder();

/** JetStream as the platform uses it: streams with a duplicate window, durable consumers; its store can be lost. */
export class SimulatedBus {
  private streams = new Map<string, Stream>();
  private durables = new Map<string, DurableConsumer>();
  private routes = new Map<string, DurableConsumer[]>();
  private waiting: (() => void)[] = [];
  private readonly listeners = new Set<Listener>();
  /** How often the store was lost. */
  wipes = 0;

  constructor(
    private readonly simulation: Simulation,
    private readonly faults: FaultPlan,
    private readonly consumers: readonly ConsumerDeclaration[],
    private readonly observer: BusObserver,
  ) {}

  /** Creates what is missing; true when something was. */
  ensureTopology(): boolean {
    if (this.streams.size > 0) return false;
    for (const { name } of STREAMS) this.streams.set(name, { name, lastSeq: 0, messageIds: new Map() });
    for (const declaration of this.consumers)
      this.durables.set(declaration.durable, new DurableConsumer(declaration, this.simulation, this.faults));
    for (const created of this.waiting.splice(0)) created();
    return true;
  }

  /** Whoever listens without a durable hears what comes from now on, until the returned function is called. */
  listen(filter: string, hear: Listener['hear']): () => void {
    const listener = { filter, hear };
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The broker loses its store: streams, sequence numbers, message ids, consumers. */
  wipe(): void {
    this.wipes += 1;
    for (const durable of this.durables.values()) durable.remove();
    this.streams = new Map();
    this.durables = new Map();
    this.routes = new Map();
  }

  /** A durable, as soon as it exists. */
  durable(name: string): Promise<DurableConsumer> {
    return new Promise((resolve, reject) => {
      const find = (): void => {
        const durable = this.durables.get(name);
        if (durable === undefined) reject(new Error(`consumer ${name} is not declared`));
        else resolve(durable);
      };
      if (this.streams.size > 0) find();
      else this.waiting.push(find);
    });
  }

  /** The durable of that name at this moment. */
  current(name: string): DurableConsumer | undefined {
    return this.durables.get(name);
  }

  /**
   * Takes a message into its stream.
   *
   * @throws {NatsError} no stream listens: its store was lost.
   */
  publish(subject: string, text: string, headers: MsgHdrs, messageId: string): { seq: number; duplicate: boolean } {
    const stream = this.streams.get(streamOf(subject));
    if (stream === undefined) throw new NatsError('no responders', ErrorCode.NoResponders);
    const seenAtMs = stream.messageIds.get(messageId);
    if (seenAtMs !== undefined && this.simulation.nowMs - seenAtMs < DUPLICATE_WINDOW_MS)
      return { seq: stream.lastSeq, duplicate: true };
    stream.messageIds.set(messageId, this.simulation.nowMs);
    stream.lastSeq += 1;
    const { name, lastSeq: seq } = stream;
    const message = { stream: name, seq, subject, text, data: encoder.encode(text), headers, messageId };
    this.observer.stored(message);
    for (const { filter, hear } of [...this.listeners]) if (matches(filter, subject)) hear(message);
    const durables = this.durablesFor(subject);
    if (this.faults.strikes('vanished')) {
      this.simulation.tell(() => `the broker loses ${messageId}`);
      return { seq, duplicate: false };
    }
    for (const durable of durables) durable.offer(message);
    return { seq, duplicate: false };
  }

  private durablesFor(subject: string): DurableConsumer[] {
    const { entity = '', verb = '', key = [] } = parseSubject(subject) ?? {};
    const route = `${entity}.${verb}.${entity === 'agent-task' && verb === 'execute' ? (key[0] ?? '') : ''}`;
    let durables = this.routes.get(route);
    if (durables === undefined) {
      durables = [...this.durables.values()].filter(({ declaration }) => matches(declaration.filter, subject));
      this.routes.set(route, durables);
    }
    return durables;
  }
}

function streamOf(subject: string): string {
  const stream = STREAMS.find(({ subjects }) => subjects.some((filter) => matches(filter, subject)));
  if (stream === undefined) throw new Error(`no stream takes ${subject}`);
  return stream.name;
}

function matches(filter: string, subject: string): boolean {
  const tokens = subject.split('.');
  const wanted = filter.split('.');
  return (
    wanted.every((token, index) => {
      if (token === '>') return tokens.length > index;
      return token === '*' ? tokens[index] !== undefined : token === tokens[index];
    }) &&
    (wanted.at(-1) === '>' || wanted.length === tokens.length)
  );
}

import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { AckPolicy, connect } from 'nats';
import type { JetStreamClient, NatsConnection } from 'nats';
import { Pool } from 'pg';

import { usageOf } from '../process-usage';
import { BARE_RESULTS, BARE_TABLES, BARE_TASKS } from './bare-step';
import type { BareTask, BareWorkerOptions } from './bare-step';
import type { MeasuredSteps } from './step-figures';

const CONNECTIONS = 8;
const STEPS = 10;
const ANSWER_BYTES = 2_048;
/** Only the version after the one known is kept. */
const APPEND = `WITH moved AS (UPDATE path_workflow SET version = $2 WHERE id = $1 AND version = $2 - 1 RETURNING id)
  INSERT INTO path_step (workflow_id, seq, data) SELECT id, $2, $3::jsonb FROM moved`;

/** What a bare path stands on. */
export interface BarePathOptions {
  readonly databaseUrl: string;
  readonly brokerUrl: string;
  readonly directory: string;
}

/**
 * The hops and commits of a step without any framework: append and stream by one process, call claim, provider over HTTP, call done,
 * blob, artifact row and result by another; the result starts the next step.
 */
export class BarePath {
  private readonly waiting = new Map<string, () => void>();

  private constructor(
    private readonly pool: Pool,
    private readonly connection: NatsConnection,
    private readonly stream: JetStreamClient,
    private readonly provider: Server,
    private readonly worker: ReturnType<typeof fork>,
  ) {}

  static async start({ databaseUrl, brokerUrl, directory }: BarePathOptions): Promise<BarePath> {
    const blobDirectory = join(directory, 'blobs');
    mkdirSync(blobDirectory, { recursive: true });
    const pool = new Pool({ connectionString: databaseUrl, max: CONNECTIONS });
    await pool.query(BARE_TABLES);
    const connection = await connect({ servers: brokerUrl });
    const manager = await connection.jetstreamManager();
    for (const { stream, subject } of [BARE_TASKS, BARE_RESULTS])
      await manager.streams.add({ name: stream, subjects: [subject] });
    const consumer = { ack_policy: AckPolicy.Explicit, max_ack_pending: 1_000 };
    await manager.consumers.add(BARE_TASKS.stream, { durable_name: 'worker', ...consumer });
    await manager.consumers.add(BARE_RESULTS.stream, { durable_name: 'engine', ...consumer });
    const provider = createServer((request, response) => {
      request.resume().on('end', () => response.end(randomBytes((ANSWER_BYTES * 3) / 4).toString('base64')));
    });
    provider.listen(0, '127.0.0.1');
    await once(provider, 'listening');
    const { port } = provider.address() as AddressInfo;
    const options: BareWorkerOptions = {
      ...{ databaseUrl, brokerUrl, blobDirectory, atATime: 100 },
      providerUrl: `http://127.0.0.1:${port}/`,
    };
    const worker = fork(join(__dirname, 'bare-worker.js'), [JSON.stringify(options)], { stdio: 'inherit' });
    await once(worker, 'message');
    const path = new BarePath(pool, connection, connection.jetstream(), provider, worker);
    void path.receive();
    return path;
  }

  /** Runs workflows of ten steps, so many at a time. */
  async run(concurrency: number, workflows: number): Promise<MeasuredSteps> {
    const stepMs: number[] = [];
    const before = this.cpuMs();
    const startedMs = performance.now();
    let left = workflows;
    const runOne = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        await this.runWorkflow(stepMs);
      }
    };
    await Promise.all(Array.from({ length: concurrency }, runOne));
    const seconds = (performance.now() - startedMs) / 1_000;
    return { steps: stepMs.length, seconds, stepMs, cpuMs: this.cpuMs() - before };
  }

  async stop(): Promise<void> {
    this.worker.disconnect();
    await this.connection.close();
    await this.pool.end();
    this.provider.close();
    this.provider.closeAllConnections();
  }

  private async runWorkflow(stepMs: number[]): Promise<void> {
    const workflow = randomBytes(12).toString('hex');
    await this.pool.query({ name: 'start', text: 'INSERT INTO path_workflow VALUES ($1, 0)', values: [workflow] });
    for (let seq = 1; seq <= STEPS; seq += 1) {
      const startedMs = performance.now();
      const id = `${workflow}.${seq}`;
      await this.pool.query({ name: 'append', text: APPEND, values: [workflow, seq, JSON.stringify({ id })] });
      const { promise, resolve } = Promise.withResolvers<void>();
      this.waiting.set(id, resolve);
      await this.stream.publish(BARE_TASKS.subject, JSON.stringify({ workflow, seq }), { msgID: id });
      await promise;
      stepMs.push(performance.now() - startedMs);
    }
  }

  private async receive(): Promise<void> {
    const consumer = await this.stream.consumers.get(BARE_RESULTS.stream, 'engine');
    for await (const message of await consumer.consume({ max_messages: 100 })) {
      const { workflow, seq } = message.json<BareTask>();
      message.ack();
      this.waiting.get(`${workflow}.${seq}`)?.();
      this.waiting.delete(`${workflow}.${seq}`);
    }
  }

  /** Of both processes; PostgreSQL and broker count elsewhere. */
  private cpuMs(): number {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000 + usageOf(this.worker.pid ?? 0).cpuSeconds * 1_000;
  }
}

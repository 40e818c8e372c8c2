import { randomBytes } from 'node:crypto';

import { Pool } from 'pg';

import { BatchWriter } from '@botarmy/chassis';

import type { MeasuredSteps } from './step-figures';

/** How large a bare loop is. */
export interface LoopSize {
  readonly workflows: number;
  readonly steps: number;
  /** Workflows at a time. */
  readonly concurrency: number;
  readonly resultBytes: number;
}

interface Step {
  readonly workflow: string;
  readonly seq: number;
  readonly data: string;
}

const TABLES = `
  CREATE TABLE IF NOT EXISTS bare_workflow (id text PRIMARY KEY, version integer NOT NULL) WITH (fillfactor = 70);
  CREATE TABLE IF NOT EXISTS bare_step (workflow_id text, seq integer, data jsonb NOT NULL, PRIMARY KEY (workflow_id, seq))`;
const CONNECTIONS = 8;
const MOST_IN_A_COMMIT = 64;
/** The version is compared and set, and the step is kept: no step without the one before it. */
const ONE_STEP = `WITH moved AS (UPDATE bare_workflow SET version = $2 WHERE id = $1 AND version = $2 - 1 RETURNING id)
  INSERT INTO bare_step (workflow_id, seq, data) SELECT id, $2, $3::jsonb FROM moved`;
const MANY_STEPS = `WITH given AS (SELECT * FROM unnest($1::text[], $2::integer[], $3::jsonb[]) AS t (id, seq, data)),
  moved AS (UPDATE bare_workflow w SET version = g.seq FROM given g WHERE w.id = g.id AND w.version = g.seq - 1 RETURNING w.id)
  INSERT INTO bare_step (workflow_id, seq, data) SELECT id, seq, data FROM given JOIN moved USING (id)`;

/** What durable steps cost with nothing around them: a compare-and-set and a row per step, with or without group commit. */
export async function runBareLoop(databaseUrl: string, size: LoopSize, isGrouped: boolean): Promise<MeasuredSteps> {
  const pool = new Pool({ connectionString: databaseUrl, max: CONNECTIONS });
  try {
    await pool.query(TABLES);
    const write = isGrouped ? grouped(pool) : oneByOne(pool);
    const stepMs: number[] = [];
    const before = process.cpuUsage();
    const startedMs = performance.now();
    let left = size.workflows;
    const run = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        await runWorkflow(pool, size, write, stepMs);
      }
    };
    await Promise.all(Array.from({ length: size.concurrency }, run));
    const { user, system } = process.cpuUsage(before);
    const seconds = (performance.now() - startedMs) / 1_000;
    return { steps: stepMs.length, seconds, stepMs, cpuMs: (user + system) / 1_000 };
  } finally {
    await pool.end();
  }
}

async function runWorkflow(
  pool: Pool,
  { steps, resultBytes }: LoopSize,
  write: (step: Step) => Promise<unknown>,
  stepMs: number[],
): Promise<void> {
  const workflow = randomBytes(12).toString('hex');
  await pool.query({ name: 'start', text: 'INSERT INTO bare_workflow VALUES ($1, 0)', values: [workflow] });
  for (let seq = 1; seq <= steps; seq += 1) {
    const startedMs = performance.now();
    const text = randomBytes((resultBytes * 3) / 4).toString('base64');
    await write({ workflow, seq, data: JSON.stringify({ text }) });
    stepMs.push(performance.now() - startedMs);
  }
}

function oneByOne(pool: Pool): (step: Step) => Promise<unknown> {
  return ({ workflow, seq, data }) => pool.query({ name: 'one', text: ONE_STEP, values: [workflow, seq, data] });
}

function grouped(pool: Pool): (step: Step) => Promise<unknown> {
  const writer = new BatchWriter<Step, true>({
    name: 'bare steps',
    maxItems: MOST_IN_A_COMMIT,
    write: async (steps) => {
      const values = [
        steps.map(({ workflow }) => workflow),
        steps.map(({ seq }) => seq),
        steps.map(({ data }) => data),
      ];
      await pool.query({ name: 'many', text: MANY_STEPS, values });
      return steps.map(() => true as const);
    },
  });
  return (step) => writer.add(step);
}

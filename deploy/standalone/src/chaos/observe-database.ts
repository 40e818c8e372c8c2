import { Client } from 'pg';
import type { QueryResultRow } from 'pg';

import { databaseSchema } from '@botarmy/contracts';

import { STORING_SERVICES } from '../settings/service-needs';
import type { DeadLetterRow, StoredState } from './observation';

const schemas = STORING_SERVICES.map(databaseSchema);

const EVENTS = 'SELECT workflow_id, seq, type, data FROM orchestrator.workflow_event ORDER BY workflow_id, seq';
const VERSIONS = `SELECT v.version_id, v.artifact_id, v.workflow_id, a.path, v.version, v.sha256
  FROM artifacts.artifact_version v JOIN artifacts.artifact a USING (artifact_id)`;
const CALLS = `SELECT idempotency_key, workflow_id, task_id, attempt, status, jsonb_array_length(provider_requests) AS requests
  FROM llm_router.model_call`;
const MISSING = `SELECT count(*)::integer AS count FROM orchestrator.workflow_event e WHERE NOT EXISTS (
  SELECT 1 FROM insights.event_record r WHERE r.workflow_id = e.workflow_id AND r.seq = e.seq)`;

type Query = <TRow extends QueryResultRow>(sql: string) => Promise<TRow[]>;

/** Reads, as the database's owner, what all services have stored. */
export function observeDatabase(ownerUrl: string): Promise<StoredState> {
  return withQuery(ownerUrl, async (query) => {
    const [missing] = await query<{ count: number }>(MISSING);
    return {
      workflows: await query('SELECT workflow_id, status, version FROM orchestrator.workflow'),
      events: await query(EVENTS),
      requests: await query('SELECT request_id, workflow_id, status FROM hitl.hitl_request'),
      versions: await query(VERSIONS),
      calls: await query(CALLS),
      deadLetters: await query<DeadLetterRow>(
        schemas
          .map((schema) => `SELECT '${schema}' AS schema, consumer, event_id, code, reason FROM ${schema}.dead_letter`)
          .join(' UNION ALL '),
      ),
      ...(await readQueues(query)),
      missingInInsights: missing?.count ?? 0,
    };
  });
}

/** Tasks whose runner was heard of: they have a lease that can run out. */
export function countTasksHeardOf(ownerUrl: string): Promise<number> {
  const heard = "kind = 'agent-task' AND is_heard";
  return count(ownerUrl, `SELECT count(*)::integer AS count FROM orchestrator.due_work WHERE ${heard}`);
}

/** How often an attempt was given to another runner because its lease ran out. */
export function countRaisedLeases(ownerUrl: string): Promise<number> {
  const raised = "type = 'task-lease-raised' AND data ->> 'reason' = 'lease-expired'";
  return count(ownerUrl, `SELECT count(*)::integer AS count FROM orchestrator.workflow_event WHERE ${raised}`);
}

function count(ownerUrl: string, sql: string): Promise<number> {
  return withQuery(ownerUrl, async (query) => (await query<{ count: number }>(sql))[0]?.count ?? 0);
}

/** True when no message waits to be published and no work is due. */
export function isQuiet(ownerUrl: string): Promise<boolean> {
  return withQuery(ownerUrl, async (query) => {
    const { outboxes, dueWork } = await readQueues(query);
    return dueWork === 0 && Object.values(outboxes).every((waiting) => waiting === 0);
  });
}

async function readQueues(query: Query): Promise<Pick<StoredState, 'outboxes' | 'dueWork'>> {
  const counted = schemas.map(
    (schema) => `SELECT '${schema}' AS name, count(*)::integer AS count FROM ${schema}.outbox`,
  );
  counted.push("SELECT 'due', count(*)::integer FROM orchestrator.due_work");
  const rows = await query<{ name: string; count: number }>(counted.join(' UNION ALL '));
  const { due = 0, ...outboxes } = Object.fromEntries(rows.map(({ name, count }) => [name, count]));
  return { outboxes, dueWork: due };
}

async function withQuery<TResult>(ownerUrl: string, use: (query: Query) => Promise<TResult>): Promise<TResult> {
  const client = new Client({ connectionString: ownerUrl, application_name: 'botarmy-chaos' });
  await client.connect();
  try {
    return await use(async (sql) => (await client.query(sql)).rows);
  } finally {
    await client.end();
  }
}

import type { Client } from 'pg';

/**
 * Writes waiting requests straight into hitl's table, as its own opening would leave them: hitl keeps nothing else of a waiting
 * request. Their workflows do not exist, so nobody may answer them. They escalate after a year, or when the bench says so.
 *
 * @param from number of the first one; ids are made of it.
 */
export async function fillRequests(database: Client, from: number, count: number): Promise<void> {
  await database.query(
    `INSERT INTO hitl.hitl_request (
       tenant_id, request_id, workflow_id, agent_id, stage_id, type, title, description, options, artifacts, status, created_at,
       policy, policy_state, due_at, requested_by, asked_users, asked_groups, asked_rank, barred_users)
     SELECT 'ten_default', 'hitl_bench' || lpad(n::text, 20, '0'), 'wf_bench' || lpad(n::text, 20, '0'), 'architect', 'design',
       'approval', 'Architecture Review Required', 'Please review', '[{"value":"approve","label":"Approve as-is"}]', '[]', 'pending',
       now() - make_interval(secs => n), $3::jsonb,
       jsonb_build_object('opened_at', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'requested_by', 'usr_bench',
         'votes', '[]'::jsonb, 'group_versions', '{}'::jsonb, 'reminders', 0, 'escalations', 0, 'added_approvers', '[]'::jsonb,
         'is_overdue', false, 'outcome', NULL),
       now() + interval '1 year', 'usr_bench', '{}', '{}', 2, '{}'
     FROM generate_series($1::int, $1::int + $2::int - 1) AS n`,
    [from, count, JSON.stringify({ deadline: { after_minutes: 525_600, then: 'escalate' } })],
  );
  await database.query('ANALYZE hitl.hitl_request');
}

/** Lets the deadlines of some of them pass; returns when hitl has acted on all, in milliseconds. */
export async function passDeadlines(
  database: Client,
  count: number,
  isDone: (left: () => Promise<number>) => Promise<void>,
): Promise<number> {
  const { rows } = await database.query<{ request_id: string }>(
    `UPDATE hitl.hitl_request SET due_at = now() - interval '1 minute',
       policy_state = jsonb_set(policy_state, '{opened_at}', '"2020-01-01T00:00:00Z"')
     WHERE request_id IN (
       SELECT request_id FROM hitl.hitl_request WHERE request_id LIKE 'hitl\\_bench%' AND status = 'pending'
         AND NOT (policy_state ->> 'is_overdue')::boolean ORDER BY request_id LIMIT $1)
     RETURNING request_id`,
    [count],
  );
  const ids = rows.map(({ request_id }) => request_id);
  const startedMs = performance.now();
  await isDone(async () => {
    const left = await database.query<{ left: string }>(
      `SELECT count(*) AS left FROM hitl.hitl_request
       WHERE request_id = ANY ($1) AND NOT (policy_state ->> 'is_overdue')::boolean`,
      [ids],
    );
    return Number(left.rows[0]?.left);
  });
  return performance.now() - startedMs;
}

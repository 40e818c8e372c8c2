-- Questions of agents: what is asked, what is answered so far, by whom and when.

ALTER TABLE hitl_request
  -- Null for an approval.
  ADD COLUMN questions jsonb,
  -- By id of the question: answer, answered_by, answered_by_name, answered_at.
  ADD COLUMN answers   jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN task_id   text,
  ADD COLUMN round     integer NOT NULL DEFAULT 1;
CREATE INDEX hitl_request_with_questions ON hitl_request (tenant_id, status, created_at, request_id)
  WHERE questions IS NOT NULL;

-- Opens a request once, under its policy: `opened`, `closed` when its closing came first, `repeated` when there was nothing to do.
CREATE OR REPLACE FUNCTION hitl_request_open(p_tenant text, p_consumer text, p_event_id text, p_request jsonb)
RETURNS TABLE (outcome text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  found_status text;
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  outcome := 'repeated';
  IF inbox_claim(p_tenant, p_consumer, p_event_id) THEN
    INSERT INTO hitl_request AS r (
      tenant_id, request_id, workflow_id, agent_id, stage_id, type, title, description, options, artifacts, created_at,
      policy, policy_state, due_at, requested_by, cost_micros, binding, bound, changes,
      asked_users, asked_groups, asked_rank, barred_users, questions, task_id, round)
    SELECT
      p_tenant, p_request ->> 'request_id', p_request ->> 'workflow_id', p_request ->> 'agent_id', p_request ->> 'stage_id',
      p_request ->> 'type', p_request ->> 'title', p_request ->> 'description', p_request -> 'options',
      p_request -> 'artifacts', (p_request ->> 'requested_at')::timestamptz,
      p_request -> 'policy', p_request -> 'policy_state', (p_request ->> 'due_at')::timestamptz,
      p_request ->> 'requested_by', (p_request ->> 'cost_micros')::bigint, p_request ->> 'binding',
      p_request -> 'bound', p_request -> 'changes', a.asked_users, a.asked_groups, a.asked_rank, a.barred_users,
      nullif(p_request -> 'questions', 'null'), p_request ->> 'task_id', coalesce((p_request ->> 'round')::integer, 1)
      FROM jsonb_to_record(p_request -> 'addressees') AS a (
        asked_users text[], asked_groups text[], asked_rank integer, barred_users text[])
    ON CONFLICT (tenant_id, request_id) DO UPDATE SET
      agent_id = excluded.agent_id, stage_id = excluded.stage_id, type = excluded.type, title = excluded.title,
      description = excluded.description, options = excluded.options, artifacts = excluded.artifacts,
      created_at = excluded.created_at, policy = excluded.policy, policy_state = excluded.policy_state,
      due_at = excluded.due_at, requested_by = excluded.requested_by, cost_micros = excluded.cost_micros,
      binding = excluded.binding, bound = excluded.bound, changes = excluded.changes,
      questions = excluded.questions, task_id = excluded.task_id, round = excluded.round
    WHERE r.created_at IS NULL AND r.workflow_id = excluded.workflow_id
    RETURNING r.status INTO found_status;
    IF FOUND THEN
      outcome := CASE found_status WHEN 'pending' THEN 'opened' ELSE 'closed' END;
      PERFORM hitl_record_add(p_tenant, p_request ->> 'request_id', p_request -> 'records');
      IF p_request ->> 'task_id' IS NOT NULL THEN
        -- What was answered before a pause withdrew the same questions counts on.
        UPDATE hitl_request r SET answers = former.answers
          FROM (
            SELECT f.answers FROM hitl_request f
              WHERE f.tenant_id = p_tenant AND f.workflow_id = p_request ->> 'workflow_id'
                AND f.task_id = p_request ->> 'task_id' AND f.round = (p_request ->> 'round')::integer
                AND f.questions = p_request -> 'questions' AND f.status = 'cancelled' AND f.answers <> '{}'
              ORDER BY f.resolved_at DESC LIMIT 1) AS former
          WHERE r.tenant_id = p_tenant AND r.request_id = p_request ->> 'request_id';
      END IF;
    END IF;
  END IF;
  RETURN NEXT;
END $$;

-- Moves open requests on, each from the revision its decision was made on, with records and news in the same commit. One that
-- somebody else moved or settled first is `lost` and unchanged. Items are ordered by the caller so that two batches never wait
-- for each other.
CREATE OR REPLACE FUNCTION hitl_requests_advance(p_items jsonb) RETURNS TABLE (request_id text, outcome text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  item jsonb;
  tenant text;
BEGIN
  FOR item IN SELECT value FROM jsonb_array_elements(p_items) LOOP
    tenant := item ->> 'tenant_id';
    request_id := item ->> 'request_id';
    PERFORM set_config('botarmy.tenant', tenant, true);
    UPDATE hitl_request AS r SET
        revision = r.revision + 1, policy_state = item -> 'policy_state', due_at = (item ->> 'due_at')::timestamptz,
        asked_users = a.asked_users, asked_groups = a.asked_groups, asked_rank = a.asked_rank,
        barred_users = a.barred_users, status = item ->> 'status',
        resolved_at = (item ->> 'resolved_at')::timestamptz, feedback = item ->> 'feedback',
        modifications = nullif(item -> 'modifications', 'null'), answered_by = item ->> 'answered_by',
        answered_by_name = item ->> 'answered_by_name', answer_key = item ->> 'answer_key',
        decided_by = item ->> 'decided_by', answers = coalesce(nullif(item -> 'answers', 'null'), r.answers)
      FROM jsonb_to_record(item -> 'addressees') AS a (
        asked_users text[], asked_groups text[], asked_rank integer, barred_users text[])
      WHERE r.tenant_id = tenant AND r.request_id = item ->> 'request_id' AND r.status = 'pending'
        AND r.revision = (item ->> 'revision')::integer;
    IF FOUND THEN
      outcome := 'advanced';
      PERFORM hitl_record_add(tenant, request_id, item -> 'records');
      PERFORM outbox_add(tenant, item -> 'messages');
    ELSE
      outcome := 'lost';
    END IF;
    RETURN NEXT;
  END LOOP;
END $$;

DROP FUNCTION hitl_requests_due(timestamptz, integer);
-- Open requests of every tenant for which time has something to do, longest overdue first.
CREATE FUNCTION hitl_requests_due(p_now timestamptz, p_limit integer) RETURNS TABLE (
  tenant_id text, request_id text, workflow_id text, agent_id text, title text, policy jsonb, policy_state jsonb,
  revision integer, created_at timestamptz, requested_by text, binding text, bound jsonb,
  questions jsonb, answers jsonb
) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  RETURN QUERY
    SELECT r.tenant_id, r.request_id, r.workflow_id, r.agent_id, r.title, r.policy, r.policy_state, r.revision,
        r.created_at, r.requested_by, r.binding, r.bound, r.questions, r.answers
      FROM hitl_request r
      WHERE r.status = 'pending' AND r.due_at <= p_now AND r.created_at IS NOT NULL
      ORDER BY r.due_at LIMIT p_limit;
END $$;

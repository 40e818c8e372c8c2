-- Requests under a policy: quorum, order, deadlines; the trail of each request; who decides for whom.

ALTER TABLE hitl_request
  ADD COLUMN policy        jsonb NOT NULL DEFAULT '{}',
  -- What the policy's facts add up to; null for requests that were asked before there were policies.
  ADD COLUMN policy_state  jsonb,
  -- Grows with every change; whoever decides names the revision the decision was made on.
  ADD COLUMN revision      integer NOT NULL DEFAULT 0,
  ADD COLUMN due_at        timestamptz,
  ADD COLUMN requested_by  text,
  ADD COLUMN cost_micros   bigint,
  ADD COLUMN binding       text,
  ADD COLUMN bound         jsonb,
  ADD COLUMN changes       jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN decided_by    text CHECK (decided_by IN ('people', 'deadline', 'rule')),
  -- Whose turn it is, so that a person's inbox is one query; ranks count roles from 0, the viewer's.
  ADD COLUMN asked_users   text[] DEFAULT '{}' CHECK (asked_users IS NOT NULL),
  ADD COLUMN asked_groups  text[] DEFAULT '{}' CHECK (asked_groups IS NOT NULL),
  ADD COLUMN asked_rank    integer NOT NULL DEFAULT 2,
  ADD COLUMN barred_users  text[] DEFAULT '{}' CHECK (barred_users IS NOT NULL);
CREATE INDEX hitl_request_due ON hitl_request (due_at) WHERE status = 'pending' AND due_at IS NOT NULL;

-- What happened to a request. Rows are only ever added.
CREATE TABLE hitl_record (
  tenant_id   text NOT NULL,
  request_id  text NOT NULL,
  seq         integer NOT NULL,
  type        text NOT NULL,
  occurred_at timestamptz NOT NULL,
  data        jsonb NOT NULL,
  PRIMARY KEY (tenant_id, request_id, seq)
);

-- Who decides for whom, and from when to when.
CREATE TABLE hitl_delegation (
  tenant_id    text NOT NULL,
  from_user_id text NOT NULL,
  to_user_id   text NOT NULL,
  starts_at    timestamptz NOT NULL,
  ends_at      timestamptz NOT NULL,
  reason       text NOT NULL DEFAULT '',
  PRIMARY KEY (tenant_id, from_user_id, to_user_id),
  CHECK (starts_at < ends_at),
  CHECK (from_user_id <> to_user_id)
);
CREATE INDEX hitl_delegation_by_delegate ON hitl_delegation (tenant_id, to_user_id, ends_at);

ALTER TABLE hitl_record ENABLE ROW LEVEL SECURITY;
ALTER TABLE hitl_delegation ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON hitl_record
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_rows ON hitl_delegation
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');

GRANT SELECT, INSERT ON hitl_record TO :role;
GRANT SELECT, INSERT, UPDATE, DELETE ON hitl_delegation TO :role;

-- Adds records to a request whose row the caller has locked. `p_records`: type, occurred_at, data.
CREATE FUNCTION hitl_record_add(p_tenant text, p_request_id text, p_records jsonb) RETURNS void LANGUAGE sql AS $$
  INSERT INTO hitl_record (tenant_id, request_id, seq, type, occurred_at, data)
  SELECT p_tenant, p_request_id,
      (SELECT coalesce(max(r.seq), 0) FROM hitl_record r WHERE r.tenant_id = p_tenant AND r.request_id = p_request_id)
        + item.ordinality,
      item.value ->> 'type', (item.value ->> 'occurred_at')::timestamptz, item.value -> 'data'
    FROM jsonb_array_elements(p_records) WITH ORDINALITY AS item;
$$;

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
      asked_users, asked_groups, asked_rank, barred_users)
    SELECT
      p_tenant, p_request ->> 'request_id', p_request ->> 'workflow_id', p_request ->> 'agent_id', p_request ->> 'stage_id',
      p_request ->> 'type', p_request ->> 'title', p_request ->> 'description', p_request -> 'options',
      p_request -> 'artifacts', (p_request ->> 'requested_at')::timestamptz,
      p_request -> 'policy', p_request -> 'policy_state', (p_request ->> 'due_at')::timestamptz,
      p_request ->> 'requested_by', (p_request ->> 'cost_micros')::bigint, p_request ->> 'binding',
      p_request -> 'bound', p_request -> 'changes', a.asked_users, a.asked_groups, a.asked_rank, a.barred_users
      FROM jsonb_to_record(p_request -> 'addressees') AS a (
        asked_users text[], asked_groups text[], asked_rank integer, barred_users text[])
    ON CONFLICT (tenant_id, request_id) DO UPDATE SET
      agent_id = excluded.agent_id, stage_id = excluded.stage_id, type = excluded.type, title = excluded.title,
      description = excluded.description, options = excluded.options, artifacts = excluded.artifacts,
      created_at = excluded.created_at, policy = excluded.policy, policy_state = excluded.policy_state,
      due_at = excluded.due_at, requested_by = excluded.requested_by, cost_micros = excluded.cost_micros,
      binding = excluded.binding, bound = excluded.bound, changes = excluded.changes
    WHERE r.created_at IS NULL AND r.workflow_id = excluded.workflow_id
    RETURNING r.status INTO found_status;
    IF FOUND THEN
      outcome := CASE found_status WHEN 'pending' THEN 'opened' ELSE 'closed' END;
      PERFORM hitl_record_add(p_tenant, p_request ->> 'request_id', p_request -> 'records');
    END IF;
  END IF;
  RETURN NEXT;
END $$;

-- Closes the requests of a workflow that nobody answered; those not opened yet are noted as closed. Counts what it closed.
CREATE OR REPLACE FUNCTION hitl_request_close(
  p_tenant text, p_consumer text, p_event_id text, p_workflow_id text, p_request_ids text[], p_reason text,
  p_closed_at timestamptz
) RETURNS TABLE (closed_count integer) LANGUAGE plpgsql AS $$
DECLARE
  closed_id text;
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  closed_count := 0;
  IF inbox_claim(p_tenant, p_consumer, p_event_id) THEN
    FOR closed_id IN
      -- In one order, so that two closings never wait for each other.
      INSERT INTO hitl_request AS r (tenant_id, request_id, workflow_id, status, resolved_at, close_reason)
      SELECT p_tenant, ids.id, p_workflow_id, 'cancelled', p_closed_at, p_reason
        FROM (SELECT DISTINCT unnest(p_request_ids) AS id ORDER BY id) AS ids
      ON CONFLICT (tenant_id, request_id) DO UPDATE SET
        status = 'cancelled', resolved_at = excluded.resolved_at, close_reason = excluded.close_reason,
        revision = r.revision + 1
      WHERE r.status = 'pending' AND r.workflow_id = excluded.workflow_id
      RETURNING r.request_id
    LOOP
      closed_count := closed_count + 1;
      PERFORM hitl_record_add(p_tenant, closed_id, jsonb_build_array(jsonb_build_object(
        'type', 'closed', 'occurred_at', p_closed_at, 'data', jsonb_build_object('reason', p_reason))));
    END LOOP;
  END IF;
  RETURN NEXT;
END $$;

-- Moves open requests on, each from the revision its decision was made on, with records and news in the same commit. One that
-- somebody else moved or settled first is `lost` and unchanged. Items are ordered by the caller so that two batches never wait
-- for each other.
CREATE FUNCTION hitl_requests_advance(p_items jsonb) RETURNS TABLE (request_id text, outcome text) LANGUAGE plpgsql AS $$
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
        decided_by = item ->> 'decided_by'
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

-- Open requests of every tenant for which time has something to do, longest overdue first.
CREATE FUNCTION hitl_requests_due(p_now timestamptz, p_limit integer) RETURNS TABLE (
  tenant_id text, request_id text, workflow_id text, agent_id text, title text, policy jsonb, policy_state jsonb,
  revision integer, created_at timestamptz, requested_by text, binding text, bound jsonb
) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  RETURN QUERY
    SELECT r.tenant_id, r.request_id, r.workflow_id, r.agent_id, r.title, r.policy, r.policy_state, r.revision,
        r.created_at, r.requested_by, r.binding, r.bound
      FROM hitl_request r
      WHERE r.status = 'pending' AND r.due_at <= p_now AND r.created_at IS NOT NULL
      ORDER BY r.due_at LIMIT p_limit;
END $$;

-- Records once what became of a decision in its workflow.
CREATE FUNCTION hitl_request_conclude(
  p_tenant text, p_consumer text, p_event_id text, p_request_id text, p_records jsonb
) RETURNS TABLE (recorded boolean) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  recorded := false;
  IF inbox_claim(p_tenant, p_consumer, p_event_id) THEN
    PERFORM 1 FROM hitl_request r WHERE r.tenant_id = p_tenant AND r.request_id = p_request_id FOR UPDATE;
    recorded := FOUND;
    IF recorded THEN PERFORM hitl_record_add(p_tenant, p_request_id, p_records); END IF;
  END IF;
  RETURN NEXT;
END $$;

-- Lets somebody decide for somebody else; a second time replaces the dates.
CREATE FUNCTION hitl_delegation_set(
  p_tenant text, p_from text, p_to text, p_starts_at timestamptz, p_ends_at timestamptz, p_reason text
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  INSERT INTO hitl_delegation (tenant_id, from_user_id, to_user_id, starts_at, ends_at, reason)
  VALUES (p_tenant, p_from, p_to, p_starts_at, p_ends_at, p_reason)
  ON CONFLICT (tenant_id, from_user_id, to_user_id) DO UPDATE SET
    starts_at = excluded.starts_at, ends_at = excluded.ends_at, reason = excluded.reason;
END $$;

-- Ends a delegation; false when there was none.
CREATE FUNCTION hitl_delegation_remove(p_tenant text, p_from text, p_to text) RETURNS TABLE (removed boolean)
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  DELETE FROM hitl_delegation d WHERE d.tenant_id = p_tenant AND d.from_user_id = p_from AND d.to_user_id = p_to;
  removed := FOUND;
  RETURN NEXT;
END $$;

DROP FUNCTION hitl_request_answer(text, text, text, text, jsonb, text, text, text, timestamptz, jsonb);

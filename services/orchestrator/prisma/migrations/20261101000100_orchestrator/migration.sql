-- Workflows as append-only events, the projection people list, and what is due. One function writes them all.

CREATE TABLE process_version (
  content_hash text PRIMARY KEY,
  tenant_id    text NOT NULL,
  name         text NOT NULL,
  version      text NOT NULL,
  compiled     jsonb NOT NULL,
  loaded_at    timestamptz(3) NOT NULL DEFAULT now()
);

CREATE TABLE workflow (
  workflow_id      text PRIMARY KEY,
  tenant_id        text NOT NULL,
  process_name     text NOT NULL,
  process_version  text NOT NULL,
  process_hash     text NOT NULL REFERENCES process_version (content_hash),
  version          integer NOT NULL,
  status           text NOT NULL,
  title            text NOT NULL,
  current_stage    text,
  current_agent    text,
  progress_percent integer NOT NULL,
  pending_requests integer NOT NULL DEFAULT 0,
  is_simulated     boolean NOT NULL DEFAULT false,
  snapshot         jsonb NOT NULL,
  started_at       timestamptz(3) NOT NULL,
  finished_at      timestamptz(3),
  updated_at       timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX workflow_by_tenant ON workflow (tenant_id, workflow_id DESC);
CREATE INDEX workflow_by_status ON workflow (tenant_id, status, workflow_id DESC);

CREATE TABLE workflow_event (
  workflow_id    text NOT NULL REFERENCES workflow (workflow_id),
  seq            integer NOT NULL,
  tenant_id      text NOT NULL,
  type           text NOT NULL,
  schema_version integer NOT NULL,
  occurred_at    timestamptz(3) NOT NULL,
  data           jsonb NOT NULL,
  progress       jsonb NOT NULL,
  PRIMARY KEY (workflow_id, seq)
);

-- What a workflow waits for and when somebody must look after it: leases, timers, questions to people, closing.
CREATE TABLE due_work (
  workflow_id text NOT NULL REFERENCES workflow (workflow_id),
  work_key    text NOT NULL,
  tenant_id   text NOT NULL,
  kind        text NOT NULL,
  subject_id  text NOT NULL,
  attempt     integer NOT NULL DEFAULT 0,
  lease       integer NOT NULL DEFAULT 0,
  due_at      timestamptz(3) NOT NULL,
  looks       integer NOT NULL DEFAULT 0,
  PRIMARY KEY (workflow_id, work_key)
);
CREATE INDEX due_work_by_time ON due_work (due_at);

-- Answers to commands that carried an idempotency key.
CREATE TABLE command_record (
  tenant_id    text NOT NULL,
  command_key  text NOT NULL,
  request_hash text NOT NULL,
  reply        jsonb NOT NULL,
  recorded_at  timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, command_key)
);

ALTER TABLE process_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE workflow ENABLE ROW LEVEL SECURITY;
ALTER TABLE workflow_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE due_work ENABLE ROW LEVEL SECURITY;
ALTER TABLE command_record ENABLE ROW LEVEL SECURITY;
-- Processes shipped with the installation carry the tenant '*': every tenant may read them, only the system scope writes them.
CREATE POLICY tenant_reads ON process_version FOR SELECT
  USING (tenant_id = '*' OR tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_writes ON process_version FOR INSERT
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_rows ON workflow USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_rows ON workflow_event USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_rows ON due_work USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_rows ON command_record USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');

GRANT SELECT, INSERT ON process_version, workflow_event, command_record TO :role;
GRANT SELECT, INSERT, UPDATE ON workflow TO :role;
GRANT SELECT, INSERT, UPDATE, DELETE ON due_work TO :role;

-- Appends one decision: compare-and-set on the version, then events, projection, due work, inbox, outbox, command record.
-- Outcomes: appended | conflict (somebody else was faster) | duplicate (the message was handled before)
--         | recorded (the message is marked as handled, nothing else) | repeated (the command has a record already).
CREATE FUNCTION append_one(p_item jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_tenant   text := p_item ->> 'tenant_id';
  v_workflow text := p_item ->> 'workflow_id';
  v_expected integer := (p_item ->> 'expected_version')::integer;
  v_consumer text := p_item ->> 'consumer';
  v_row      jsonb := p_item -> 'projection';
BEGIN
  PERFORM set_config('botarmy.tenant', v_tenant, true);
  IF v_consumer IS NOT NULL AND EXISTS (SELECT 1 FROM inbox WHERE consumer = v_consumer AND event_id = p_item ->> 'event_id') THEN
    RETURN 'duplicate';
  END IF;
  IF p_item -> 'record' IS NOT NULL THEN
    IF EXISTS (SELECT 1 FROM command_record WHERE command_key = p_item #>> '{record,key}') THEN RETURN 'repeated'; END IF;
    -- A start has no version to compare: the record itself is what the second one loses against.
    IF v_expected = 0 THEN
      INSERT INTO command_record (tenant_id, command_key, request_hash, reply)
      VALUES (v_tenant, p_item #>> '{record,key}', p_item #>> '{record,request_hash}', p_item #> '{record,reply}')
      ON CONFLICT DO NOTHING;
      IF NOT FOUND THEN RETURN 'repeated'; END IF;
    END IF;
  END IF;
  IF v_row IS NULL THEN
    IF v_consumer IS NOT NULL THEN PERFORM inbox_claim(v_tenant, v_consumer, p_item ->> 'event_id'); END IF;
    RETURN 'recorded';
  END IF;
  IF v_expected = 0 THEN
    INSERT INTO workflow (workflow_id, tenant_id, process_name, process_version, process_hash, version, status, title, current_stage,
      current_agent, progress_percent, pending_requests, is_simulated, snapshot, started_at, finished_at)
    VALUES (v_workflow, v_tenant, v_row ->> 'process_name', v_row ->> 'process_version', v_row ->> 'process_hash',
      (p_item ->> 'new_version')::integer, v_row ->> 'status', v_row ->> 'title', v_row ->> 'current_stage', v_row ->> 'current_agent',
      (v_row ->> 'progress_percent')::integer, (v_row ->> 'pending_requests')::integer, (v_row ->> 'is_simulated')::boolean,
      v_row -> 'snapshot', (v_row ->> 'started_at')::timestamptz, (v_row ->> 'finished_at')::timestamptz)
    ON CONFLICT DO NOTHING;
  ELSE
    UPDATE workflow SET version = (p_item ->> 'new_version')::integer, status = v_row ->> 'status', current_stage = v_row ->> 'current_stage',
      current_agent = v_row ->> 'current_agent', progress_percent = (v_row ->> 'progress_percent')::integer,
      pending_requests = (v_row ->> 'pending_requests')::integer, is_simulated = (v_row ->> 'is_simulated')::boolean,
      snapshot = v_row -> 'snapshot', finished_at = (v_row ->> 'finished_at')::timestamptz, updated_at = now()
    WHERE workflow_id = v_workflow AND version = v_expected;
  END IF;
  IF NOT FOUND THEN RETURN 'conflict'; END IF;
  IF p_item -> 'record' IS NOT NULL AND v_expected > 0 THEN
    INSERT INTO command_record (tenant_id, command_key, request_hash, reply)
    VALUES (v_tenant, p_item #>> '{record,key}', p_item #>> '{record,request_hash}', p_item #> '{record,reply}')
    ON CONFLICT DO NOTHING;
  END IF;
  IF v_consumer IS NOT NULL THEN PERFORM inbox_claim(v_tenant, v_consumer, p_item ->> 'event_id'); END IF;
  INSERT INTO workflow_event (workflow_id, seq, tenant_id, type, schema_version, occurred_at, data, progress)
  SELECT v_workflow, (e ->> 'seq')::integer, v_tenant, e ->> 'type', (e ->> 'schema_version')::integer, (e ->> 'occurred_at')::timestamptz,
    e -> 'data', e -> 'progress'
  FROM jsonb_array_elements(p_item -> 'events') AS t (e);
  DELETE FROM due_work WHERE workflow_id = v_workflow
    AND work_key <> ALL (ARRAY(SELECT d ->> 'work_key' FROM jsonb_array_elements(p_item -> 'due_work') AS t (d)));
  INSERT INTO due_work (workflow_id, work_key, tenant_id, kind, subject_id, attempt, lease, due_at)
  SELECT v_workflow, d ->> 'work_key', v_tenant, d ->> 'kind', d ->> 'subject_id', (d ->> 'attempt')::integer, (d ->> 'lease')::integer,
    coalesce((d ->> 'due_at')::timestamptz, now() + make_interval(secs => (d ->> 'due_in_seconds')::double precision))
  FROM jsonb_array_elements(p_item -> 'due_work') AS t (d)
  ON CONFLICT (workflow_id, work_key) DO NOTHING;
  PERFORM outbox_add(v_tenant, p_item -> 'outbox');
  RETURN 'appended';
END $$;

-- Appends many decisions of different workflows in one commit, in the order given.
CREATE FUNCTION append_decisions(p_items jsonb) RETURNS TABLE (ordinal bigint, outcome text) LANGUAGE plpgsql AS $$
DECLARE item jsonb;
BEGIN
  FOR item, ordinal IN SELECT e, n FROM jsonb_array_elements(p_items) WITH ORDINALITY AS t (e, n) ORDER BY n LOOP
    outcome := append_one(item);
    RETURN NEXT;
  END LOOP;
END $$;

-- State of one workflow for a decision; no row for another tenant's.
CREATE FUNCTION load_workflow(p_tenant text, p_workflow text)
RETURNS TABLE (snapshot jsonb, process_hash text, title text) LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY SELECT w.snapshot, w.process_hash, w.title FROM workflow w WHERE w.workflow_id = p_workflow;
END $$;

CREATE FUNCTION find_command_record(p_tenant text, p_key text) RETURNS TABLE (request_hash text, reply jsonb) LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY SELECT r.request_hash, r.reply FROM command_record r WHERE r.command_key = p_key;
END $$;

-- A heartbeat: the runner keeps its lease. No row when the attempt or lease is no longer current.
CREATE FUNCTION extend_lease(p_tenant text, p_workflow text, p_task text, p_attempt integer, p_lease integer, p_seconds integer)
RETURNS TABLE (due_at timestamptz) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY UPDATE due_work d SET due_at = now() + make_interval(secs => p_seconds), looks = 0
    WHERE d.workflow_id = p_workflow AND d.kind = 'agent-task' AND d.subject_id = p_task AND d.attempt = p_attempt AND d.lease = p_lease
    RETURNING d.due_at;
END $$;

-- Claims due work of all tenants for this reconciler and puts off the next look: 5 s, doubling up to an hour.
CREATE FUNCTION claim_due_work(p_limit integer) RETURNS TABLE (
  workflow_id text, tenant_id text, kind text, subject_id text, attempt integer, lease integer, looks integer
) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  RETURN QUERY
    WITH due AS (
      SELECT d.workflow_id, d.work_key FROM due_work d WHERE d.due_at <= now() ORDER BY d.due_at LIMIT p_limit FOR UPDATE SKIP LOCKED
    )
    UPDATE due_work d SET looks = d.looks + 1, due_at = now() + least(interval '5 seconds' * power(2, least(d.looks, 12)), interval '1 hour')
    FROM due WHERE d.workflow_id = due.workflow_id AND d.work_key = due.work_key
    RETURNING d.workflow_id, d.tenant_id, d.kind, d.subject_id, d.attempt, d.lease, d.looks;
END $$;

-- True when something is due; asked without claiming.
CREATE FUNCTION has_due_work() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  RETURN EXISTS (SELECT 1 FROM due_work WHERE due_at <= now());
END $$;

-- Workflows that wait for somebody else, page by page: what is published again when the broker lost its store.
CREATE FUNCTION waiting_workflows(p_after text, p_limit integer) RETURNS TABLE (workflow_id text, tenant_id text) LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  RETURN QUERY SELECT DISTINCT d.workflow_id, d.tenant_id FROM due_work d
    WHERE d.workflow_id > p_after AND d.kind <> 'timer' ORDER BY d.workflow_id LIMIT p_limit;
END $$;

-- Publishes messages again without any decision (the reconciler, a repaired broker).
CREATE FUNCTION republish(p_tenant text, p_rows jsonb) RETURNS TABLE (added integer) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  PERFORM outbox_add(p_tenant, p_rows);
  added := jsonb_array_length(p_rows);
  RETURN NEXT;
END $$;

CREATE FUNCTION keep_process_version(p_hash text, p_name text, p_version text, p_compiled jsonb) RETURNS TABLE (kept boolean) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  INSERT INTO process_version (content_hash, tenant_id, name, version, compiled) VALUES (p_hash, '*', p_name, p_version, p_compiled)
  ON CONFLICT DO NOTHING;
  kept := FOUND;
  RETURN NEXT;
END $$;

CREATE FUNCTION load_process_version(p_hash text) RETURNS TABLE (compiled jsonb) LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  RETURN QUERY SELECT p.compiled FROM process_version p WHERE p.content_hash = p_hash;
END $$;

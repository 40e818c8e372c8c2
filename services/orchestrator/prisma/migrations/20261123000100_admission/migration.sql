-- Who may work now. A task that does not fit waits here, with the message that would have sent it, in fair order between tenants.
-- An installation without limits and without a stop never writes to these tables.

-- How much of one limit is used. Counts what was let in while the limit was known.
CREATE TABLE admission_resource (
  resource_key text NOT NULL,
  tenant_id    text NOT NULL, -- '*': shared by all tenants
  capacity     integer,       -- null: not limited any more
  used         integer NOT NULL DEFAULT 0,
  PRIMARY KEY (resource_key)
);

-- Start-time fair queueing: the tenant with the smallest tag is next; serving it moves its tag on by 1 / weight.
CREATE TABLE admission_flow (
  tenant_id text PRIMARY KEY,
  weight    double precision NOT NULL DEFAULT 1,
  tag       double precision NOT NULL DEFAULT 0,
  waiting   integer NOT NULL DEFAULT 0
);
CREATE INDEX admission_flow_by_tag ON admission_flow (tag, tenant_id) WHERE waiting > 0;

-- Tag of the tenant served last: one that was idle starts from here and gets no credit for the time before.
CREATE TABLE admission_clock (
  is_single boolean PRIMARY KEY DEFAULT true CHECK (is_single),
  tag       double precision NOT NULL DEFAULT 0
);
INSERT INTO admission_clock DEFAULT VALUES;

-- Waiting tasks of a tenant that need the same resources: if the first of them does not fit, none does.
CREATE TABLE admission_lane (
  lane_id       text PRIMARY KEY,
  tenant_id     text NOT NULL,
  task_keys     text[],
  workflow_keys text[],
  waiting       integer NOT NULL DEFAULT 0
);
CREATE INDEX admission_lane_by_tenant ON admission_lane (tenant_id) WHERE waiting > 0;

-- A task that counts against a limit (running), waits for room (waiting), or is kept back for a reason (held).
CREATE TABLE admission_slot (
  workflow_id   text NOT NULL REFERENCES workflow (workflow_id),
  work_key      text NOT NULL,
  tenant_id     text NOT NULL,
  task_id       text NOT NULL,
  agent_id      text NOT NULL,
  process       text NOT NULL,
  priority      integer NOT NULL DEFAULT 0,
  state         text NOT NULL,
  reason        text,
  task_keys     text[],
  workflow_keys text[],
  lane_id       text,
  event_id      text NOT NULL,
  message       jsonb,
  lease_seconds double precision NOT NULL,
  since         timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (workflow_id, work_key)
);
CREATE INDEX admission_slot_by_lane ON admission_slot (lane_id, priority DESC, workflow_id, work_key) WHERE state = 'waiting';
CREATE INDEX admission_slot_kept_back ON admission_slot (event_id) WHERE state <> 'running';
CREATE INDEX admission_slot_held ON admission_slot (tenant_id, reason) WHERE state = 'held';

-- Workflows that count against a limit of workflows.
CREATE TABLE admission_workflow (
  workflow_id text PRIMARY KEY REFERENCES workflow (workflow_id),
  tenant_id   text NOT NULL,
  taken       text[]
);

-- What operators stopped. A stop of everything, and one of a process or agent in all tenants, carries the tenant '*'.
CREATE TABLE stop_switch (
  stop_id    text PRIMARY KEY,
  tenant_id  text NOT NULL,
  scope      text NOT NULL CHECK (scope IN ('everything', 'tenant', 'process', 'agent')),
  subject    text NOT NULL,
  reason     text NOT NULL,
  stopped_by text NOT NULL,
  stopped_at timestamptz(3) NOT NULL DEFAULT now(),
  lifted_by  text,
  lifted_at  timestamptz(3)
);
CREATE UNIQUE INDEX stop_switch_in_force ON stop_switch (tenant_id, scope, subject) WHERE lifted_at IS NULL;

-- Rules of tenants that have their own.
CREATE TABLE tenant_rules (
  tenant_id  text PRIMARY KEY,
  rules      jsonb NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamptz(3) NOT NULL DEFAULT now()
);

ALTER TABLE admission_resource ENABLE ROW LEVEL SECURITY;
ALTER TABLE admission_flow ENABLE ROW LEVEL SECURITY;
ALTER TABLE admission_lane ENABLE ROW LEVEL SECURITY;
ALTER TABLE admission_slot ENABLE ROW LEVEL SECURITY;
ALTER TABLE admission_workflow ENABLE ROW LEVEL SECURITY;
ALTER TABLE stop_switch ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant_rules ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON admission_resource USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_rows ON admission_flow USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_rows ON admission_lane USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_rows ON admission_slot USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_rows ON admission_workflow USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_rows ON tenant_rules USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
-- Everybody may know of a stop that holds for everybody; only the system scope sets one.
CREATE POLICY tenant_reads ON stop_switch FOR SELECT
  USING (tenant_id = '*' OR tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_inserts ON stop_switch FOR INSERT
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_updates ON stop_switch FOR UPDATE
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');

GRANT SELECT, INSERT, UPDATE, DELETE ON admission_resource, admission_flow, admission_lane, admission_slot, admission_workflow, tenant_rules TO :role;
GRANT SELECT, UPDATE ON admission_clock TO :role;
GRANT SELECT, INSERT, UPDATE ON stop_switch TO :role;

-- Changes of who may work are made one after another; everything else of a decision runs side by side.
CREATE FUNCTION admission_begin() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext(current_schema()), 2);
END $$;

-- The stop that holds for a task, if there is one.
CREATE FUNCTION admission_stop_of(p_tenant text, p_process text, p_agent text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT stop_id FROM stop_switch
  WHERE lifted_at IS NULL AND tenant_id IN ('*', p_tenant)
    AND (scope IN ('everything', 'tenant') OR (scope = 'process' AND subject = p_process) OR (scope = 'agent' AND subject = p_agent))
  ORDER BY stopped_at LIMIT 1
$$;

CREATE FUNCTION admission_has_room(p_keys text[]) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (SELECT FROM admission_resource WHERE resource_key = ANY (p_keys) AND used >= capacity)
$$;

CREATE FUNCTION admission_take(p_keys text[], p_by integer) RETURNS void LANGUAGE sql AS $$
  UPDATE admission_resource SET used = used + p_by WHERE resource_key = ANY (p_keys)
$$;

-- Takes a task out of its lane.
CREATE FUNCTION admission_leave_lane(p_tenant text, p_lane text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE admission_lane SET waiting = waiting - 1 WHERE lane_id = p_lane;
  UPDATE admission_flow SET waiting = waiting - 1 WHERE tenant_id = p_tenant;
END $$;

-- Puts a task into the lane of those that need the same; a workflow that counts already needs no room for itself.
CREATE FUNCTION admission_enter_lane(p_slot admission_slot) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_workflow_keys text[] := CASE WHEN EXISTS (SELECT FROM admission_workflow w WHERE w.workflow_id = p_slot.workflow_id)
    THEN '{}' ELSE p_slot.workflow_keys END;
  v_lane text := p_slot.tenant_id || '/' || array_to_string(p_slot.task_keys || v_workflow_keys, '/');
BEGIN
  INSERT INTO admission_lane AS l (lane_id, tenant_id, task_keys, workflow_keys, waiting)
  VALUES (v_lane, p_slot.tenant_id, p_slot.task_keys, v_workflow_keys, 1)
  ON CONFLICT (lane_id) DO UPDATE SET waiting = l.waiting + 1;
  -- A tenant that waited for nothing gets no credit for that time.
  INSERT INTO admission_flow AS f (tenant_id, waiting, tag)
  VALUES (p_slot.tenant_id, 1, (SELECT tag FROM admission_clock))
  ON CONFLICT (tenant_id) DO UPDATE SET waiting = f.waiting + 1,
    tag = CASE WHEN f.waiting = 0 THEN greatest(f.tag, excluded.tag) ELSE f.tag END;
  UPDATE admission_slot SET state = 'waiting', reason = NULL, lane_id = v_lane
  WHERE workflow_id = p_slot.workflow_id AND work_key = p_slot.work_key;
END $$;

-- Keeps a task back until its reason is gone.
CREATE FUNCTION admission_hold(p_slot admission_slot, p_reason text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF p_slot.state = 'waiting' THEN PERFORM admission_leave_lane(p_slot.tenant_id, p_slot.lane_id); END IF;
  UPDATE admission_slot SET state = 'held', reason = p_reason, lane_id = NULL
  WHERE workflow_id = p_slot.workflow_id AND work_key = p_slot.work_key;
END $$;

-- Lets a waiting task go: it counts, its lease begins, its message is sent.
CREATE FUNCTION admission_let_go(p_slot admission_slot) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_sibling admission_slot;
BEGIN
  PERFORM admission_leave_lane(p_slot.tenant_id, p_slot.lane_id);
  PERFORM admission_take(p_slot.task_keys, 1);
  UPDATE admission_slot SET state = 'running', lane_id = NULL, message = NULL, since = now()
  WHERE workflow_id = p_slot.workflow_id AND work_key = p_slot.work_key;
  IF cardinality(p_slot.workflow_keys) > 0 THEN
    INSERT INTO admission_workflow (workflow_id, tenant_id, taken) VALUES (p_slot.workflow_id, p_slot.tenant_id, p_slot.workflow_keys)
    ON CONFLICT DO NOTHING;
    IF FOUND THEN
      PERFORM admission_take(p_slot.workflow_keys, 1);
      FOR v_sibling IN SELECT * FROM admission_slot s WHERE s.workflow_id = p_slot.workflow_id AND s.state = 'waiting' LOOP
        PERFORM admission_leave_lane(v_sibling.tenant_id, v_sibling.lane_id);
        PERFORM admission_enter_lane(v_sibling);
      END LOOP;
    END IF;
  END IF;
  UPDATE due_work SET due_at = now() + make_interval(secs => p_slot.lease_seconds)
  WHERE workflow_id = p_slot.workflow_id AND work_key = p_slot.work_key;
  PERFORM outbox_add(p_slot.tenant_id, jsonb_build_array(p_slot.message));
END $$;

-- Lets tasks go while something fits: the tenant with the smallest tag first, in it the highest priority, then the oldest workflow.
CREATE FUNCTION admit_waiting(p_limit integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  v_flow  admission_flow;
  v_slot  admission_slot;
  v_count integer := 0;
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  WHILE v_count < p_limit LOOP
    v_slot := NULL;
    FOR v_flow IN SELECT * FROM admission_flow WHERE waiting > 0 ORDER BY tag, tenant_id LOOP
      SELECT h.* INTO v_slot FROM admission_lane l CROSS JOIN LATERAL (
        SELECT * FROM admission_slot s WHERE s.lane_id = l.lane_id AND s.state = 'waiting'
        ORDER BY s.priority DESC, s.workflow_id, s.work_key LIMIT 1
      ) h
      WHERE l.tenant_id = v_flow.tenant_id AND l.waiting > 0 AND admission_has_room(l.task_keys || l.workflow_keys)
      ORDER BY h.priority DESC, h.workflow_id, h.work_key LIMIT 1;
      EXIT WHEN v_slot.workflow_id IS NOT NULL;
    END LOOP;
    EXIT WHEN v_slot.workflow_id IS NULL;
    UPDATE admission_clock SET tag = greatest(tag, v_flow.tag);
    UPDATE admission_flow SET tag = v_flow.tag + 1 / v_flow.weight WHERE tenant_id = v_flow.tenant_id;
    PERFORM admission_let_go(v_slot);
    v_count := v_count + 1;
  END LOOP;
  RETURN v_count;
END $$;

-- Gives back what a workflow does not use any more; true when that made room.
CREATE FUNCTION admission_release(p_workflow text, p_work_keys text[], p_is_active boolean) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  v_slot  admission_slot;
  v_taken text[];
  v_made_room boolean := false;
BEGIN
  FOR v_slot IN DELETE FROM admission_slot WHERE workflow_id = p_workflow AND work_key <> ALL (p_work_keys) RETURNING * LOOP
    IF v_slot.state = 'running' THEN
      PERFORM admission_take(v_slot.task_keys, -1);
      v_made_room := true;
    ELSIF v_slot.state = 'waiting' THEN
      PERFORM admission_leave_lane(v_slot.tenant_id, v_slot.lane_id);
    END IF;
  END LOOP;
  IF NOT p_is_active THEN
    DELETE FROM admission_workflow WHERE workflow_id = p_workflow RETURNING taken INTO v_taken;
    IF v_taken IS NOT NULL THEN
      PERFORM admission_take(v_taken, -1);
      v_made_room := true;
    END IF;
  END IF;
  RETURN v_made_room;
END $$;

-- What a decision means for who may work; returns its messages without those that wait. Room it made is given on by admit_waiting.
CREATE FUNCTION admission_apply(p_item jsonb, OUT v_outbox jsonb, OUT v_made_room boolean) LANGUAGE plpgsql AS $$
DECLARE
  v_tenant   text := p_item ->> 'tenant_id';
  v_workflow text := p_item ->> 'workflow_id';
  v_process  text := p_item #>> '{admission,process}';
  v_is_paused boolean := p_item #>> '{projection,status}' = 'paused';
  v_task     jsonb;
  v_need     jsonb;
  v_slot     admission_slot;
  v_kept     text[] := '{}';
BEGIN
  v_outbox := p_item -> 'outbox';
  PERFORM set_config('botarmy.tenant', '*', true);
  v_made_room := admission_release(v_workflow,
    ARRAY(SELECT d ->> 'work_key' FROM jsonb_array_elements(p_item -> 'due_work') AS t (d)),
    EXISTS (SELECT FROM jsonb_array_elements(p_item -> 'due_work') AS t (d) WHERE d ->> 'kind' <> 'hitl-request'));
  FOR v_slot IN SELECT * FROM admission_slot s WHERE s.workflow_id = v_workflow AND s.state <> 'running' LOOP
    IF v_is_paused AND v_slot.state = 'waiting' THEN
      PERFORM admission_hold(v_slot, 'paused');
    ELSIF NOT v_is_paused AND v_slot.reason = 'paused' THEN
      PERFORM admission_enter_lane(v_slot);
      v_made_room := true;
    END IF;
  END LOOP;
  FOR v_task IN SELECT t FROM jsonb_array_elements(p_item #> '{admission,tasks}') AS x (t) LOOP
    FOR v_need IN SELECT n FROM jsonb_array_elements((v_task -> 'needs') || (v_task -> 'workflow_needs')) AS x (n) LOOP
      INSERT INTO admission_resource (resource_key, tenant_id, capacity)
      VALUES (v_need ->> 'key', v_need ->> 'tenant_id', (v_need ->> 'capacity')::integer) ON CONFLICT DO NOTHING;
    END LOOP;
    v_slot := NULL;
    v_slot.workflow_id := v_workflow;
    v_slot.work_key := v_task ->> 'work_key';
    v_slot.tenant_id := v_tenant;
    v_slot.task_id := v_task ->> 'task_id';
    v_slot.agent_id := v_task ->> 'agent_id';
    v_slot.process := v_process;
    v_slot.priority := (v_task ->> 'priority')::integer;
    v_slot.task_keys := ARRAY(SELECT n ->> 'key' FROM jsonb_array_elements(v_task -> 'needs') AS x (n));
    v_slot.workflow_keys := ARRAY(SELECT n ->> 'key' FROM jsonb_array_elements(v_task -> 'workflow_needs') AS x (n));
    v_slot.event_id := v_task ->> 'event_id';
    v_slot.lease_seconds := (v_task ->> 'lease_seconds')::double precision;
    v_slot.since := now();
    v_slot.reason := coalesce(admission_stop_of(v_tenant, v_process, v_slot.agent_id), v_task ->> 'held');
    CONTINUE WHEN v_slot.reason IS NULL AND cardinality(v_slot.task_keys || v_slot.workflow_keys) = 0;
    SELECT o INTO v_slot.message FROM jsonb_array_elements(v_outbox) AS x (o) WHERE o ->> 'event_id' = v_slot.event_id;
    v_slot.state := 'held';
    INSERT INTO admission_slot SELECT (v_slot).*;
    UPDATE due_work SET due_at = 'infinity' WHERE workflow_id = v_workflow AND work_key = v_slot.work_key;
    v_kept := v_kept || v_slot.event_id;
    IF v_slot.reason IS NULL THEN
      PERFORM admission_enter_lane(v_slot);
      v_made_room := true;
    END IF;
  END LOOP;
  UPDATE admission_flow SET weight = (p_item #>> '{admission,weight}')::double precision
  WHERE tenant_id = v_tenant AND weight <> (p_item #>> '{admission,weight}')::double precision;
  IF cardinality(v_kept) > 0 THEN
    v_outbox := coalesce((SELECT jsonb_agg(o ORDER BY n) FROM jsonb_array_elements(v_outbox) WITH ORDINALITY AS x (o, n)
      WHERE o ->> 'event_id' <> ALL (v_kept)), '[]');
  END IF;
  PERFORM set_config('botarmy.tenant', v_tenant, true);
END $$;

-- Appends one decision: compare-and-set on the version, then events, projection, due work, inbox, outbox, command record.
-- Outcomes: appended | conflict (somebody else was faster) | duplicate (the message was handled before)
--         | recorded (the message is marked as handled, nothing else) | repeated (the command has a record already).
DROP FUNCTION append_one(jsonb);
CREATE FUNCTION append_one(p_item jsonb, p_is_limited boolean, OUT outcome text, OUT made_room boolean) LANGUAGE plpgsql AS $$
DECLARE
  v_tenant   text := p_item ->> 'tenant_id';
  v_workflow text := p_item ->> 'workflow_id';
  v_expected integer := (p_item ->> 'expected_version')::integer;
  v_consumer text := p_item ->> 'consumer';
  v_row      jsonb := p_item -> 'projection';
  v_outbox   jsonb := p_item -> 'outbox';
BEGIN
  made_room := false;
  PERFORM set_config('botarmy.tenant', v_tenant, true);
  IF v_consumer IS NOT NULL AND EXISTS (SELECT 1 FROM inbox WHERE consumer = v_consumer AND event_id = p_item ->> 'event_id') THEN
    outcome := 'duplicate'; RETURN;
  END IF;
  IF p_item -> 'record' IS NOT NULL THEN
    IF EXISTS (SELECT 1 FROM command_record WHERE command_key = p_item #>> '{record,key}') THEN outcome := 'repeated'; RETURN; END IF;
    -- A start has no version to compare: the record itself is what the second one loses against.
    IF v_expected = 0 THEN
      INSERT INTO command_record (tenant_id, command_key, request_hash, reply)
      VALUES (v_tenant, p_item #>> '{record,key}', p_item #>> '{record,request_hash}', p_item #> '{record,reply}')
      ON CONFLICT DO NOTHING;
      IF NOT FOUND THEN outcome := 'repeated'; RETURN; END IF;
    END IF;
  END IF;
  IF v_row IS NULL THEN
    IF v_consumer IS NOT NULL THEN PERFORM inbox_claim(v_tenant, v_consumer, p_item ->> 'event_id'); END IF;
    outcome := 'recorded'; RETURN;
  END IF;
  IF v_expected = 0 THEN
    INSERT INTO workflow (workflow_id, tenant_id, process_name, process_version, process_hash, version, status, title, current_stage,
      current_agent, progress_percent, pending_requests, is_simulated, started_at, finished_at)
    VALUES (v_workflow, v_tenant, v_row ->> 'process_name', v_row ->> 'process_version', v_row ->> 'process_hash',
      (p_item ->> 'new_version')::integer, v_row ->> 'status', v_row ->> 'title', v_row ->> 'current_stage', v_row ->> 'current_agent',
      (v_row ->> 'progress_percent')::integer, (v_row ->> 'pending_requests')::integer, (v_row ->> 'is_simulated')::boolean,
      (v_row ->> 'started_at')::timestamptz, (v_row ->> 'finished_at')::timestamptz)
    ON CONFLICT DO NOTHING;
  ELSE
    UPDATE workflow SET process_version = v_row ->> 'process_version', process_hash = v_row ->> 'process_hash', version = (p_item ->> 'new_version')::integer, status = v_row ->> 'status', current_stage = v_row ->> 'current_stage',
      current_agent = v_row ->> 'current_agent', progress_percent = (v_row ->> 'progress_percent')::integer,
      pending_requests = (v_row ->> 'pending_requests')::integer, is_simulated = (v_row ->> 'is_simulated')::boolean,
      finished_at = (v_row ->> 'finished_at')::timestamptz, updated_at = now()
    WHERE workflow_id = v_workflow AND version = v_expected;
  END IF;
  IF NOT FOUND THEN outcome := 'conflict'; RETURN; END IF;
  IF v_row ? 'snapshot' THEN
    INSERT INTO workflow_snapshot (workflow_id, tenant_id, version, state)
    VALUES (v_workflow, v_tenant, (p_item ->> 'new_version')::integer, v_row -> 'snapshot')
    ON CONFLICT (workflow_id) DO UPDATE SET version = excluded.version, state = excluded.state;
  END IF;
  IF p_item -> 'record' IS NOT NULL AND v_expected > 0 THEN
    INSERT INTO command_record (tenant_id, command_key, request_hash, reply)
    VALUES (v_tenant, p_item #>> '{record,key}', p_item #>> '{record,request_hash}', p_item #> '{record,reply}')
    ON CONFLICT DO NOTHING;
  END IF;
  IF v_consumer IS NOT NULL THEN PERFORM inbox_claim(v_tenant, v_consumer, p_item ->> 'event_id'); END IF;
  INSERT INTO workflow_event (workflow_id, seq, tenant_id, type, schema_version, occurred_at, data, progress)
  SELECT v_workflow, (e ->> 'seq')::integer, v_tenant, e ->> 'type', (e ->> 'schema_version')::integer, (e ->> 'occurred_at')::timestamptz,
    e -> 'data', nullif(e -> 'progress', 'null')
  FROM jsonb_array_elements(p_item -> 'events') AS t (e);
  DELETE FROM due_work WHERE workflow_id = v_workflow
    AND work_key <> ALL (ARRAY(SELECT d ->> 'work_key' FROM jsonb_array_elements(p_item -> 'due_work') AS t (d)));
  INSERT INTO due_work (workflow_id, work_key, tenant_id, kind, subject_id, attempt, lease, due_at)
  SELECT v_workflow, d ->> 'work_key', v_tenant, d ->> 'kind', d ->> 'subject_id', (d ->> 'attempt')::integer, (d ->> 'lease')::integer,
    coalesce((d ->> 'due_at')::timestamptz, now() + make_interval(secs => (d ->> 'due_in_seconds')::double precision))
  FROM jsonb_array_elements(p_item -> 'due_work') AS t (d)
  ON CONFLICT (workflow_id, work_key) DO NOTHING;
  IF p_is_limited THEN SELECT a.v_outbox, a.v_made_room INTO v_outbox, made_room FROM admission_apply(p_item) a; END IF;
  PERFORM outbox_add(v_tenant, v_outbox);
  outcome := 'appended';
END $$;

-- Appends many decisions of different workflows in one commit, in the order given. Decisions that limits or a stop concern are made
-- one batch after another; a stop waits for the decisions in hand and is known to all later ones.
CREATE OR REPLACE FUNCTION append_decisions(p_items jsonb) RETURNS TABLE (ordinal bigint, outcome text) LANGUAGE plpgsql AS $$
DECLARE
  item jsonb;
  v_is_limited boolean;
  v_made_room  boolean := false;
  v_one        record;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtext(current_schema()), 1);
  PERFORM set_config('botarmy.tenant', '*', true);
  v_is_limited := EXISTS (SELECT FROM stop_switch WHERE lifted_at IS NULL)
    OR EXISTS (SELECT FROM jsonb_array_elements(p_items) AS t (e) WHERE (e #>> '{admission,is_limited}')::boolean)
    OR EXISTS (SELECT FROM admission_slot s WHERE s.workflow_id IN (SELECT e ->> 'workflow_id' FROM jsonb_array_elements(p_items) AS t (e)))
    OR EXISTS (SELECT FROM admission_workflow w WHERE w.workflow_id IN (SELECT e ->> 'workflow_id' FROM jsonb_array_elements(p_items) AS t (e)));
  IF v_is_limited THEN PERFORM admission_begin(); END IF;
  FOR item, ordinal IN SELECT e, n FROM jsonb_array_elements(p_items) WITH ORDINALITY AS t (e, n) ORDER BY n LOOP
    v_one := append_one(item, v_is_limited);
    v_made_room := v_made_room OR v_one.made_room;
    outcome := v_one.outcome;
    RETURN NEXT;
  END LOOP;
  IF v_made_room THEN PERFORM admit_waiting(1000); END IF;
END $$;

-- Says again what somebody should be working on; what waits for room is not meant.
CREATE OR REPLACE FUNCTION republish(p_tenant text, p_rows jsonb) RETURNS TABLE (added integer) LANGUAGE plpgsql AS $$
DECLARE
  v_rows jsonb;
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  SELECT coalesce(jsonb_agg(r ORDER BY n), '[]') INTO v_rows FROM jsonb_array_elements(p_rows) WITH ORDINALITY AS t (r, n)
  WHERE NOT EXISTS (SELECT FROM admission_slot s WHERE s.event_id = r ->> 'event_id' AND s.state <> 'running');
  PERFORM outbox_add(p_tenant, v_rows);
  added := jsonb_array_length(v_rows);
  RETURN NEXT;
END $$;

-- Why the tasks of a workflow wait, and how many tasks go before each: those of its own tenant, and the share of the others.
CREATE FUNCTION waiting_tasks(p_tenant text, p_workflow text)
RETURNS TABLE (task_id text, state text, reason text, since timestamptz, place bigint, full_resources jsonb) LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_slot admission_slot;
  v_flow admission_flow;
  v_rank bigint;
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  FOR v_slot IN SELECT * FROM admission_slot s WHERE s.workflow_id = p_workflow AND s.state <> 'running' ORDER BY s.work_key LOOP
    task_id := v_slot.task_id;
    state := v_slot.state;
    reason := v_slot.reason;
    since := v_slot.since;
    place := NULL;
    full_resources := '[]';
    IF v_slot.state = 'waiting' THEN
      PERFORM set_config('botarmy.tenant', '*', true);
      SELECT count(*) INTO v_rank FROM admission_slot s WHERE s.tenant_id = v_slot.tenant_id AND s.state = 'waiting'
        AND (-s.priority, s.workflow_id, s.work_key) < (-v_slot.priority, v_slot.workflow_id, v_slot.work_key);
      SELECT * INTO v_flow FROM admission_flow f WHERE f.tenant_id = v_slot.tenant_id;
      SELECT 1 + v_rank + coalesce(sum(least(f.waiting, greatest(0, ceil((v_flow.tag + v_rank / v_flow.weight - f.tag) * f.weight)))), 0)::bigint
      INTO place FROM admission_flow f WHERE f.waiting > 0 AND f.tenant_id <> v_slot.tenant_id;
      SELECT coalesce(jsonb_agg(jsonb_build_object('key', r.resource_key, 'used', r.used, 'capacity', r.capacity) ORDER BY r.resource_key), '[]')
      INTO full_resources FROM admission_lane l JOIN admission_resource r ON r.resource_key = ANY (l.task_keys || l.workflow_keys)
      WHERE l.lane_id = v_slot.lane_id AND r.used >= r.capacity;
      PERFORM set_config('botarmy.tenant', p_tenant, true);
    END IF;
    RETURN NEXT;
  END LOOP;
END $$;

-- Use of the limits that concern a tenant, and how many of its tasks wait.
CREATE FUNCTION resource_use(p_tenant text)
RETURNS TABLE (rules jsonb, waiting integer, use jsonb) LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  RETURN QUERY SELECT
    (SELECT t.rules FROM tenant_rules t WHERE t.tenant_id = p_tenant),
    coalesce((SELECT f.waiting FROM admission_flow f WHERE f.tenant_id = p_tenant), 0),
    coalesce((SELECT jsonb_agg(jsonb_build_object('key', r.resource_key, 'tenant_id', r.tenant_id, 'used', r.used, 'capacity', r.capacity)
      ORDER BY r.resource_key) FROM admission_resource r WHERE r.tenant_id IN ('*', p_tenant) AND r.capacity IS NOT NULL), '[]');
END $$;

-- Rules of one tenant; no row when it has none of its own.
CREATE FUNCTION load_tenant_rules(p_tenant text) RETURNS TABLE (rules jsonb) LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY SELECT t.rules FROM tenant_rules t WHERE t.tenant_id = p_tenant;
END $$;

-- Puts limits of a tenant ('*': of the installation) into force; resources that are not named are not limited any more.
CREATE FUNCTION set_capacities(p_tenant text, p_capacities jsonb, p_weight double precision) RETURNS TABLE (let_go integer) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM admission_begin();
  PERFORM set_config('botarmy.tenant', '*', true);
  UPDATE admission_resource r SET capacity = (p_capacities ->> r.resource_key)::integer WHERE r.tenant_id = p_tenant;
  UPDATE admission_flow SET weight = p_weight WHERE tenant_id = p_tenant;
  let_go := admit_waiting(1000);
  RETURN NEXT;
END $$;

-- Replaces the rules of a tenant and says so.
CREATE FUNCTION set_tenant_rules(p_tenant text, p_rules jsonb, p_by text, p_capacities jsonb, p_weight double precision, p_messages jsonb)
RETURNS TABLE (let_go integer) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  IF p_rules IS NULL THEN
    DELETE FROM tenant_rules WHERE tenant_id = p_tenant;
  ELSE
    INSERT INTO tenant_rules (tenant_id, rules, changed_by) VALUES (p_tenant, p_rules, p_by)
    ON CONFLICT (tenant_id) DO UPDATE SET rules = excluded.rules, changed_by = excluded.changed_by, changed_at = now();
  END IF;
  PERFORM outbox_add(p_tenant, p_messages);
  RETURN QUERY SELECT c.let_go FROM set_capacities(p_tenant, p_capacities, p_weight) c;
END $$;

-- Tenants with resources of their own, whose limits are set again when the service starts.
CREATE FUNCTION limited_tenants() RETURNS TABLE (tenant_id text, rules jsonb) LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  RETURN QUERY SELECT d.tenant_id, t.rules FROM (SELECT DISTINCT r.tenant_id FROM admission_resource r WHERE r.tenant_id <> '*') d
    LEFT JOIN tenant_rules t USING (tenant_id);
END $$;

-- Tasks kept back because their workflow used something up; all tenants' when none is given.
CREATE FUNCTION used_up_tasks(p_tenant text) RETURNS TABLE (tenant_id text, workflow_id text, work_key text) LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', coalesce(p_tenant, '*'), true);
  RETURN QUERY SELECT s.tenant_id, s.workflow_id, s.work_key FROM admission_slot s
    WHERE s.state = 'held' AND s.reason LIKE '%-used-up' AND s.tenant_id = coalesce(p_tenant, s.tenant_id);
END $$;

-- The reason for which a task was kept back is gone: it waits like any other.
CREATE FUNCTION stop_keeping_back(p_workflow text, p_work_key text) RETURNS TABLE (let_go integer) LANGUAGE plpgsql AS $$
DECLARE
  v_slot admission_slot;
BEGIN
  PERFORM admission_begin();
  PERFORM set_config('botarmy.tenant', '*', true);
  SELECT * INTO v_slot FROM admission_slot s WHERE s.workflow_id = p_workflow AND s.work_key = p_work_key AND s.state = 'held';
  IF v_slot.workflow_id IS NOT NULL THEN PERFORM admission_enter_lane(v_slot); END IF;
  let_go := admit_waiting(1000);
  RETURN NEXT;
END $$;

-- A lease that nobody was heard of yet is a message that waits in a queue or was lost: it is said again. Only one that was heard of and
-- fell silent is handed to another runner.
ALTER TABLE due_work ADD COLUMN is_heard boolean NOT NULL DEFAULT false;

CREATE OR REPLACE FUNCTION extend_lease(p_tenant text, p_workflow text, p_task text, p_attempt integer, p_lease integer, p_seconds integer)
RETURNS TABLE (due_at timestamptz) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY UPDATE due_work d SET due_at = now() + make_interval(secs => p_seconds), looks = 0, is_heard = true
    WHERE d.workflow_id = p_workflow AND d.kind = 'agent-task' AND d.subject_id = p_task AND d.attempt = p_attempt AND d.lease = p_lease
    RETURNING d.due_at::timestamptz;
END $$;

DROP FUNCTION claim_due_work(integer);
CREATE FUNCTION claim_due_work(p_limit integer) RETURNS TABLE (
  workflow_id text, tenant_id text, kind text, subject_id text, attempt integer, lease integer, looks integer, is_heard boolean
) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  RETURN QUERY
    WITH due AS (
      SELECT d.workflow_id, d.work_key FROM due_work d WHERE d.due_at <= now() ORDER BY d.due_at LIMIT p_limit FOR UPDATE SKIP LOCKED
    )
    UPDATE due_work d SET looks = d.looks + 1, due_at = now() + least(interval '5 seconds' * power(2, least(d.looks, 12)), interval '1 hour')
    FROM due WHERE d.workflow_id = due.workflow_id AND d.work_key = due.work_key
    RETURNING d.workflow_id, d.tenant_id, d.kind, d.subject_id, d.attempt, d.lease, d.looks, d.is_heard;
END $$;

-- Stopping and lifting. The tables are those of admission: a stopped task is one that is kept back.

-- Stops something: whatever waits and is meant is kept back, every later decision sees the stop. Returns the stop in force, which for a
-- repeat is the first one.
CREATE FUNCTION stop_work(p_stop jsonb, p_announced_in text, p_messages jsonb)
RETURNS TABLE (stop_id text, stopped_at timestamptz, is_new boolean) LANGUAGE plpgsql AS $$
DECLARE
  v_target  text := p_stop ->> 'tenant_id';
  v_scope   text := p_stop ->> 'scope';
  v_subject text := p_stop ->> 'subject';
  v_slot    admission_slot;
BEGIN
  -- Decisions that have begun are committed first; those that begin later see the stop.
  PERFORM pg_advisory_xact_lock(hashtext(current_schema()), 1);
  PERFORM admission_begin();
  PERFORM set_config('botarmy.tenant', '*', true);
  RETURN QUERY SELECT s.stop_id, s.stopped_at::timestamptz, false FROM stop_switch s
    WHERE s.lifted_at IS NULL AND s.tenant_id = v_target AND s.scope = v_scope AND s.subject = v_subject;
  IF FOUND THEN RETURN; END IF;
  INSERT INTO stop_switch (stop_id, tenant_id, scope, subject, reason, stopped_by)
  VALUES (p_stop ->> 'stop_id', v_target, v_scope, v_subject, p_stop ->> 'reason', p_stop ->> 'stopped_by');
  FOR v_slot IN SELECT * FROM admission_slot s WHERE s.state = 'waiting' AND (v_target = '*' OR s.tenant_id = v_target)
    AND (v_scope IN ('everything', 'tenant') OR (v_scope = 'process' AND s.process = v_subject) OR (v_scope = 'agent' AND s.agent_id = v_subject))
  LOOP
    PERFORM admission_hold(v_slot, p_stop ->> 'stop_id');
  END LOOP;
  PERFORM outbox_add(p_announced_in, p_messages);
  RETURN QUERY SELECT s.stop_id, s.stopped_at::timestamptz, true FROM stop_switch s WHERE s.stop_id = p_stop ->> 'stop_id';
END $$;

-- Lifts a stop: what waited for it goes on as far as there is room and no other stop is in force. No row for an unknown stop, and for one
-- of another tenant unless the installation asks.
CREATE FUNCTION lift_stop(p_stop text, p_tenant text, p_by text, p_announced_in text, p_messages jsonb)
RETURNS TABLE (lifted_at timestamptz, released integer) LANGUAGE plpgsql AS $$
DECLARE
  v_slot  admission_slot;
  v_other text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext(current_schema()), 1);
  PERFORM admission_begin();
  PERFORM set_config('botarmy.tenant', '*', true);
  released := 0;
  UPDATE stop_switch s SET lifted_at = now(), lifted_by = p_by
  WHERE s.stop_id = p_stop AND (p_tenant = '*' OR s.tenant_id = p_tenant) AND s.lifted_at IS NULL RETURNING s.lifted_at INTO lifted_at;
  IF lifted_at IS NULL THEN
    RETURN QUERY SELECT s.lifted_at::timestamptz, 0 FROM stop_switch s WHERE s.stop_id = p_stop AND (p_tenant = '*' OR s.tenant_id = p_tenant);
    RETURN;
  END IF;
  FOR v_slot IN SELECT * FROM admission_slot s WHERE s.state = 'held' AND s.reason = p_stop LOOP
    v_other := admission_stop_of(v_slot.tenant_id, v_slot.process, v_slot.agent_id);
    IF v_other IS NOT NULL THEN
      PERFORM admission_hold(v_slot, v_other);
    ELSIF (SELECT w.status FROM workflow w WHERE w.workflow_id = v_slot.workflow_id) = 'paused' THEN
      PERFORM admission_hold(v_slot, 'paused');
    ELSE
      PERFORM admission_enter_lane(v_slot);
      released := released + 1;
    END IF;
  END LOOP;
  PERFORM outbox_add(p_announced_in, p_messages);
  PERFORM admit_waiting(100000);
  RETURN NEXT;
END $$;

-- One stop, for its announcement.
CREATE FUNCTION find_stop(p_stop text) RETURNS SETOF stop_switch LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  RETURN QUERY SELECT * FROM stop_switch s WHERE s.stop_id = p_stop;
END $$;

-- Stops in force that concern a tenant ('*': all of them), oldest first, with how many tasks wait for each.
CREATE FUNCTION stops_in_force(p_tenant text) RETURNS TABLE (
  stop_id text, tenant_id text, scope text, subject text, reason text, stopped_by text, stopped_at timestamptz, held bigint
) LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY SELECT s.stop_id, s.tenant_id, s.scope, s.subject, s.reason, s.stopped_by, s.stopped_at::timestamptz,
    (SELECT count(*) FROM admission_slot h WHERE h.state = 'held' AND h.reason = s.stop_id)
  FROM stop_switch s WHERE s.lifted_at IS NULL ORDER BY s.stopped_at;
END $$;

-- Attempts that runners may have in hand, of one tenant or of all, of one process or of all.
CREATE FUNCTION attempts_in_hand(p_tenant text, p_process text)
RETURNS TABLE (tenant_id text, workflow_id text, task_id text, attempt integer, lease integer) LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY SELECT d.tenant_id, d.workflow_id, d.subject_id, d.attempt, d.lease FROM due_work d JOIN workflow w USING (workflow_id)
    WHERE d.kind = 'agent-task' AND d.due_at < 'infinity' AND (p_process IS NULL OR w.process_name = p_process);
END $$;

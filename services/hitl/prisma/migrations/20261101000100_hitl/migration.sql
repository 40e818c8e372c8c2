-- Questions to people and the one answer that won.

-- A row without created_at was closed before its opening arrived; people never see it, and the opening finds it closed.
CREATE TABLE hitl_request (
  tenant_id        text NOT NULL,
  request_id       text NOT NULL,
  workflow_id      text NOT NULL,
  agent_id         text NOT NULL DEFAULT '',
  stage_id         text NOT NULL DEFAULT '',
  type             text NOT NULL DEFAULT 'approval' CHECK (type IN ('approval', 'input', 'decision')),
  title            text NOT NULL DEFAULT '',
  description      text NOT NULL DEFAULT '',
  options          jsonb NOT NULL DEFAULT '[]',
  artifacts        jsonb NOT NULL DEFAULT '[]',
  status           text NOT NULL DEFAULT 'pending'
                   CHECK (status IN ('pending', 'approved', 'modified', 'rejected', 'cancelled')),
  created_at       timestamptz,
  resolved_at      timestamptz,
  close_reason     text,
  feedback         text,
  modifications    jsonb,
  answered_by      text,
  answered_by_name text,
  answer_key       text,
  PRIMARY KEY (tenant_id, request_id),
  CHECK ((status = 'pending') = (resolved_at IS NULL)),
  CHECK ((status IN ('approved', 'modified', 'rejected')) = (answered_by IS NOT NULL)),
  CHECK (created_at IS NOT NULL OR status = 'cancelled')
);
CREATE INDEX hitl_request_by_status ON hitl_request (tenant_id, status, created_at, request_id);
CREATE INDEX hitl_request_by_workflow ON hitl_request (tenant_id, workflow_id, created_at, request_id);

ALTER TABLE hitl_request ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON hitl_request
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');

GRANT SELECT, INSERT, UPDATE ON hitl_request TO :role;

-- Opens a request once: `opened`, `closed` when its closing came first, `repeated` when there was nothing to do.
CREATE FUNCTION hitl_request_open(p_tenant text, p_consumer text, p_event_id text, p_request jsonb)
RETURNS TABLE (outcome text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  found_status text;
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  outcome := 'repeated';
  IF inbox_claim(p_tenant, p_consumer, p_event_id) THEN
    INSERT INTO hitl_request AS r (
      tenant_id, request_id, workflow_id, agent_id, stage_id, type, title, description, options, artifacts, created_at)
    VALUES (
      p_tenant, p_request ->> 'request_id', p_request ->> 'workflow_id', p_request ->> 'agent_id', p_request ->> 'stage_id',
      p_request ->> 'type', p_request ->> 'title', p_request ->> 'description', p_request -> 'options',
      p_request -> 'artifacts', (p_request ->> 'requested_at')::timestamptz)
    ON CONFLICT (tenant_id, request_id) DO UPDATE SET
      agent_id = excluded.agent_id, stage_id = excluded.stage_id, type = excluded.type, title = excluded.title,
      description = excluded.description, options = excluded.options, artifacts = excluded.artifacts,
      created_at = excluded.created_at
    WHERE r.created_at IS NULL AND r.workflow_id = excluded.workflow_id
    RETURNING r.status INTO found_status;
    IF FOUND THEN outcome := CASE found_status WHEN 'pending' THEN 'opened' ELSE 'closed' END; END IF;
  END IF;
  RETURN NEXT;
END $$;

-- Closes the requests of a workflow that nobody answered; those not opened yet are noted as closed. Counts what it closed.
CREATE FUNCTION hitl_request_close(
  p_tenant text, p_consumer text, p_event_id text, p_workflow_id text, p_request_ids text[], p_reason text,
  p_closed_at timestamptz
) RETURNS TABLE (closed_count integer) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  closed_count := 0;
  IF inbox_claim(p_tenant, p_consumer, p_event_id) THEN
    -- In one order, so that two closings never wait for each other.
    INSERT INTO hitl_request AS r (tenant_id, request_id, workflow_id, status, resolved_at, close_reason)
    SELECT p_tenant, ids.id, p_workflow_id, 'cancelled', p_closed_at, p_reason
      FROM (SELECT DISTINCT unnest(p_request_ids) AS id ORDER BY id) AS ids
    ON CONFLICT (tenant_id, request_id) DO UPDATE SET
      status = 'cancelled', resolved_at = excluded.resolved_at, close_reason = excluded.close_reason
    WHERE r.status = 'pending' AND r.workflow_id = excluded.workflow_id;
    GET DIAGNOSTICS closed_count = ROW_COUNT;
  END IF;
  RETURN NEXT;
END $$;

-- Records the first answer together with its news. Every later call changes nothing and says why: `repeated` (the same
-- person, the same answer), `key-reused` (the same person and idempotency key, another answer), `answered`, `closed`,
-- `unknown`. The remaining columns tell of the answer on record.
CREATE FUNCTION hitl_request_answer(
  p_tenant text, p_request_id text, p_response text, p_feedback text, p_modifications jsonb, p_user_id text,
  p_user_name text, p_answer_key text, p_answered_at timestamptz, p_messages jsonb
) RETURNS TABLE (
  outcome text, status text, created_at timestamptz, resolved_at timestamptz, close_reason text,
  answered_by text, answered_by_name text
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  request hitl_request;
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  UPDATE hitl_request SET
      status = p_response, resolved_at = p_answered_at, feedback = p_feedback, modifications = p_modifications,
      answered_by = p_user_id, answered_by_name = p_user_name, answer_key = p_answer_key
    WHERE tenant_id = p_tenant AND request_id = p_request_id AND status = 'pending'
    RETURNING * INTO request;
  IF FOUND THEN
    PERFORM outbox_add(p_tenant, p_messages);
    outcome := 'accepted';
  ELSE
    SELECT * INTO request FROM hitl_request
      WHERE tenant_id = p_tenant AND request_id = p_request_id AND created_at IS NOT NULL;
    outcome := CASE
      WHEN NOT FOUND THEN 'unknown'
      WHEN request.status = 'cancelled' THEN 'closed'
      WHEN request.answered_by = p_user_id AND request.status = p_response AND request.feedback = p_feedback
        AND request.modifications = p_modifications THEN 'repeated'
      WHEN request.answered_by = p_user_id AND request.answer_key = p_answer_key THEN 'key-reused'
      ELSE 'answered' END;
  END IF;
  status := request.status;
  created_at := request.created_at;
  resolved_at := request.resolved_at;
  close_reason := request.close_reason;
  answered_by := request.answered_by;
  answered_by_name := request.answered_by_name;
  RETURN NEXT;
END $$;

-- Puts the news of an answer into the outbox once more, for a workflow that was not told.
CREATE FUNCTION hitl_answer_again(p_tenant text, p_messages jsonb) RETURNS TABLE (added integer) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  PERFORM outbox_add(p_tenant, p_messages);
  added := jsonb_array_length(p_messages);
  RETURN NEXT;
END $$;

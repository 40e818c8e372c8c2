-- Every event of the platform as it arrived; read models are folds over this table.

CREATE TABLE event_record (
  event_id    text PRIMARY KEY,
  tenant_id   text NOT NULL,
  subject     text NOT NULL,
  entity      text NOT NULL,
  verb        text NOT NULL,
  version     integer NOT NULL CHECK (version >= 1),
  workflow_id text,
  -- Version of the workflow after the event, for the events of its own log.
  seq         bigint,
  -- When it happened according to the event; when it arrived, where the event does not say.
  occurred_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  trace_id    text,
  payload     jsonb NOT NULL
);
CREATE INDEX event_record_by_workflow ON event_record (tenant_id, workflow_id, seq) WHERE workflow_id IS NOT NULL;
CREATE INDEX event_record_by_kind ON event_record (tenant_id, entity, verb, occurred_at);

ALTER TABLE event_record ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON event_record
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');

-- What was received stays as it was received.
GRANT SELECT, INSERT ON event_record TO :role;

-- Records a batch of events of any tenants; those that are recorded already are left alone. A batch holds what happened to arrive
-- together, hence the system scope; each row's tenant comes from the event's subject. Returns how many were new.
CREATE FUNCTION record_events(p_events jsonb) RETURNS TABLE (recorded_count integer) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  INSERT INTO event_record (
    event_id, tenant_id, subject, entity, verb, version, workflow_id, seq, occurred_at, trace_id, payload
  )
  SELECT e.event_id, e.tenant_id, e.subject, e.entity, e.verb, e.version, e.workflow_id, e.seq, coalesce(e.occurred_at, now()),
         e.trace_id, coalesce(e.payload, 'null')
    FROM jsonb_to_recordset(p_events) AS e (
      event_id text, tenant_id text, subject text, entity text, verb text, version integer, workflow_id text, seq bigint,
      occurred_at timestamptz, trace_id text, payload jsonb
    )
  ON CONFLICT (event_id) DO NOTHING;
  GET DIAGNOSTICS recorded_count = ROW_COUNT;
  RETURN NEXT;
END $$;

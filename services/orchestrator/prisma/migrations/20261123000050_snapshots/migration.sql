-- States are kept apart from the rows that change with every decision, and written only now and then: a workflow is its snapshot and
-- the events after it. So a decision writes the same at step 10 and at step 1,000.

CREATE TABLE workflow_snapshot (
  workflow_id text PRIMARY KEY REFERENCES workflow (workflow_id),
  tenant_id   text NOT NULL,
  -- Number of events folded.
  version     integer NOT NULL,
  state       jsonb NOT NULL
);
ALTER TABLE workflow_snapshot ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON workflow_snapshot USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
GRANT SELECT, INSERT, UPDATE, DELETE ON workflow_snapshot TO :role;

INSERT INTO workflow_snapshot (workflow_id, tenant_id, version, state) SELECT workflow_id, tenant_id, version, snapshot FROM workflow;
ALTER TABLE workflow DROP COLUMN snapshot;
ALTER TABLE workflow SET (fillfactor = 70);
ALTER TABLE due_work SET (fillfactor = 70);

-- What the workflow looks like after a decision goes with its last event.
ALTER TABLE workflow_event ALTER COLUMN progress DROP NOT NULL;

-- Events after a version as the engine folds them, oldest first.
CREATE FUNCTION later_events(p_tenant text, p_workflow text, p_after integer, p_limit integer)
RETURNS TABLE (type text, version integer, occurred_at timestamptz, data jsonb) LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY SELECT e.type, e.schema_version, e.occurred_at::timestamptz, e.data FROM workflow_event e
    WHERE e.workflow_id = p_workflow AND e.seq > p_after ORDER BY e.seq LIMIT p_limit;
END $$;

-- A workflow for a decision: its snapshot and the first events after it; no row for another tenant's.
DROP FUNCTION load_workflow(text, text);
CREATE FUNCTION load_workflow(p_tenant text, p_workflow text)
RETURNS TABLE (snapshot jsonb, process_hash text, title text, later jsonb) LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY SELECT s.state, w.process_hash, w.title,
    coalesce((SELECT jsonb_agg(jsonb_build_object('type', e.type, 'version', e.schema_version, 'occurred_at',
      to_char(e.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'data', e.data) ORDER BY e.seq)
      FROM (SELECT * FROM workflow_event v WHERE v.workflow_id = p_workflow AND v.seq > s.version ORDER BY v.seq LIMIT 500) e), '[]')
  FROM workflow w JOIN workflow_snapshot s USING (workflow_id) WHERE w.workflow_id = p_workflow;
END $$;

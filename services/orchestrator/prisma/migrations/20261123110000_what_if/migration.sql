-- What-if runs: what was asked, who works on it, what came of it. Their model calls are on record at the router and their documents
-- in the artifacts service under the run's id, so a run that was interrupted is simply made again.

CREATE TABLE what_if_run (
  run_id       text PRIMARY KEY,
  tenant_id    text NOT NULL,
  workflow_id  text NOT NULL REFERENCES workflow (workflow_id),
  process_hash text NOT NULL REFERENCES process_version (content_hash),
  requested_by text NOT NULL,
  requested_at timestamptz(3) NOT NULL DEFAULT now(),
  status       text NOT NULL DEFAULT 'running',
  claim        integer NOT NULL DEFAULT 0,
  alive_at     timestamptz(3),
  outcome      jsonb,
  finished_at  timestamptz(3)
);
CREATE INDEX what_if_open ON what_if_run (requested_at) WHERE status = 'running';
CREATE INDEX what_if_by_workflow ON what_if_run (tenant_id, workflow_id);

ALTER TABLE what_if_run ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON what_if_run USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
GRANT SELECT, INSERT, UPDATE, DELETE ON what_if_run TO :role;

-- Keeps a request together with the version of the process it runs on.
CREATE FUNCTION request_what_if(p_tenant text, p_run text, p_workflow text, p_by text, p_hash text, p_name text, p_version text, p_compiled jsonb)
RETURNS TABLE (requested_at timestamptz) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  INSERT INTO process_version (content_hash, tenant_id, name, version, compiled) VALUES (p_hash, 'private', p_name, p_version, p_compiled)
  ON CONFLICT DO NOTHING;
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY INSERT INTO what_if_run AS w (run_id, tenant_id, workflow_id, process_hash, requested_by)
  VALUES (p_run, p_tenant, p_workflow, p_hash, p_by) RETURNING w.requested_at::timestamptz;
END $$;

-- Takes runs nobody works on; a run whose worker fell silent is taken over under a higher claim.
CREATE FUNCTION claim_what_ifs(p_limit integer, p_silence_seconds integer)
RETURNS TABLE (run_id text, tenant_id text, workflow_id text, process_hash text, requested_by text, claim integer) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  RETURN QUERY UPDATE what_if_run AS w SET claim = w.claim + 1, alive_at = now()
  WHERE w.run_id IN (
    SELECT o.run_id FROM what_if_run o
    WHERE o.status = 'running' AND (o.alive_at IS NULL OR o.alive_at < now() - make_interval(secs => p_silence_seconds))
    ORDER BY o.requested_at LIMIT p_limit FOR UPDATE SKIP LOCKED)
  RETURNING w.run_id, w.tenant_id, w.workflow_id, w.process_hash, w.requested_by, w.claim;
END $$;

-- A sign of life; false when somebody else has taken the run over.
CREATE FUNCTION what_if_alive(p_tenant text, p_run text, p_claim integer) RETURNS TABLE (is_held boolean) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  UPDATE what_if_run w SET alive_at = now() WHERE w.run_id = p_run AND w.claim = p_claim AND w.status = 'running';
  is_held := FOUND;
  RETURN NEXT;
END $$;

-- The end of a run, under the claim that made it.
CREATE FUNCTION finish_what_if(p_tenant text, p_run text, p_claim integer, p_status text, p_outcome jsonb)
RETURNS TABLE (is_finished boolean) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  UPDATE what_if_run w SET status = p_status, outcome = p_outcome, finished_at = now()
  WHERE w.run_id = p_run AND w.claim = p_claim AND w.status = 'running';
  is_finished := FOUND;
  RETURN NEXT;
END $$;

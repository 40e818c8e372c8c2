-- What finished runs took, counted by magnitude per process and task, so that an estimate costs the same however many runs there were.

CREATE TABLE run_statistic (
  tenant_id       text NOT NULL,
  process_name    text NOT NULL,
  is_simulated    boolean NOT NULL,
  -- A task's id, 'approval:<id>', or '*' for whole runs.
  subject         text NOT NULL,
  runs            integer NOT NULL DEFAULT 0,
  duration_counts integer[] CHECK (duration_counts IS NOT NULL),
  cost_counts     integer[] CHECK (cost_counts IS NOT NULL),
  PRIMARY KEY (tenant_id, process_name, is_simulated, subject)
);

-- How often a run came out inside the band that was told for runs like it.
CREATE TABLE estimate_record (
  tenant_id       text NOT NULL,
  process_name    text NOT NULL,
  is_simulated    boolean NOT NULL,
  estimates       integer NOT NULL DEFAULT 0,
  duration_inside integer NOT NULL DEFAULT 0,
  cost_inside     integer NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, process_name, is_simulated)
);

ALTER TABLE workflow ADD COLUMN is_counted boolean NOT NULL DEFAULT false;
CREATE INDEX workflow_uncounted ON workflow (finished_at) WHERE status = 'completed' AND NOT is_counted;

ALTER TABLE run_statistic ENABLE ROW LEVEL SECURITY;
ALTER TABLE estimate_record ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON run_statistic USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_rows ON estimate_record USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
GRANT SELECT, INSERT, UPDATE ON run_statistic, estimate_record TO :role;

-- Completed runs that are not counted yet, oldest first.
CREATE FUNCTION uncounted_runs(p_limit integer) RETURNS TABLE (workflow_id text, tenant_id text, process_name text) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  RETURN QUERY SELECT w.workflow_id, w.tenant_id, w.process_name FROM workflow w
  WHERE w.status = 'completed' AND NOT w.is_counted ORDER BY w.finished_at LIMIT p_limit;
END $$;

-- Counts a run once. Subjects: [{subject, duration, cost}], the magnitudes from 0; judged: whether a band had been told for it.
CREATE FUNCTION count_run(p_tenant text, p_workflow text, p_process text, p_simulated boolean, p_subjects jsonb, p_size integer,
  p_judged boolean, p_duration_inside boolean, p_cost_inside boolean) RETURNS TABLE (is_new boolean) LANGUAGE plpgsql AS $$
DECLARE
  v_subject jsonb;
  v_duration integer;
  v_cost integer;
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  UPDATE workflow w SET is_counted = true WHERE w.workflow_id = p_workflow AND NOT w.is_counted;
  is_new := FOUND;
  IF is_new THEN
    -- Always in the same order, so that runs counted at the same time do not wait for each other in a circle.
    FOR v_subject IN SELECT s FROM jsonb_array_elements(p_subjects) AS t (s) ORDER BY s ->> 'subject' LOOP
      v_duration := (v_subject ->> 'duration')::integer + 1;
      v_cost := (v_subject ->> 'cost')::integer + 1;
      INSERT INTO run_statistic (tenant_id, process_name, is_simulated, subject, duration_counts, cost_counts)
      VALUES (p_tenant, p_process, p_simulated, v_subject ->> 'subject', array_fill(0, ARRAY[p_size]), array_fill(0, ARRAY[p_size]))
      ON CONFLICT DO NOTHING;
      UPDATE run_statistic r SET runs = r.runs + 1, duration_counts[v_duration] = r.duration_counts[v_duration] + 1,
        cost_counts[v_cost] = r.cost_counts[v_cost] + 1
      WHERE r.tenant_id = p_tenant AND r.process_name = p_process AND r.is_simulated = p_simulated AND r.subject = v_subject ->> 'subject';
    END LOOP;
    IF p_judged THEN
      INSERT INTO estimate_record AS e (tenant_id, process_name, is_simulated, estimates, duration_inside, cost_inside)
      VALUES (p_tenant, p_process, p_simulated, 1, p_duration_inside::integer, p_cost_inside::integer)
      ON CONFLICT (tenant_id, process_name, is_simulated) DO UPDATE SET estimates = e.estimates + 1,
        duration_inside = e.duration_inside + excluded.duration_inside, cost_inside = e.cost_inside + excluded.cost_inside;
    END IF;
  END IF;
  RETURN NEXT;
END $$;

-- What is known of a process' runs.
CREATE FUNCTION run_statistics(p_tenant text, p_process text, p_simulated boolean)
RETURNS TABLE (subject text, runs integer, duration_counts integer[], cost_counts integer[]) LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY SELECT r.subject, r.runs, r.duration_counts, r.cost_counts FROM run_statistic r
  WHERE r.tenant_id = p_tenant AND r.process_name = p_process AND r.is_simulated = p_simulated;
END $$;

CREATE FUNCTION estimate_records(p_tenant text, p_process text, p_simulated boolean)
RETURNS TABLE (estimates integer, duration_inside integer, cost_inside integer) LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY SELECT e.estimates, e.duration_inside, e.cost_inside FROM estimate_record e
  WHERE e.tenant_id = p_tenant AND e.process_name = p_process AND e.is_simulated = p_simulated;
END $$;

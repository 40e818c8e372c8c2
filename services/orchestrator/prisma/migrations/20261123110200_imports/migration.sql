-- Runs brought from elsewhere. A bundle arrives in parts; when it is whole and sound the run is laid down as a finished workflow in
-- one transaction. The parts of a run that was laid down stay: they are its record, from which it is replayed and exported again.

CREATE TABLE run_import (
  import_id   text PRIMARY KEY,
  tenant_id   text NOT NULL,
  imported_by text NOT NULL,
  workflow_id text,
  received    integer NOT NULL DEFAULT 0,
  characters  bigint NOT NULL DEFAULT 0,
  touched_at  timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX run_import_by_workflow ON run_import (tenant_id, workflow_id);

CREATE TABLE run_import_part (
  import_id text NOT NULL REFERENCES run_import (import_id) ON DELETE CASCADE,
  from_line integer NOT NULL,
  tenant_id text NOT NULL,
  lines     text[] CHECK (lines IS NOT NULL),
  PRIMARY KEY (import_id, from_line)
);

ALTER TABLE workflow ADD COLUMN imported_from text;

ALTER TABLE run_import ENABLE ROW LEVEL SECURITY;
ALTER TABLE run_import_part ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON run_import USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_rows ON run_import_part USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
GRANT SELECT, INSERT, UPDATE, DELETE ON run_import, run_import_part TO :role;

-- Keeps a part. Outcomes: kept, repeated, gap (the part does not begin where the last one ended), too-large, ended (laid down already),
-- unknown. What nobody went on with for an hour is dropped.
CREATE FUNCTION keep_import_part(p_tenant text, p_import text, p_is_first boolean, p_by text, p_from integer, p_lines text[], p_most bigint)
RETURNS TABLE (outcome text, received integer, workflow_id text) LANGUAGE plpgsql AS $$
DECLARE
  v_import run_import;
  v_characters bigint := (SELECT coalesce(sum(length(l)), 0) FROM unnest(p_lines) AS t (l));
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  IF p_is_first THEN
    DELETE FROM run_import i WHERE i.tenant_id = p_tenant AND i.workflow_id IS NULL AND i.touched_at < now() - interval '1 hour';
    INSERT INTO run_import (import_id, tenant_id, imported_by) VALUES (p_import, p_tenant, p_by);
  END IF;
  SELECT * INTO v_import FROM run_import i WHERE i.import_id = p_import AND i.tenant_id = p_tenant FOR UPDATE;
  received := coalesce(v_import.received, 0);
  workflow_id := v_import.workflow_id;
  outcome := CASE
    WHEN v_import.import_id IS NULL THEN 'unknown'
    WHEN v_import.workflow_id IS NOT NULL THEN 'ended'
    WHEN p_from < v_import.received THEN 'repeated'
    WHEN p_from > v_import.received THEN 'gap'
    WHEN v_import.characters + v_characters > p_most THEN 'too-large'
    ELSE 'kept' END;
  IF outcome = 'kept' THEN
    INSERT INTO run_import_part (import_id, from_line, tenant_id, lines) VALUES (p_import, p_from, p_tenant, p_lines);
    UPDATE run_import i SET received = i.received + cardinality(p_lines), characters = i.characters + v_characters, touched_at = now()
    WHERE i.import_id = p_import RETURNING i.received INTO received;
  END IF;
  RETURN NEXT;
END $$;

-- The next part of an import behind a line.
CREATE FUNCTION import_part_from(p_tenant text, p_import text, p_from integer) RETURNS TABLE (from_line integer, lines text[]) LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY SELECT p.from_line, p.lines FROM run_import_part p
  WHERE p.import_id = p_import AND p.tenant_id = p_tenant AND p.from_line >= p_from ORDER BY p.from_line LIMIT 1;
END $$;

-- The import a workflow came from; no row for one that ran here.
CREATE FUNCTION import_of(p_tenant text, p_workflow text) RETURNS TABLE (import_id text, imported_from text) LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY SELECT i.import_id, w.imported_from FROM run_import i JOIN workflow w ON w.workflow_id = i.workflow_id
  WHERE i.tenant_id = p_tenant AND i.workflow_id = p_workflow;
END $$;

CREATE FUNCTION drop_import(p_tenant text, p_import text) RETURNS TABLE (dropped boolean) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  DELETE FROM run_import i WHERE i.import_id = p_import AND i.tenant_id = p_tenant AND i.workflow_id IS NULL;
  dropped := FOUND;
  RETURN NEXT;
END $$;

-- Lays the run down: versions of its process, the finished workflow, its events, its state. It counts in no estimate: it ran elsewhere.
CREATE FUNCTION land_import(p_tenant text, p_import text, p_workflow text, p_from text, p_row jsonb, p_processes jsonb, p_events jsonb, p_state jsonb)
RETURNS TABLE (is_new boolean) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  INSERT INTO process_version (content_hash, tenant_id, name, version, compiled)
  SELECT p ->> 'content_hash', 'private', p ->> 'name', p ->> 'version', p FROM jsonb_array_elements(p_processes) AS t (p)
  ON CONFLICT DO NOTHING;
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  UPDATE run_import i SET workflow_id = p_workflow, touched_at = now()
  WHERE i.import_id = p_import AND i.tenant_id = p_tenant AND i.workflow_id IS NULL;
  is_new := FOUND;
  IF is_new THEN
    INSERT INTO workflow (workflow_id, tenant_id, process_name, process_version, process_hash, version, status, title, progress_percent,
      is_simulated, started_at, finished_at, is_counted, imported_from)
    VALUES (p_workflow, p_tenant, p_row ->> 'process_name', p_row ->> 'process_version', p_row ->> 'process_hash', (p_row ->> 'version')::integer,
      p_row ->> 'status', p_row ->> 'title', (p_row ->> 'progress_percent')::integer, (p_row ->> 'is_simulated')::boolean,
      (p_row ->> 'started_at')::timestamptz, (p_row ->> 'finished_at')::timestamptz, true, p_from);
    INSERT INTO workflow_event (workflow_id, seq, tenant_id, type, schema_version, occurred_at, data, progress)
    SELECT p_workflow, n, p_tenant, e ->> 'type', (e ->> 'version')::integer, (e ->> 'occurred_at')::timestamptz, e -> 'data',
      CASE WHEN n = (p_row ->> 'version')::integer THEN p_row -> 'progress' END
    FROM jsonb_array_elements(p_events) WITH ORDINALITY AS t (e, n);
    INSERT INTO workflow_snapshot (workflow_id, tenant_id, version, state)
    VALUES (p_workflow, p_tenant, (p_row ->> 'version')::integer, p_state);
  END IF;
  RETURN NEXT;
END $$;

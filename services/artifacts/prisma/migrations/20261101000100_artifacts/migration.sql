-- Artifacts and their versions. Bytes are in the blob store under their SHA-256; a row is only written when its blob is durable.

CREATE TABLE artifact (
  artifact_id       text PRIMARY KEY,
  tenant_id         text NOT NULL,
  workflow_id       text NOT NULL,
  -- Compared byte by byte, so that every listing has the same order on every server.
  path              text COLLATE "C" NOT NULL,
  -- People read the brief first and the metadata files last.
  listing_rank      smallint GENERATED ALWAYS AS (
    CASE WHEN path = 'project_brief.md' THEN 0 WHEN starts_with(path, 'metadata/') THEN 2 ELSE 1 END
  ) STORED NOT NULL,
  newest_version    integer NOT NULL CHECK (newest_version >= 1),
  newest_version_id text NOT NULL,
  created_at        timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX artifact_by_path ON artifact (tenant_id, workflow_id, path);
CREATE INDEX artifact_by_age ON artifact (tenant_id, artifact_id);

CREATE TABLE artifact_version (
  version_id    text PRIMARY KEY,
  artifact_id   text NOT NULL REFERENCES artifact (artifact_id),
  tenant_id     text NOT NULL,
  workflow_id   text NOT NULL,
  version       integer NOT NULL CHECK (version >= 1),
  operation_key text NOT NULL,
  name          text NOT NULL,
  type          text NOT NULL,
  agent_id      text NOT NULL,
  stage         text NOT NULL,
  sha256        text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  size_bytes    bigint NOT NULL CHECK (size_bytes >= 0),
  -- Versions this one was built from, and the artifacts they belong to, both in the order given.
  dependencies  text[] CHECK (dependencies IS NOT NULL),
  depends_on    text[] CHECK (depends_on IS NOT NULL),
  metadata      jsonb NOT NULL,
  stored_at     timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX artifact_version_by_number ON artifact_version (artifact_id, version);
-- One operation stores one version of a path, however often it is repeated.
CREATE UNIQUE INDEX artifact_version_by_operation ON artifact_version (artifact_id, operation_key);
CREATE INDEX artifact_version_by_blob ON artifact_version (sha256);

ALTER TABLE artifact ADD CONSTRAINT artifact_newest FOREIGN KEY (newest_version_id)
  REFERENCES artifact_version (version_id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE artifact ENABLE ROW LEVEL SECURITY;
ALTER TABLE artifact_version ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON artifact
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_rows ON artifact_version
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');

-- A stored version never changes: the service may neither update nor delete one.
GRANT SELECT, INSERT, UPDATE ON artifact TO :role;
GRANT SELECT, INSERT ON artifact_version TO :role;

-- Stores many versions, of any tenants, in one transaction; each under its own tenant's row-level security. One row per item:
-- `created`, `repeated` (the operation had stored the version that is returned) or `unknown-dependency` (nothing was stored).
-- Items are taken in the order of their paths, so that two batches that meet wait for each other and never deadlock.
CREATE FUNCTION store_versions(p_items jsonb) RETURNS TABLE (
  ordinal integer, outcome text, artifact_id text, version_id text, version integer, sha256 text, size_bytes bigint
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  item record;
  parent record;
  stored record;
  next_version integer;
  resolved text[];
BEGIN
  FOR item IN
    SELECT * FROM jsonb_to_recordset(p_items) AS r (
      ordinal integer, tenant_id text, workflow_id text, path text, operation_key text, artifact_id text, version_id text,
      name text, type text, agent_id text, stage text, sha256 text, size_bytes bigint, dependencies jsonb, metadata jsonb,
      event jsonb
    ) ORDER BY r.tenant_id, r.workflow_id, r.path COLLATE "C", r.ordinal
  LOOP
    PERFORM set_config('botarmy.tenant', item.tenant_id, true);

    SELECT v.artifact_id, v.version_id, v.version, v.sha256, v.size_bytes INTO stored
      FROM artifact a JOIN artifact_version v ON v.artifact_id = a.artifact_id AND v.operation_key = item.operation_key
      WHERE a.tenant_id = item.tenant_id AND a.workflow_id = item.workflow_id AND a.path = item.path;
    IF FOUND THEN
      RETURN QUERY SELECT item.ordinal, 'repeated', stored.artifact_id, stored.version_id, stored.version, stored.sha256,
                          stored.size_bytes;
      CONTINUE;
    END IF;

    resolved := '{}';
    IF jsonb_array_length(item.dependencies) > 0 THEN
      SELECT array_agg(v.artifact_id ORDER BY d.n) INTO resolved
        FROM jsonb_array_elements_text(item.dependencies) WITH ORDINALITY AS d (version_id, n)
        LEFT JOIN artifact_version v
          ON v.version_id = d.version_id AND v.tenant_id = item.tenant_id AND v.workflow_id = item.workflow_id;
      IF array_position(resolved, NULL) IS NOT NULL THEN
        RETURN QUERY SELECT item.ordinal, 'unknown-dependency', NULL::text, NULL::text, NULL::integer, NULL::text, NULL::bigint;
        CONTINUE;
      END IF;
    END IF;

    next_version := 1;
    INSERT INTO artifact AS a (artifact_id, tenant_id, workflow_id, path, newest_version, newest_version_id)
      VALUES (item.artifact_id, item.tenant_id, item.workflow_id, item.path, 1, item.version_id)
      ON CONFLICT (tenant_id, workflow_id, path) DO NOTHING
      RETURNING a.artifact_id INTO parent;
    IF NOT FOUND THEN
      SELECT a.artifact_id, a.newest_version INTO parent FROM artifact a
        WHERE a.tenant_id = item.tenant_id AND a.workflow_id = item.workflow_id AND a.path = item.path FOR UPDATE;
      -- Whoever held the lock may have been the same operation.
      SELECT v.artifact_id, v.version_id, v.version, v.sha256, v.size_bytes INTO stored
        FROM artifact_version v WHERE v.artifact_id = parent.artifact_id AND v.operation_key = item.operation_key;
      IF FOUND THEN
        RETURN QUERY SELECT item.ordinal, 'repeated', stored.artifact_id, stored.version_id, stored.version, stored.sha256,
                            stored.size_bytes;
        CONTINUE;
      END IF;
      next_version := parent.newest_version + 1;
      UPDATE artifact a SET newest_version = next_version, newest_version_id = item.version_id
        WHERE a.artifact_id = parent.artifact_id;
    END IF;

    INSERT INTO artifact_version (
      version_id, artifact_id, tenant_id, workflow_id, version, operation_key, name, type, agent_id, stage, sha256, size_bytes,
      dependencies, depends_on, metadata
    ) VALUES (
      item.version_id, parent.artifact_id, item.tenant_id, item.workflow_id, next_version, item.operation_key, item.name, item.type,
      item.agent_id, item.stage, item.sha256, item.size_bytes,
      ARRAY(SELECT jsonb_array_elements_text(item.dependencies)), resolved, item.metadata
    );
    -- Only here is it known which version of which artifact it became.
    PERFORM outbox_add(item.tenant_id, jsonb_build_array(jsonb_set(item.event, '{payload}', to_jsonb((
      (item.event ->> 'payload')::jsonb || jsonb_build_object(
        'stored_at', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'artifact', jsonb_build_object(
          'artifact_id', parent.artifact_id, 'version_id', item.version_id, 'version', next_version, 'path', item.path,
          'sha256', item.sha256, 'size_bytes', item.size_bytes)
      ))::text))));
    RETURN QUERY SELECT item.ordinal, 'created', parent.artifact_id::text, item.version_id::text, next_version, item.sha256::text,
                        item.size_bytes::bigint;
  END LOOP;
END $$;

-- What tenants publish: sources by tenant, compiled versions beside the shipped ones. Rows are only ever added; the newest is current.

CREATE TABLE published_process (
  ordinal      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id    text NOT NULL,
  name         text NOT NULL,
  version      text NOT NULL,
  content_hash text NOT NULL REFERENCES process_version (content_hash),
  definition   text NOT NULL,
  published_by text NOT NULL,
  published_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX published_process_by_name ON published_process (tenant_id, name, ordinal DESC);

CREATE TABLE published_agent (
  ordinal      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id    text NOT NULL,
  agent_id     text NOT NULL,
  definition   text NOT NULL,
  prompt       text NOT NULL,
  published_by text NOT NULL,
  published_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX published_agent_by_id ON published_agent (tenant_id, agent_id, ordinal DESC);
CREATE INDEX workflow_by_process ON workflow (tenant_id, process_name, workflow_id) WHERE finished_at IS NULL;

ALTER TABLE published_process ENABLE ROW LEVEL SECURITY;
ALTER TABLE published_agent ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON published_process USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_rows ON published_agent USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
GRANT SELECT, INSERT ON published_process, published_agent TO :role;

-- A tenant's own sources, the newest of each.
CREATE FUNCTION published_sources(p_tenant text) RETURNS TABLE (processes jsonb, agents jsonb) LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY SELECT
    coalesce((SELECT jsonb_agg(to_jsonb(p)) FROM (
      SELECT DISTINCT ON (name) name, version, content_hash, definition FROM published_process WHERE tenant_id = p_tenant
      ORDER BY name, ordinal DESC) p), '[]'),
    coalesce((SELECT jsonb_agg(to_jsonb(a)) FROM (
      SELECT DISTINCT ON (agent_id) agent_id, definition, prompt FROM published_agent WHERE tenant_id = p_tenant
      ORDER BY agent_id, ordinal DESC) a), '[]');
END $$;

-- The version a tenant's new workflows get, when it published one.
CREATE FUNCTION current_process(p_tenant text, p_name text) RETURNS TABLE (content_hash text) LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY SELECT p.content_hash FROM published_process p WHERE p.tenant_id = p_tenant AND p.name = p_name ORDER BY p.ordinal DESC LIMIT 1;
END $$;

-- Publishes processes and agents together. Compiled versions of tenants carry the tenant 'private': no tenant reads them by name,
-- a workflow finds the one it is pinned to by its hash.
CREATE FUNCTION publish_definitions(p_tenant text, p_by text, p_processes jsonb, p_agents jsonb, p_messages jsonb)
RETURNS TABLE (published integer) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  INSERT INTO process_version (content_hash, tenant_id, name, version, compiled)
  SELECT p ->> 'content_hash', 'private', p ->> 'name', p ->> 'version', p -> 'compiled' FROM jsonb_array_elements(p_processes) AS t (p)
  ON CONFLICT DO NOTHING;
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  INSERT INTO published_agent (tenant_id, agent_id, definition, prompt, published_by)
  SELECT p_tenant, a ->> 'agent_id', a ->> 'definition', a ->> 'prompt', p_by FROM jsonb_array_elements(p_agents) AS t (a);
  INSERT INTO published_process (tenant_id, name, version, content_hash, definition, published_by)
  SELECT p_tenant, p ->> 'name', p ->> 'version', p ->> 'content_hash', p ->> 'definition', p_by FROM jsonb_array_elements(p_processes) AS t (p);
  PERFORM outbox_add(p_tenant, p_messages);
  published := jsonb_array_length(p_processes);
  RETURN NEXT;
END $$;

-- Versions of a process that the tenant published or that its workflows run on, newest first.
CREATE FUNCTION process_versions(p_tenant text, p_name text) RETURNS TABLE (
  version text, content_hash text, origin text, published_by text, published_at timestamptz, running bigint
) LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY
    WITH running AS (
      SELECT w.process_hash, count(*) AS number FROM workflow w
      WHERE w.tenant_id = p_tenant AND w.process_name = p_name AND w.finished_at IS NULL GROUP BY w.process_hash
    ), own AS (
      SELECT DISTINCT ON (p.content_hash) p.version, p.content_hash, 'tenant'::text AS origin, p.published_by, p.published_at::timestamptz
      FROM published_process p WHERE p.tenant_id = p_tenant AND p.name = p_name ORDER BY p.content_hash, p.ordinal DESC
    ), shipped AS (
      SELECT v.version, v.content_hash, 'installation'::text, NULL::text, v.loaded_at::timestamptz FROM process_version v
      WHERE v.tenant_id = '*' AND v.name = p_name AND v.content_hash NOT IN (SELECT o.content_hash FROM own o)
    )
    SELECT a.version, a.content_hash, a.origin, a.published_by, a.published_at, coalesce(r.number, 0)
    FROM (SELECT * FROM own UNION ALL SELECT * FROM shipped) a LEFT JOIN running r ON r.process_hash = a.content_hash
    ORDER BY a.published_at DESC;
END $$;

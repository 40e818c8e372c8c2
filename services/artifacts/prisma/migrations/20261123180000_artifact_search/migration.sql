-- Full-text search over the newest version of every artifact. The words are written after the version, by a loop: storing never waits for them.

ALTER TABLE artifact ADD COLUMN indexed_version integer NOT NULL DEFAULT 0;
CREATE INDEX artifact_not_indexed ON artifact (artifact_id) WHERE indexed_version < newest_version;

CREATE TABLE artifact_text (
  artifact_id text PRIMARY KEY REFERENCES artifact (artifact_id) ON DELETE CASCADE,
  tenant_id   text NOT NULL,
  workflow_id text NOT NULL,
  agent_id    text NOT NULL,
  version     integer NOT NULL,
  -- Words of name and path (weight A) and of the text, stemmed and as they are, and one word per tenant: the index alone finds a
  -- tenant's documents, so that a search costs the same however many tenants there are.
  document    tsvector NOT NULL
);
CREATE INDEX artifact_text_words ON artifact_text USING gin (document);

ALTER TABLE artifact_text ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON artifact_text
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
GRANT SELECT, INSERT, UPDATE ON artifact_text TO :role;

CREATE FUNCTION tenant_word(p_tenant text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT '~' || p_tenant $$;

-- Artifacts of any tenant whose newest version is not searchable yet.
CREATE FUNCTION unindexed_artifacts(p_limit integer) RETURNS TABLE (artifact_id text, version integer, sha256 text)
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  RETURN QUERY SELECT a.artifact_id, a.newest_version, v.sha256
    FROM artifact a JOIN artifact_version v ON v.version_id = a.newest_version_id
    WHERE a.indexed_version < a.newest_version ORDER BY a.artifact_id LIMIT p_limit;
END $$;

-- Makes versions searchable: [{artifact_id, version, text}]. An older version never replaces a newer one's words.
CREATE FUNCTION index_artifacts(p_items jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  INSERT INTO artifact_text AS t (artifact_id, tenant_id, workflow_id, agent_id, version, document)
    SELECT a.artifact_id, a.tenant_id, a.workflow_id, v.agent_id, v.version,
           setweight(to_tsvector('simple', translate(v.name || ' ' || a.path, '._-/', '    ')), 'A')
             || setweight(to_tsvector('english', r.text), 'B') || to_tsvector('simple', r.text)
             || array_to_tsvector(ARRAY[tenant_word(a.tenant_id)])
      FROM jsonb_to_recordset(p_items) AS r (artifact_id text, version integer, text text)
      JOIN artifact a ON a.artifact_id = r.artifact_id
      JOIN artifact_version v ON v.artifact_id = r.artifact_id AND v.version = r.version
      ORDER BY a.artifact_id
    ON CONFLICT (artifact_id) DO UPDATE
      SET agent_id = excluded.agent_id, version = excluded.version, document = excluded.document
      WHERE t.version < excluded.version;
  UPDATE artifact a SET indexed_version = r.version
    FROM jsonb_to_recordset(p_items) AS r (artifact_id text, version integer)
    WHERE a.artifact_id = r.artifact_id AND a.indexed_version < r.version;
END $$;

-- A page of what matches, best first. Ranks the newest 1,000 matches: a word that stands in every document costs no more than that.
CREATE FUNCTION search_artifacts(
  p_tenant text, p_text text, p_workflow text, p_agent text, p_limit integer, p_rank real, p_after text
) RETURNS TABLE (artifact_id text, rank real) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  words tsquery := websearch_to_tsquery('english', p_text) || websearch_to_tsquery('simple', p_text);
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  IF numnode(words) = 0 THEN RETURN; END IF;
  RETURN QUERY
    WITH found AS (
      SELECT t.artifact_id FROM artifact_text t
        WHERE t.document @@ (words && to_tsquery('simple', quote_literal(tenant_word(p_tenant)))) AND t.tenant_id = p_tenant
          AND (p_workflow IS NULL OR t.workflow_id = p_workflow) AND (p_agent IS NULL OR t.agent_id = p_agent)
        ORDER BY t.artifact_id DESC LIMIT 1000
    ), ranked AS (
      SELECT t.artifact_id, ts_rank_cd(t.document, words) AS rank FROM found JOIN artifact_text t USING (artifact_id)
    )
    SELECT r.artifact_id, r.rank FROM ranked r
      WHERE p_after IS NULL OR (r.rank, r.artifact_id) < (p_rank, p_after)
      ORDER BY r.rank DESC, r.artifact_id DESC LIMIT p_limit;
END $$;

-- The best passage of each text, hits between U+E000 and U+E001, in the order given.
CREATE FUNCTION highlight_texts(p_text text, p_bodies text[]) RETURNS TABLE (passage text) LANGUAGE sql AS $$
  SELECT ts_headline('english', b.body, websearch_to_tsquery('english', p_text) || websearch_to_tsquery('simple', p_text),
                     'StartSel=' || U&'\E000' || ', StopSel=' || U&'\E001' || ', MaxWords=40, MinWords=15, MaxFragments=2')
    FROM unnest(p_bodies) WITH ORDINALITY AS b (body, n) ORDER BY b.n
$$;

-- How many artifacts of a tenant are not searchable yet, counted up to a bound.
CREATE FUNCTION count_unindexed(p_tenant text) RETURNS TABLE (waiting integer) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY SELECT count(*)::integer FROM (
    SELECT 1 FROM artifact a WHERE a.indexed_version < a.newest_version AND a.tenant_id = p_tenant LIMIT 1000) AS waiting_artifacts;
END $$;

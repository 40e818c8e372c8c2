-- What a tenant wants done about secrets and personal data in model calls, and the values that stand behind placeholders.

-- Per route; '*' is for every route without a policy of its own.
CREATE TABLE guardrail_policy (
  tenant_id  text NOT NULL,
  route      text NOT NULL,
  policy     jsonb NOT NULL,
  version    integer NOT NULL DEFAULT 1,
  updated_by text NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, route)
);

-- One data key per workflow (or call without one), sealed under a master key. Without its row nothing of the values can be read.
CREATE TABLE guardrail_vault (
  tenant_id     text NOT NULL,
  subject       text NOT NULL,
  ciphertext    text NOT NULL,
  master_key_id text NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now(),
  -- Null lasts as long as the workflow.
  expires_at    timestamptz,
  PRIMARY KEY (tenant_id, subject)
);
CREATE INDEX guardrail_vault_by_expiry ON guardrail_vault (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE guardrail_value (
  tenant_id   text NOT NULL,
  subject     text NOT NULL,
  placeholder text NOT NULL,
  ciphertext  text NOT NULL,
  PRIMARY KEY (tenant_id, subject, placeholder),
  FOREIGN KEY (tenant_id, subject) REFERENCES guardrail_vault ON DELETE CASCADE
);

ALTER TABLE guardrail_policy ENABLE ROW LEVEL SECURITY;
ALTER TABLE guardrail_vault ENABLE ROW LEVEL SECURITY;
ALTER TABLE guardrail_value ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON guardrail_policy
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_rows ON guardrail_vault
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_rows ON guardrail_value
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');

GRANT SELECT, INSERT, UPDATE, DELETE ON guardrail_policy, guardrail_vault, guardrail_value TO :role;

-- Every policy of a tenant; read without a commit.
CREATE FUNCTION guardrail_policies_of(p_tenant text)
RETURNS TABLE (route text, policy jsonb, version integer, updated_by text, updated_at timestamptz) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY SELECT p.route, p.policy, p.version, p.updated_by, p.updated_at FROM guardrail_policy p WHERE p.tenant_id = p_tenant ORDER BY p.route;
END $$;

-- Sets a policy; no row when another version than the expected one (0 for a new policy, null for whichever) stands.
CREATE FUNCTION set_guardrail_policy(p_tenant text, p_route text, p_policy jsonb, p_expected integer, p_by text)
RETURNS TABLE (version integer, updated_at timestamptz) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  IF p_expected IS NULL OR p_expected = 0 THEN
    RETURN QUERY INSERT INTO guardrail_policy AS p (tenant_id, route, policy, updated_by) VALUES (p_tenant, p_route, p_policy, p_by)
      ON CONFLICT (tenant_id, route) DO UPDATE
        SET policy = excluded.policy, version = p.version + 1, updated_by = excluded.updated_by, updated_at = now()
        WHERE p_expected IS NULL
      RETURNING p.version, p.updated_at;
  ELSE
    RETURN QUERY UPDATE guardrail_policy AS p SET policy = p_policy, version = p.version + 1, updated_by = p_by, updated_at = now()
      WHERE p.tenant_id = p_tenant AND p.route = p_route AND p.version = p_expected
      RETURNING p.version, p.updated_at;
  END IF;
END $$;

-- Takes a policy away; no row when there was none.
CREATE FUNCTION remove_guardrail_policy(p_tenant text, p_route text) RETURNS TABLE (removed text) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY DELETE FROM guardrail_policy p WHERE p.tenant_id = p_tenant AND p.route = p_route RETURNING p.route;
END $$;

-- The data key of a subject, the given one where there was none, with all values under it.
CREATE FUNCTION open_guardrail_vault(p_tenant text, p_subject text, p_ciphertext text, p_master_key_id text, p_lifetime_s integer)
RETURNS TABLE (ciphertext text, master_key_id text, "values" jsonb) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  INSERT INTO guardrail_vault (tenant_id, subject, ciphertext, master_key_id, expires_at)
    VALUES (p_tenant, p_subject, p_ciphertext, p_master_key_id, now() + p_lifetime_s * interval '1 second')
    ON CONFLICT DO NOTHING;
  RETURN QUERY SELECT v.ciphertext, v.master_key_id,
      (SELECT coalesce(jsonb_object_agg(x.placeholder, x.ciphertext), '{}') FROM guardrail_value x
        WHERE x.tenant_id = p_tenant AND x.subject = p_subject)
    FROM guardrail_vault v WHERE v.tenant_id = p_tenant AND v.subject = p_subject;
END $$;

-- The same without making one; no row when there is none.
CREATE FUNCTION read_guardrail_vault(p_tenant text, p_subject text)
RETURNS TABLE (ciphertext text, master_key_id text, "values" jsonb) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY SELECT v.ciphertext, v.master_key_id,
      (SELECT coalesce(jsonb_object_agg(x.placeholder, x.ciphertext), '{}') FROM guardrail_value x
        WHERE x.tenant_id = p_tenant AND x.subject = p_subject)
    FROM guardrail_vault v WHERE v.tenant_id = p_tenant AND v.subject = p_subject;
END $$;

-- Adds values under the data key a caller opened; none when it was erased meanwhile. The data key is sealed anew where a master key was
-- rotated.
CREATE FUNCTION keep_guardrail_values(p_tenant text, p_subject text, p_values jsonb, p_ciphertext text, p_master_key_id text)
RETURNS TABLE (is_kept boolean) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  PERFORM 1 FROM guardrail_vault v WHERE v.tenant_id = p_tenant AND v.subject = p_subject FOR SHARE;
  is_kept := FOUND;
  IF is_kept THEN
    INSERT INTO guardrail_value (tenant_id, subject, placeholder, ciphertext)
      SELECT p_tenant, p_subject, e.key, e.value FROM jsonb_each_text(p_values) AS e ORDER BY 1, 2, 3 ON CONFLICT DO NOTHING;
    IF p_ciphertext IS NOT NULL THEN
      UPDATE guardrail_vault v SET ciphertext = p_ciphertext, master_key_id = p_master_key_id
        WHERE v.tenant_id = p_tenant AND v.subject = p_subject;
    END IF;
  END IF;
  RETURN NEXT;
END $$;

-- Erases what stands behind the placeholders of a workflow: they cannot be read by anybody from then on.
CREATE FUNCTION erase_guardrail_values(p_tenant text, p_workflow text) RETURNS TABLE (erased bigint) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  SELECT count(*) INTO erased FROM guardrail_value v WHERE v.tenant_id = p_tenant AND v.subject = p_workflow;
  DELETE FROM guardrail_vault v WHERE v.tenant_id = p_tenant AND v.subject = p_workflow;
  RETURN NEXT;
END $$;

-- Forgets what has expired: values of calls without a workflow, and entries of the exact cache.
CREATE FUNCTION forget_expired(p_limit integer) RETURNS TABLE (vaults bigint, cached bigint) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  WITH gone AS (
    DELETE FROM guardrail_vault v WHERE (v.tenant_id, v.subject) IN (
      SELECT x.tenant_id, x.subject FROM guardrail_vault x WHERE x.expires_at < now() ORDER BY x.expires_at LIMIT p_limit FOR UPDATE SKIP LOCKED)
    RETURNING 1)
  SELECT count(*) INTO vaults FROM gone;
  WITH gone AS (
    DELETE FROM cache_entry c WHERE (c.tenant_id, c.permission, c.cache_key) IN (
      SELECT x.tenant_id, x.permission, x.cache_key FROM cache_entry x WHERE x.expires_at < now() ORDER BY x.expires_at LIMIT p_limit FOR UPDATE SKIP LOCKED)
    RETURNING 1)
  SELECT count(*) INTO cached FROM gone;
  RETURN NEXT;
END $$;

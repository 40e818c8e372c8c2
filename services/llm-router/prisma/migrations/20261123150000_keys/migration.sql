-- Providers' keys of tenants (encrypted), and the keys of the OpenAI-compatible door (hashed).

CREATE TABLE provider_key (
  key_id        text PRIMARY KEY,
  tenant_id     text NOT NULL,
  provider      text NOT NULL,
  name          text NOT NULL,
  ends_with     text NOT NULL,
  -- AES-256-GCM under a master key that is named beside it and never stored.
  ciphertext    text NOT NULL,
  master_key_id text NOT NULL,
  valid_until   timestamptz(3),
  created_by    text NOT NULL,
  created_at    timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX provider_key_by_tenant ON provider_key (tenant_id, provider);

CREATE TABLE virtual_key (
  key_id        text PRIMARY KEY,
  tenant_id     text NOT NULL,
  name          text NOT NULL,
  ends_with     text NOT NULL,
  -- SHA-256 in hexadecimal. The secret is 256 random bits: nothing slower would make it harder to guess.
  secret_sha256 text NOT NULL,
  group_id      text,
  -- Routes and models it may ask for; null for all.
  models        text[],
  created_by    text NOT NULL,
  created_at    timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  expires_at    timestamptz(3),
  revoked_at    timestamptz(3)
);
CREATE UNIQUE INDEX virtual_key_by_secret ON virtual_key (secret_sha256);
CREATE INDEX virtual_key_by_tenant ON virtual_key (tenant_id, created_at);

ALTER TABLE provider_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE virtual_key ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON provider_key
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_rows ON virtual_key
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');

GRANT SELECT, INSERT, UPDATE ON provider_key, virtual_key TO :role;

-- Makes a key of the door with its budgets and limits, each as `define_budget` takes it.
CREATE FUNCTION create_virtual_key(p_tenant text, p_key jsonb, p_budgets jsonb, p_messages jsonb)
RETURNS SETOF virtual_key LANGUAGE plpgsql AS $$
DECLARE
  b jsonb;
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY INSERT INTO virtual_key (key_id, tenant_id, name, ends_with, secret_sha256, group_id, models, created_by, expires_at)
    VALUES (p_key ->> 'key_id', p_tenant, p_key ->> 'name', p_key ->> 'ends_with', p_key ->> 'secret_sha256', p_key ->> 'group_id',
            CASE WHEN jsonb_typeof(p_key -> 'models') = 'array' THEN ARRAY(SELECT jsonb_array_elements_text(p_key -> 'models')) END,
            p_key ->> 'created_by', (p_key ->> 'expires_at')::timestamptz)
    RETURNING *;
  FOR b IN SELECT * FROM jsonb_array_elements(p_budgets) LOOP
    PERFORM define_budget(p_tenant, b);
  END LOOP;
  PERFORM outbox_add(p_tenant, p_messages);
END $$;

-- Ends a key; the news goes out the first time alone. No row when the tenant has no such key.
CREATE FUNCTION revoke_virtual_key(p_tenant text, p_key_id text, p_messages jsonb)
RETURNS TABLE (key_revoked_at timestamptz) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  UPDATE virtual_key SET revoked_at = clock_timestamp() WHERE key_id = p_key_id AND tenant_id = p_tenant AND revoked_at IS NULL;
  IF FOUND THEN PERFORM outbox_add(p_tenant, p_messages); END IF;
  RETURN QUERY SELECT k.revoked_at FROM virtual_key k WHERE k.key_id = p_key_id AND k.tenant_id = p_tenant;
END $$;

-- Whose a secret is, whatever the tenant; no row when it is nobody's, expired or revoked.
CREATE FUNCTION find_virtual_key(p_sha256 text) RETURNS TABLE (
  key_id text, tenant_id text, name text, group_id text, models text[], expires_at timestamptz, has_rate_limits boolean
) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  RETURN QUERY SELECT k.key_id, k.tenant_id, k.name, k.group_id, k.models, k.expires_at,
      EXISTS (SELECT 1 FROM budget b WHERE b.tenant_id = k.tenant_id AND b.is_active AND b.period = 'minute'
                AND b.scope_kind = 'virtual_key' AND b.scope_id IN ('*', k.key_id))
    FROM virtual_key k
    WHERE k.secret_sha256 = p_sha256 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > clock_timestamp());
END $$;

-- What is left to a key in the current minute, of the tightest of its limits.
CREATE FUNCTION virtual_key_allowance(p_tenant text, p_key_id text) RETURNS TABLE (
  requests_limit integer, requests_left integer, requests_reset_ms integer, tokens_limit integer, tokens_left integer, tokens_reset_ms integer
) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY WITH own AS (
    SELECT b.requests_per_minute AS r, b.tokens_per_minute AS t,
           greatest(0, least(b.requests_per_minute, coalesce(a.requests_left, b.requests_per_minute) + s.seconds * b.requests_per_minute / 60)) AS r_left,
           greatest(0, least(b.tokens_per_minute, coalesce(a.tokens_left, b.tokens_per_minute) + s.seconds * b.tokens_per_minute / 60)) AS t_left
      FROM budget b
      LEFT JOIN budget_account a ON a.tenant_id = b.tenant_id AND a.budget_id = b.budget_id AND a.scope_id = p_key_id AND a.window_start = window_start_of(b.period)
      CROSS JOIN LATERAL (SELECT extract(epoch FROM clock_timestamp() - coalesce(a.refilled_at, clock_timestamp())) AS seconds) AS s
      WHERE b.tenant_id = p_tenant AND b.is_active AND b.period = 'minute' AND b.scope_kind = 'virtual_key' AND b.scope_id IN ('*', p_key_id)),
  requests AS (SELECT o.r, o.r_left FROM own o WHERE o.r IS NOT NULL ORDER BY o.r_left LIMIT 1),
  tokens AS (SELECT o.t, o.t_left FROM own o WHERE o.t IS NOT NULL ORDER BY o.t_left LIMIT 1)
  SELECT q.r, floor(q.r_left)::integer, ceil((q.r - q.r_left) * 60000 / q.r)::integer,
         k.t, floor(k.t_left)::integer, ceil((k.t - k.t_left) * 60000 / k.t)::integer
    FROM (SELECT 1) AS one LEFT JOIN requests q ON true LEFT JOIN tokens k ON true;
END $$;

-- Adds a provider's key; the one it replaces is used until the overlap is over. No row when there is no such key to replace.
CREATE FUNCTION add_provider_key(p_tenant text, p_key jsonb, p_replaces text, p_overlap_s integer, p_messages jsonb)
RETURNS SETOF provider_key LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  IF p_replaces IS NOT NULL THEN
    UPDATE provider_key SET valid_until = least(valid_until, clock_timestamp() + p_overlap_s * interval '1 second')
      WHERE key_id = p_replaces AND tenant_id = p_tenant AND provider = p_key ->> 'provider'
        AND (valid_until IS NULL OR valid_until > clock_timestamp());
    IF NOT FOUND THEN RETURN; END IF;
  END IF;
  RETURN QUERY INSERT INTO provider_key (key_id, tenant_id, provider, name, ends_with, ciphertext, master_key_id, created_by)
    VALUES (p_key ->> 'key_id', p_tenant, p_key ->> 'provider', p_key ->> 'name', p_key ->> 'ends_with', p_key ->> 'ciphertext',
            p_key ->> 'master_key_id', p_key ->> 'created_by')
    RETURNING *;
  PERFORM outbox_add(p_tenant, p_messages);
END $$;

-- Ends a provider's key; the news goes out the first time alone. No row when the tenant has no such key.
CREATE FUNCTION retire_provider_key(p_tenant text, p_key_id text, p_messages jsonb)
RETURNS TABLE (key_retired_at timestamptz) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  UPDATE provider_key SET valid_until = clock_timestamp()
    WHERE key_id = p_key_id AND tenant_id = p_tenant AND (valid_until IS NULL OR valid_until > clock_timestamp());
  IF FOUND THEN PERFORM outbox_add(p_tenant, p_messages); END IF;
  RETURN QUERY SELECT k.valid_until FROM provider_key k WHERE k.key_id = p_key_id AND k.tenant_id = p_tenant;
END $$;

-- Keys in use, of every tenant: each router replica holds them opened in its memory.
CREATE FUNCTION provider_keys_in_use() RETURNS SETOF provider_key LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  RETURN QUERY SELECT * FROM provider_key k WHERE k.valid_until IS NULL OR k.valid_until > clock_timestamp() ORDER BY k.key_id;
END $$;

-- Puts a key under another master key; nothing happens when somebody did so meanwhile.
CREATE FUNCTION reseal_provider_key(p_tenant text, p_key_id text, p_from text, p_to text, p_ciphertext text)
RETURNS TABLE (resealed_id text) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY UPDATE provider_key SET ciphertext = p_ciphertext, master_key_id = p_to
    WHERE key_id = p_key_id AND tenant_id = p_tenant AND master_key_id = p_from RETURNING key_id;
END $$;

-- Says that everything is to be read again.
CREATE FUNCTION announce_configuration(p_tenant text, p_messages jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  PERFORM outbox_add(p_tenant, p_messages);
END $$;

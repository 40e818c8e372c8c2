-- Tenants, users, sessions and failed logins. Secrets are stored hashed: passwords with argon2id, session secrets with SHA-256.

CREATE TABLE tenant (
  tenant_id  text PRIMARY KEY,
  name       text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE "user" (
  user_id       text PRIMARY KEY,
  tenant_id     text NOT NULL REFERENCES tenant (tenant_id),
  email         text NOT NULL CHECK (email = lower(email)),
  name          text NOT NULL,
  role          text NOT NULL CHECK (role IN ('viewer', 'operator', 'approver', 'admin', 'owner')),
  password_hash text NOT NULL,
  is_active     boolean NOT NULL DEFAULT true,
  created_at    timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX user_by_email ON "user" (tenant_id, email);

CREATE TABLE session (
  session_id     text PRIMARY KEY,
  tenant_id      text NOT NULL,
  user_id        text NOT NULL REFERENCES "user" (user_id),
  secret_sha256  text NOT NULL,
  channel        text NOT NULL CHECK (channel IN ('browser', 'token')),
  client_address text NOT NULL,
  created_at     timestamptz NOT NULL DEFAULT now(),
  last_seen_at   timestamptz NOT NULL DEFAULT now(),
  expires_at     timestamptz NOT NULL,
  revoked_at     timestamptz
);
CREATE UNIQUE INDEX session_by_secret ON session (secret_sha256);
CREATE INDEX session_by_user ON session (user_id);
CREATE INDEX session_by_expiry ON session (expires_at);

-- One row per attempt that did not (yet) succeed. The account is a hash: people type passwords into the wrong field.
CREATE TABLE login_attempt (
  attempt_id     bigserial PRIMARY KEY,
  tenant_id      text NOT NULL,
  account_sha256 text NOT NULL,
  client_address text NOT NULL,
  attempted_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX login_attempt_by_address ON login_attempt (client_address, attempted_at);
CREATE INDEX login_attempt_by_age ON login_attempt (attempted_at);

ALTER TABLE tenant ENABLE ROW LEVEL SECURITY;
ALTER TABLE "user" ENABLE ROW LEVEL SECURITY;
ALTER TABLE session ENABLE ROW LEVEL SECURITY;
ALTER TABLE login_attempt ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON tenant
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_rows ON "user"
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_rows ON session
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_rows ON login_attempt
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');

GRANT SELECT, INSERT ON tenant TO :role;
GRANT SELECT, INSERT, UPDATE ON "user" TO :role;
GRANT SELECT, INSERT, UPDATE, DELETE ON session, login_attempt TO :role;
GRANT USAGE ON SEQUENCE login_attempt_attempt_id_seq TO :role;

-- Books one login attempt, or refuses it. Exact under any concurrency: attempts from one address queue on a lock. A person can
-- only be kept out by attempts from their own address, so nobody can lock others out. Refused attempts are not booked.
CREATE FUNCTION login_admit(
  p_tenant text, p_account text, p_address text, p_account_limit integer, p_address_limit integer, p_window_seconds integer
) RETURNS TABLE (admitted boolean, retry_after_ms integer) LANGUAGE plpgsql AS $$
DECLARE
  window_start timestamptz;
  frees_at timestamptz;
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  PERFORM pg_advisory_xact_lock(hashtextextended('login:' || p_address, 0));
  window_start := clock_timestamp() - make_interval(secs => p_window_seconds);
  -- The attempt whose leaving of the window makes room again: the limit-th newest one.
  SELECT greatest(
    (SELECT a.attempted_at FROM login_attempt a
      WHERE a.client_address = p_address AND a.attempted_at > window_start
        AND a.tenant_id = p_tenant AND a.account_sha256 = p_account
      ORDER BY a.attempted_at DESC OFFSET p_account_limit - 1 LIMIT 1),
    (SELECT a.attempted_at FROM login_attempt a
      WHERE a.client_address = p_address AND a.attempted_at > window_start
      ORDER BY a.attempted_at DESC OFFSET p_address_limit - 1 LIMIT 1)
  ) INTO frees_at;
  IF frees_at IS NULL THEN
    INSERT INTO login_attempt (tenant_id, account_sha256, client_address, attempted_at)
    VALUES (p_tenant, p_account, p_address, clock_timestamp());
    RETURN QUERY SELECT true, 0;
  ELSE
    RETURN QUERY SELECT false, ceil(extract(epoch FROM frees_at - window_start) * 1000)::integer;
  END IF;
END $$;

-- Opens a session for a password that was just verified; no row when the user was changed or deactivated meanwhile. The attempts
-- of this account from this address are forgotten.
CREATE FUNCTION session_open(
  p_tenant text, p_session_id text, p_user_id text, p_password_hash text, p_secret_sha256 text, p_channel text,
  p_account text, p_address text, p_lifetime_seconds integer
) RETURNS TABLE (session_expires_at timestamptz) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  PERFORM 1 FROM "user" u WHERE u.user_id = p_user_id AND u.password_hash = p_password_hash AND u.is_active FOR SHARE;
  IF NOT FOUND THEN RETURN; END IF;
  DELETE FROM login_attempt a WHERE a.client_address = p_address AND a.account_sha256 = p_account;
  RETURN QUERY
    INSERT INTO session AS s (session_id, tenant_id, user_id, secret_sha256, channel, client_address, expires_at)
    VALUES (p_session_id, p_tenant, p_user_id, p_secret_sha256, p_channel, p_address,
            now() + make_interval(secs => p_lifetime_seconds))
    RETURNING s.expires_at;
END $$;

-- Who holds a secret; no row when the session ended. Notes the use at most once a minute and, when asked to, extends the session.
CREATE FUNCTION session_verify(p_secret_sha256 text, p_lifetime_seconds integer, p_is_sliding boolean)
RETURNS TABLE (
  session_id text, channel text, session_expires_at timestamptz,
  user_id text, user_name text, user_email text, user_role text, tenant_id text, tenant_name text
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  is_stale boolean;
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  SELECT s.last_seen_at < now() - interval '1 minute' INTO is_stale
    FROM session s WHERE s.secret_sha256 = p_secret_sha256 AND s.revoked_at IS NULL AND s.expires_at > now();
  IF NOT FOUND THEN RETURN; END IF;
  IF is_stale THEN
    UPDATE session s SET last_seen_at = now(),
        expires_at = CASE WHEN p_is_sliding
          THEN greatest(s.expires_at, now() + make_interval(secs => p_lifetime_seconds)) ELSE s.expires_at END
      WHERE s.secret_sha256 = p_secret_sha256 AND s.revoked_at IS NULL AND s.expires_at > now();
  END IF;
  RETURN QUERY
    SELECT s.session_id, s.channel, s.expires_at, u.user_id, u.name, u.email, u.role, u.tenant_id, t.name
      FROM session s JOIN "user" u ON u.user_id = s.user_id JOIN tenant t ON t.tenant_id = u.tenant_id
      WHERE s.secret_sha256 = p_secret_sha256 AND s.revoked_at IS NULL AND s.expires_at > now() AND u.is_active;
END $$;

-- Which session a secret opens, ended or not; no row for an unknown secret.
CREATE FUNCTION session_find(p_secret_sha256 text) RETURNS TABLE (session_id text, user_id text, tenant_id text)
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  RETURN QUERY SELECT s.session_id, s.user_id, s.tenant_id FROM session s WHERE s.secret_sha256 = p_secret_sha256;
END $$;

-- Ends a session once and announces it; false when it had ended before.
CREATE FUNCTION session_end(p_tenant text, p_session_id text, p_messages jsonb) RETURNS TABLE (ended boolean)
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  UPDATE session s SET revoked_at = now()
    WHERE s.session_id = p_session_id AND s.revoked_at IS NULL AND s.expires_at > now();
  ended := FOUND;
  IF ended THEN PERFORM outbox_add(p_tenant, p_messages); END IF;
  RETURN NEXT;
END $$;

-- Creates the tenant when it is absent and its first user when it has none; true for the one caller that created the user.
CREATE FUNCTION tenant_begin(
  p_tenant text, p_tenant_name text, p_user_id text, p_email text, p_name text, p_password_hash text
) RETURNS TABLE (created boolean) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  PERFORM pg_advisory_xact_lock(hashtextextended('tenant:' || p_tenant, 0));
  INSERT INTO tenant (tenant_id, name) VALUES (p_tenant, p_tenant_name) ON CONFLICT DO NOTHING;
  created := NOT EXISTS (SELECT 1 FROM "user" u WHERE u.tenant_id = p_tenant);
  IF created THEN
    INSERT INTO "user" (user_id, tenant_id, email, name, role, password_hash)
    VALUES (p_user_id, p_tenant, p_email, p_name, 'owner', p_password_hash);
  END IF;
  RETURN NEXT;
END $$;

-- Creates a user, or gives an existing one of that e-mail this password.
CREATE FUNCTION user_ensure(
  p_tenant text, p_user_id text, p_email text, p_name text, p_role text, p_password_hash text
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  INSERT INTO "user" (user_id, tenant_id, email, name, role, password_hash)
  VALUES (p_user_id, p_tenant, p_email, p_name, p_role, p_password_hash)
  ON CONFLICT (tenant_id, email) DO UPDATE SET password_hash = excluded.password_hash;
END $$;

-- Forgets old attempts and sessions that ended a week ago; bounded per call, true when there is more.
CREATE FUNCTION identity_prune(p_window_seconds integer) RETURNS TABLE (has_more boolean) LANGUAGE plpgsql AS $$
DECLARE
  attempts integer;
  sessions integer;
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  DELETE FROM login_attempt WHERE attempt_id IN (
    SELECT a.attempt_id FROM login_attempt a
      WHERE a.attempted_at < now() - make_interval(secs => p_window_seconds) LIMIT 5000);
  GET DIAGNOSTICS attempts = ROW_COUNT;
  DELETE FROM session WHERE session_id IN (
    SELECT s.session_id FROM session s WHERE s.expires_at < now() - interval '7 days' LIMIT 5000);
  GET DIAGNOSTICS sessions = ROW_COUNT;
  has_more := attempts = 5000 OR sessions = 5000;
  RETURN NEXT;
END $$;

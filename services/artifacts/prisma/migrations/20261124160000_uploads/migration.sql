-- Uploads: files from outside. A file arrives in pieces, each a blob; nothing but a verdict of the scanner (or the policy for
-- unscanned files) releases it. `scan_due_at` is when somebody has to look at it next; null when nothing is left to do.

CREATE TABLE upload (
  upload_id       text PRIMARY KEY,
  tenant_id       text NOT NULL,
  uploaded_by     text NOT NULL,
  -- The idempotency key it was sent under.
  request_key     text,
  name            text NOT NULL,
  stated_type     text NOT NULL,
  kind            text,
  media_type      text,
  status          text NOT NULL CHECK (status IN ('receiving', 'quarantined', 'clean', 'unscanned', 'infected')),
  size_bytes      bigint NOT NULL DEFAULT 0,
  sha256          text,
  -- Names of the blobs that make the file, in order.
  pieces          text[] DEFAULT '{}' CHECK (pieces IS NOT NULL),
  finding         text,
  scan_attempts   integer NOT NULL DEFAULT 0,
  scan_due_at     timestamptz,
  scan_problem    text,
  scanned_at      timestamptz,
  text_status     text NOT NULL DEFAULT 'waiting' CHECK (text_status IN ('waiting', 'extracted', 'none', 'failed')),
  text_sha256     text,
  text_characters integer NOT NULL DEFAULT 0,
  text_is_cut     boolean NOT NULL DEFAULT false,
  opened_at       timestamptz NOT NULL DEFAULT now(),
  CHECK (status = 'receiving' OR (kind IS NOT NULL AND media_type IS NOT NULL AND sha256 IS NOT NULL)),
  -- What is infected keeps no bytes.
  CHECK (status <> 'infected' OR (pieces = '{}' AND text_sha256 IS NULL))
);
CREATE UNIQUE INDEX upload_by_request ON upload (tenant_id, uploaded_by, request_key) WHERE request_key IS NOT NULL;
CREATE INDEX upload_by_age ON upload (tenant_id, upload_id);
CREATE INDEX upload_due ON upload (scan_due_at) WHERE scan_due_at IS NOT NULL;
CREATE INDEX upload_receiving ON upload (opened_at) WHERE status = 'receiving';
CREATE INDEX upload_by_blob ON upload USING gin (pieces);
CREATE INDEX upload_by_text ON upload (text_sha256);

-- How many uploads a person, and the whole installation, has begun in the current window of time.
CREATE TABLE upload_window (
  scope      text PRIMARY KEY,
  tenant_id  text NOT NULL,
  started_at timestamptz NOT NULL,
  admitted   integer NOT NULL,
  refused    integer NOT NULL
);

ALTER TABLE upload ENABLE ROW LEVEL SECURITY;
ALTER TABLE upload_window ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON upload
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_rows ON upload_window
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
GRANT SELECT, INSERT, UPDATE, DELETE ON upload TO :role;
GRANT SELECT, INSERT, UPDATE, DELETE ON upload_window TO :role;

-- Counts one upload against a window of an hour; the most of a window is hard. Returns the seconds until the next is admitted, 0 when
-- this one is. Tries beyond the most cost nothing until `p_burst` were refused; each further one doubles the window, up to eight times.
CREATE FUNCTION admit_upload(p_scope text, p_tenant text, p_most integer, p_burst integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  seen upload_window;
  lasts interval;
BEGIN
  INSERT INTO upload_window AS w (scope, tenant_id, started_at, admitted, refused) VALUES (p_scope, p_tenant, now(), 0, 0)
    ON CONFLICT (scope) DO UPDATE SET scope = w.scope RETURNING * INTO seen;
  lasts := interval '1 hour' * power(2, least(greatest(seen.refused - p_burst, 0), 3));
  IF seen.started_at + lasts <= now() THEN
    UPDATE upload_window SET started_at = now(), admitted = 1, refused = 0 WHERE scope = p_scope;
    RETURN 0;
  END IF;
  IF seen.admitted < p_most THEN
    UPDATE upload_window SET admitted = admitted + 1 WHERE scope = p_scope;
    RETURN 0;
  END IF;
  UPDATE upload_window SET refused = refused + 1 WHERE scope = p_scope;
  lasts := interval '1 hour' * power(2, least(greatest(seen.refused + 1 - p_burst, 0), 3));
  RETURN greatest(1, ceil(extract(epoch FROM seen.started_at + lasts - now())))::integer;
END $$;

-- Makes room for a file: `opened`, `known` (the same key has uploaded it), `busy` (it does so right now) or `refused` with the seconds to
-- wait.
CREATE FUNCTION open_upload(
  p_tenant text, p_user text, p_key text, p_upload_id text, p_name text, p_stated_type text, p_most_of_user integer,
  p_most_of_all integer, p_burst integer
) RETURNS TABLE (outcome text, upload_id text, wait_seconds integer) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  known upload;
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  IF p_key IS NOT NULL THEN
    SELECT * INTO known FROM upload u WHERE u.tenant_id = p_tenant AND u.uploaded_by = p_user AND u.request_key = p_key FOR UPDATE;
    IF FOUND AND known.status <> 'receiving' THEN
      RETURN QUERY SELECT 'known', known.upload_id, 0;
      RETURN;
    END IF;
    -- It broke off: the file begins anew.
    IF FOUND THEN DELETE FROM upload u WHERE u.upload_id = known.upload_id; END IF;
  END IF;
  wait_seconds := admit_upload('user:' || p_tenant || ':' || p_user, p_tenant, p_most_of_user, p_burst);
  IF wait_seconds = 0 THEN
    PERFORM set_config('botarmy.tenant', '*', true);
    wait_seconds := admit_upload('all', '*', p_most_of_all, p_burst);
  END IF;
  IF wait_seconds > 0 THEN
    RETURN QUERY SELECT 'refused', NULL::text, wait_seconds;
    RETURN;
  END IF;
  INSERT INTO upload (upload_id, tenant_id, uploaded_by, request_key, name, stated_type, status)
    VALUES (p_upload_id, p_tenant, p_user, p_key, p_name, p_stated_type, 'receiving') ON CONFLICT DO NOTHING;
  -- The same key began another a moment ago.
  RETURN QUERY SELECT CASE WHEN FOUND THEN 'opened' ELSE 'busy' END, p_upload_id, 0;
END $$;

-- Adds a piece whose blob is stored: `added`, `repeated`, `too-large`, `out-of-order` or `unknown`.
CREATE FUNCTION append_upload(p_tenant text, p_user text, p_upload_id text, p_index integer, p_sha256 text, p_size integer, p_most bigint)
RETURNS TABLE (outcome text, received_bytes bigint) LANGUAGE plpgsql AS $$
DECLARE
  seen upload;
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  SELECT * INTO seen FROM upload u
    WHERE u.tenant_id = p_tenant AND u.upload_id = p_upload_id AND u.uploaded_by = p_user AND u.status = 'receiving' FOR UPDATE;
  IF NOT FOUND THEN
    outcome := 'unknown';
  ELSIF cardinality(seen.pieces) = p_index + 1 AND seen.pieces[p_index + 1] = p_sha256 THEN
    outcome := 'repeated';
  ELSIF cardinality(seen.pieces) <> p_index THEN
    outcome := 'out-of-order';
  ELSIF seen.size_bytes + p_size > p_most THEN
    outcome := 'too-large';
  ELSE
    UPDATE upload u SET pieces = u.pieces || p_sha256, size_bytes = u.size_bytes + p_size
      WHERE u.upload_id = p_upload_id RETURNING * INTO seen;
    outcome := 'added';
  END IF;
  received_bytes := coalesce(seen.size_bytes, 0);
  RETURN NEXT;
END $$;

-- The file is whole and was looked into: it waits for the scanner from now on.
CREATE FUNCTION finish_upload(
  p_tenant text, p_upload_id text, p_kind text, p_media_type text, p_sha256 text, p_pieces integer, p_events jsonb
) RETURNS TABLE (finished boolean) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  UPDATE upload u SET status = 'quarantined', kind = p_kind, media_type = p_media_type, sha256 = p_sha256, scan_due_at = now()
    WHERE u.tenant_id = p_tenant AND u.upload_id = p_upload_id AND u.status = 'receiving' AND cardinality(u.pieces) = p_pieces;
  finished := FOUND;
  IF finished THEN PERFORM outbox_add(p_tenant, p_events); END IF;
  RETURN NEXT;
END $$;

-- Takes uploads of any tenant that somebody has to look at, for the seconds of a lease.
CREATE FUNCTION claim_uploads(p_limit integer, p_lease_seconds integer) RETURNS SETOF upload LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  RETURN QUERY
    WITH due AS (
      SELECT u.upload_id FROM upload u WHERE u.scan_due_at <= now() ORDER BY u.scan_due_at LIMIT p_limit FOR UPDATE SKIP LOCKED
    )
    UPDATE upload u SET scan_due_at = now() + make_interval(secs => p_lease_seconds), scan_attempts = u.scan_attempts + 1
      FROM due WHERE u.upload_id = due.upload_id RETURNING u.*;
END $$;

-- The verdict on an upload, from whoever claimed it last.
CREATE FUNCTION settle_upload(
  p_tenant text, p_upload_id text, p_attempt integer, p_status text, p_finding text, p_text_status text, p_text_sha256 text,
  p_text_characters integer, p_text_is_cut boolean, p_events jsonb
) RETURNS TABLE (settled boolean) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  UPDATE upload u SET status = p_status, finding = p_finding, text_status = p_text_status, text_sha256 = p_text_sha256,
                      text_characters = p_text_characters, text_is_cut = p_text_is_cut, scan_due_at = NULL, scan_problem = NULL,
                      scanned_at = CASE WHEN p_status = 'unscanned' THEN NULL ELSE now() END,
                      pieces = CASE WHEN p_status = 'infected' THEN '{}' ELSE u.pieces END
    WHERE u.tenant_id = p_tenant AND u.upload_id = p_upload_id AND u.scan_attempts = p_attempt
      AND u.status IN ('quarantined', 'unscanned');
  settled := FOUND;
  IF settled THEN PERFORM outbox_add(p_tenant, p_events); END IF;
  RETURN NEXT;
END $$;

-- No verdict was to be had: it is tried again after a while.
CREATE FUNCTION postpone_upload(p_tenant text, p_upload_id text, p_attempt integer, p_problem text, p_delay_seconds integer)
RETURNS TABLE (postponed boolean) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  UPDATE upload u SET scan_due_at = now() + make_interval(secs => p_delay_seconds), scan_problem = p_problem
    WHERE u.tenant_id = p_tenant AND u.upload_id = p_upload_id AND u.scan_attempts = p_attempt
      AND u.status IN ('quarantined', 'unscanned');
  postponed := FOUND;
  RETURN NEXT;
END $$;

-- A scanner was configured where there was none: what had been released without one is looked at after all.
CREATE FUNCTION scan_unscanned_uploads() RETURNS TABLE (due integer) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  UPDATE upload u SET scan_due_at = now() WHERE u.status = 'unscanned' AND u.scan_due_at IS NULL;
  GET DIAGNOSTICS due = ROW_COUNT;
  RETURN NEXT;
END $$;

-- Removes an upload. A file that is still arriving is only its sender's to remove.
CREATE FUNCTION forget_upload(p_tenant text, p_upload_id text, p_sender text, p_events jsonb)
RETURNS TABLE (forgotten boolean) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  DELETE FROM upload u WHERE u.tenant_id = p_tenant AND u.upload_id = p_upload_id
    AND CASE WHEN p_sender IS NULL THEN u.status <> 'receiving' ELSE u.status = 'receiving' AND u.uploaded_by = p_sender END;
  forgotten := FOUND;
  IF forgotten AND jsonb_array_length(p_events) > 0 THEN PERFORM outbox_add(p_tenant, p_events); END IF;
  RETURN NEXT;
END $$;

-- Forgets files that stopped arriving, and windows that are over for long.
CREATE FUNCTION sweep_uploads(p_age_seconds integer) RETURNS TABLE (swept integer) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  DELETE FROM upload u WHERE u.status = 'receiving' AND u.opened_at < now() - make_interval(secs => p_age_seconds);
  GET DIAGNOSTICS swept = ROW_COUNT;
  DELETE FROM upload_window w WHERE w.started_at < now() - interval '1 day';
  RETURN NEXT;
END $$;

-- Uploads by state, for the gauge, counted up to a bound.
CREATE FUNCTION count_waiting_uploads() RETURNS TABLE (waiting integer, oldest_seconds integer) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  RETURN QUERY SELECT count(*)::integer, coalesce(extract(epoch FROM now() - min(w.opened_at)), 0)::integer
    FROM (SELECT u.opened_at FROM upload u WHERE u.scan_due_at IS NOT NULL ORDER BY u.scan_due_at LIMIT 10000) AS w;
END $$;

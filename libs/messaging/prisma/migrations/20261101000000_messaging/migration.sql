-- What every storing service needs to talk to the broker without trusting it: outbox, inbox, delivery counts, dead letters.

CREATE TABLE outbox (
  event_id    text PRIMARY KEY,
  tenant_id   text NOT NULL,
  subject     text NOT NULL,
  payload     text NOT NULL,
  headers     jsonb NOT NULL DEFAULT '{}',
  publication integer NOT NULL DEFAULT 0,
  ordinal     bigint GENERATED ALWAYS AS IDENTITY,
  created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX outbox_by_ordinal ON outbox (ordinal);

CREATE TABLE inbox (
  consumer   text NOT NULL,
  event_id   text NOT NULL,
  tenant_id  text NOT NULL,
  handled_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (consumer, event_id)
);
CREATE INDEX inbox_by_age ON inbox (handled_at);

CREATE TABLE delivery_count (
  consumer    text NOT NULL,
  event_id    text NOT NULL,
  tenant_id   text NOT NULL,
  failures    integer NOT NULL DEFAULT 0,
  unfinished  integer NOT NULL DEFAULT 0,
  updated_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (consumer, event_id)
);
CREATE INDEX delivery_count_by_age ON delivery_count (updated_at);

CREATE TABLE dead_letter (
  consumer    text NOT NULL,
  event_id    text NOT NULL,
  tenant_id   text NOT NULL,
  subject     text NOT NULL,
  payload     text NOT NULL,
  encoding    text NOT NULL DEFAULT 'utf8',
  headers     jsonb NOT NULL DEFAULT '{}',
  code        text NOT NULL,
  reason      text NOT NULL,
  failures    integer NOT NULL,
  parked_at   timestamptz NOT NULL DEFAULT now(),
  replayed_at timestamptz,
  replays     integer NOT NULL DEFAULT 0,
  PRIMARY KEY (consumer, event_id)
);
CREATE INDEX dead_letter_by_tenant ON dead_letter (tenant_id, parked_at);

ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE inbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE delivery_count ENABLE ROW LEVEL SECURITY;
ALTER TABLE dead_letter ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON outbox USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_rows ON inbox USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_rows ON delivery_count USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_rows ON dead_letter USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');

GRANT SELECT, INSERT, UPDATE, DELETE ON outbox, inbox, delivery_count TO :role;
GRANT SELECT, INSERT, UPDATE ON dead_letter TO :role;

-- Adds messages to the outbox in the caller's transaction. Each row: event_id, subject, payload (text), headers, publication.
CREATE FUNCTION outbox_add(p_tenant text, p_rows jsonb) RETURNS void LANGUAGE sql AS $$
  INSERT INTO outbox (event_id, tenant_id, subject, payload, headers, publication)
  SELECT r ->> 'event_id', p_tenant, r ->> 'subject', r ->> 'payload', coalesce(r -> 'headers', '{}'), coalesce((r ->> 'publication')::integer, 0)
  FROM jsonb_array_elements(p_rows) WITH ORDINALITY AS t (r, n)
  ORDER BY n
  ON CONFLICT (event_id) DO UPDATE SET publication = greatest(outbox.publication, excluded.publication)
$$;

-- True when some message waits; read without claiming anything.
CREATE FUNCTION outbox_has_pending() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  RETURN EXISTS (SELECT 1 FROM outbox);
END $$;

-- Claims a message for a consumer; false when it was handled before. Call it in the transaction that handles it.
CREATE FUNCTION inbox_claim(p_tenant text, p_consumer text, p_event_id text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO inbox (consumer, event_id, tenant_id) VALUES (p_consumer, p_event_id, p_tenant) ON CONFLICT DO NOTHING;
  RETURN FOUND;
END $$;

-- Counts a handler failure; parks the message when it is terminal or failed too often.
CREATE FUNCTION delivery_failed(
  p_tenant text, p_consumer text, p_event_id text, p_subject text, p_payload text, p_encoding text, p_headers jsonb,
  p_code text, p_reason text, p_terminal boolean, p_limit integer
) RETURNS TABLE (failure_count integer, is_dead boolean) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  INSERT INTO delivery_count AS c (consumer, event_id, tenant_id, failures) VALUES (p_consumer, p_event_id, p_tenant, 1)
  ON CONFLICT (consumer, event_id) DO UPDATE SET failures = c.failures + 1, unfinished = 0, updated_at = now()
  RETURNING c.failures INTO failure_count;
  is_dead := p_terminal OR failure_count >= p_limit;
  IF is_dead THEN
    INSERT INTO dead_letter AS d (consumer, event_id, tenant_id, subject, payload, encoding, headers, code, reason, failures)
    VALUES (p_consumer, p_event_id, p_tenant, p_subject, p_payload, p_encoding, p_headers, p_code, p_reason, failure_count)
    ON CONFLICT (consumer, event_id) DO UPDATE
      SET code = excluded.code, reason = excluded.reason, failures = excluded.failures, parked_at = now(), replayed_at = NULL;
    DELETE FROM delivery_count WHERE consumer = p_consumer AND event_id = p_event_id;
  END IF;
  RETURN NEXT;
END $$;

-- Counts a delivery that follows one without an outcome (a crash, a lost acknowledgement); asked only for redeliveries.
CREATE FUNCTION delivery_restarted(p_tenant text, p_consumer text, p_event_id text) RETURNS TABLE (unfinished_count integer) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  INSERT INTO delivery_count AS c (consumer, event_id, tenant_id, unfinished) VALUES (p_consumer, p_event_id, p_tenant, 1)
  ON CONFLICT (consumer, event_id) DO UPDATE SET unfinished = c.unfinished + 1, updated_at = now()
  RETURNING c.unfinished INTO unfinished_count;
  RETURN NEXT;
END $$;

-- A redelivery ended with an outcome: only deliveries in a row without one count.
CREATE FUNCTION delivery_ended(p_tenant text, p_consumer text, p_event_id text) RETURNS TABLE (failure_count integer) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY UPDATE delivery_count SET unfinished = 0, updated_at = now()
    WHERE consumer = p_consumer AND event_id = p_event_id RETURNING failures;
END $$;

-- Marks a dead letter as replayed.
CREATE FUNCTION dead_letter_replayed(p_tenant text, p_consumer text, p_event_id text) RETURNS TABLE (replay_count integer) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY UPDATE dead_letter SET replayed_at = now(), replays = replays + 1
    WHERE consumer = p_consumer AND event_id = p_event_id RETURNING replays;
END $$;

CREATE FUNCTION dead_letter_find(p_tenant text, p_consumer text, p_event_id text) RETURNS SETOF dead_letter LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY SELECT * FROM dead_letter WHERE replayed_at IS NULL AND consumer = p_consumer AND event_id = p_event_id;
END $$;

-- Dead letters of a tenant, oldest first; replayed ones are left out.
CREATE FUNCTION dead_letters_of(p_tenant text, p_limit integer) RETURNS SETOF dead_letter LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY SELECT * FROM dead_letter WHERE replayed_at IS NULL ORDER BY parked_at LIMIT p_limit;
END $$;

-- Forgets inbox rows and counts older than the broker can repeat; bounded per call.
CREATE FUNCTION messaging_prune(p_older_than interval) RETURNS TABLE (pruned bigint) LANGUAGE plpgsql AS $$
DECLARE counted bigint;
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  DELETE FROM inbox WHERE ctid IN (SELECT ctid FROM inbox WHERE handled_at < now() - p_older_than LIMIT 10000);
  GET DIAGNOSTICS pruned = ROW_COUNT;
  DELETE FROM delivery_count WHERE ctid IN (SELECT ctid FROM delivery_count WHERE updated_at < now() - p_older_than LIMIT 10000);
  GET DIAGNOSTICS counted = ROW_COUNT;
  pruned := pruned + counted;
  RETURN NEXT;
END $$;

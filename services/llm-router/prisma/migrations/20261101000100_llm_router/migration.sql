-- One row per idempotency key: the intent before a provider is asked, the outcome afterwards, the answer for replays. And what each
-- tenant holds and spent per day. Prompts are never stored, only their hash.

CREATE TABLE model_call (
  call_id           text PRIMARY KEY,
  tenant_id         text NOT NULL,
  idempotency_key   text NOT NULL,
  workflow_id       text NOT NULL,
  task_id           text NOT NULL,
  attempt           integer NOT NULL,
  agent_id          text NOT NULL,
  route             text NOT NULL,
  request_sha256    text NOT NULL,
  status            text NOT NULL CHECK (status IN ('reserved', 'completed', 'failed', 'abandoned')),
  -- Which taking of the call is current; rises with every take-over and every new try.
  claim             integer NOT NULL DEFAULT 1,
  owner             text NOT NULL,
  heartbeat_at      timestamptz NOT NULL,
  budget_day        date NOT NULL,
  reserved_micros   bigint NOT NULL DEFAULT 0,
  -- All that was paid under this key, superseded answers included.
  cost_micros       bigint NOT NULL DEFAULT 0,
  provider          text,
  model             text,
  simulated         boolean NOT NULL DEFAULT false,
  input_tokens      integer NOT NULL DEFAULT 0,
  output_tokens     integer NOT NULL DEFAULT 0,
  answer_micros     bigint NOT NULL DEFAULT 0,
  finish_reason     text,
  error_code        text,
  answer            text,
  answer_sha256     text,
  -- Every request that left for a provider, or may have.
  provider_requests jsonb NOT NULL DEFAULT '[]',
  -- How many of them ended without anybody knowing how: they may have been paid.
  doubtful_requests integer NOT NULL DEFAULT 0,
  created_at        timestamptz NOT NULL DEFAULT now(),
  settled_at        timestamptz
);
CREATE UNIQUE INDEX model_call_by_key ON model_call (tenant_id, idempotency_key);
CREATE INDEX model_call_by_workflow ON model_call (tenant_id, workflow_id);
CREATE INDEX model_call_running ON model_call (heartbeat_at) WHERE status = 'reserved';
CREATE INDEX model_call_doubtful ON model_call (tenant_id, created_at) WHERE doubtful_requests > 0;

CREATE TABLE budget_day (
  tenant_id       text NOT NULL,
  day             date NOT NULL,
  reserved_micros bigint NOT NULL DEFAULT 0,
  spent_micros    bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, day)
);

ALTER TABLE model_call ENABLE ROW LEVEL SECURITY;
ALTER TABLE budget_day ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON model_call
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_rows ON budget_day
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');

GRANT SELECT, INSERT, UPDATE ON model_call, budget_day TO :role;

-- The requests of other claims and, instead of those of this one, the given list.
CREATE FUNCTION merge_requests(p_existing jsonb, p_claim integer, p_requests jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce((SELECT jsonb_agg(r ORDER BY n) FROM jsonb_array_elements(p_existing) WITH ORDINALITY AS t (r, n)
                    WHERE (r ->> 'claim')::integer <> p_claim), '[]') || p_requests
$$;

-- What was in flight when its owner vanished: nobody knows how it ended.
CREATE FUNCTION abandon_requests(p_requests jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(jsonb_agg(CASE WHEN r ->> 'outcome' = 'in-flight' THEN r || '{"outcome": "abandoned"}' ELSE r END ORDER BY n), '[]')
    FROM jsonb_array_elements(p_requests) WITH ORDINALITY AS t (r, n)
$$;

-- The recorded answer as a replay needs it.
CREATE FUNCTION recorded_answer(p_call model_call) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_build_object(
    'call_id', p_call.call_id, 'text', p_call.answer, 'finish_reason', p_call.finish_reason,
    'provider', p_call.provider, 'model', p_call.model, 'simulated', p_call.simulated,
    'input_tokens', p_call.input_tokens, 'output_tokens', p_call.output_tokens, 'cost_micros', p_call.answer_micros)
$$;

-- Locks the budgets of a batch in one order, so that batches of several replicas queue instead of locking each other out.
CREATE FUNCTION lock_budgets(p_tenants text[], p_day date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  INSERT INTO budget_day (tenant_id, day) SELECT DISTINCT t, p_day FROM unnest(p_tenants) AS t ORDER BY 1 ON CONFLICT DO NOTHING;
  PERFORM 1 FROM budget_day b WHERE b.tenant_id = ANY (p_tenants) AND b.day = p_day ORDER BY b.tenant_id FOR UPDATE;
END $$;

-- Begins a batch of calls, given in the order of their keys. Per call one of: `replay` (finished before, nothing is paid),
-- `in-flight` (another owner is at it), `budget-exhausted`, `begun` (the caller asks a provider now; `doubtful` when a request of a
-- vanished owner may have been paid).
CREATE FUNCTION begin_calls(p_calls jsonb, p_owner text, p_lease_ms integer, p_daily_micros bigint)
RETURNS TABLE (ordinal integer, outcome text, current_claim integer, own_call_id text, doubtful boolean, recorded jsonb)
LANGUAGE plpgsql AS $$
DECLARE
  c jsonb;
  found_call model_call%ROWTYPE;
  today date := (now() AT TIME ZONE 'UTC')::date;
  held bigint;
  has_room boolean;
  intent jsonb;
BEGIN
  PERFORM lock_budgets(array_agg(DISTINCT e ->> 'tenant_id'), today)
    FROM jsonb_array_elements(p_calls) AS e WHERE (e ->> 'reserved_micros')::bigint > 0;
  FOR c, ordinal IN SELECT e, n FROM jsonb_array_elements(p_calls) WITH ORDINALITY AS t (e, n) LOOP
    PERFORM set_config('botarmy.tenant', c ->> 'tenant_id', true);
    doubtful := false;
    recorded := NULL;
    held := (c ->> 'reserved_micros')::bigint;
    INSERT INTO model_call AS m (call_id, tenant_id, idempotency_key, workflow_id, task_id, attempt, agent_id, route, request_sha256,
                                 status, claim, owner, heartbeat_at, budget_day)
    VALUES (c ->> 'call_id', c ->> 'tenant_id', c ->> 'idempotency_key', c ->> 'workflow_id', c ->> 'task_id',
            (c ->> 'attempt')::integer, c ->> 'agent_id', c ->> 'route', c ->> 'request_sha256',
            'failed', 0, p_owner, clock_timestamp(), today)
    ON CONFLICT DO NOTHING;
    SELECT * INTO STRICT found_call FROM model_call m
      WHERE m.tenant_id = c ->> 'tenant_id' AND m.idempotency_key = c ->> 'idempotency_key' FOR UPDATE;
    own_call_id := found_call.call_id;
    current_claim := found_call.claim;
    IF found_call.status = 'completed' THEN
      outcome := 'replay';
      recorded := recorded_answer(found_call);
      RETURN NEXT;
      CONTINUE;
    END IF;
    IF found_call.status = 'reserved' AND found_call.heartbeat_at > clock_timestamp() - p_lease_ms * interval '1 millisecond' THEN
      outcome := 'in-flight';
      RETURN NEXT;
      CONTINUE;
    END IF;
    doubtful := found_call.status IN ('reserved', 'abandoned');
    IF found_call.reserved_micros > 0 THEN
      UPDATE budget_day b SET reserved_micros = b.reserved_micros - found_call.reserved_micros
        WHERE b.tenant_id = found_call.tenant_id AND b.day = found_call.budget_day;
    END IF;
    has_room := true;
    IF held > 0 THEN
      UPDATE budget_day b SET reserved_micros = b.reserved_micros + held
        WHERE b.tenant_id = found_call.tenant_id AND b.day = today
          AND (p_daily_micros = 0 OR b.spent_micros + b.reserved_micros + held <= p_daily_micros);
      has_room := FOUND;
    END IF;
    outcome := CASE WHEN has_room THEN 'begun' ELSE 'budget-exhausted' END;
    current_claim := found_call.claim + 1;
    intent := CASE WHEN has_room THEN jsonb_build_array((c -> 'intent') || jsonb_build_object('claim', current_claim)) ELSE '[]' END;
    UPDATE model_call m SET
        status = CASE WHEN has_room THEN 'reserved' ELSE 'failed' END,
        error_code = CASE WHEN has_room THEN NULL ELSE 'budget-exhausted' END,
        claim = current_claim, owner = p_owner, heartbeat_at = clock_timestamp(), budget_day = today,
        reserved_micros = CASE WHEN has_room THEN held ELSE 0 END,
        provider_requests = abandon_requests(m.provider_requests) || intent,
        doubtful_requests = m.doubtful_requests + CASE WHEN m.status = 'reserved' THEN 1 ELSE 0 END,
        settled_at = CASE WHEN has_room THEN NULL ELSE now() END
      WHERE m.call_id = found_call.call_id;
    RETURN NEXT;
  END LOOP;
END $$;

-- Signs of life of calls (in the order of their keys) that take long, and the requests that left meanwhile; rows of calls that are still the owner's.
CREATE FUNCTION extend_calls(p_calls jsonb) RETURNS TABLE (extended_call_id text) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  PERFORM 1 FROM jsonb_array_elements(p_calls) WITH ORDINALITY AS t (e, n) JOIN model_call m ON m.call_id = e ->> 'call_id'
    ORDER BY n FOR UPDATE OF m;
  RETURN QUERY
    UPDATE model_call m SET heartbeat_at = clock_timestamp(),
        provider_requests = CASE WHEN e -> 'provider_requests' IS NULL THEN m.provider_requests
          ELSE merge_requests(m.provider_requests, m.claim, e -> 'provider_requests') END
      FROM jsonb_array_elements(p_calls) AS e
      WHERE m.call_id = e ->> 'call_id' AND m.tenant_id = e ->> 'tenant_id'
        AND m.claim = (e ->> 'claim')::integer AND m.status = 'reserved'
      RETURNING m.call_id;
END $$;

-- Books what a batch of calls, given in the order of their keys, came to, with its news. Per call one of: `settled`, or `superseded` when another claim is current or
-- has answered; then the cost is booked all the same and the recorded answer, where there is one, is returned. Repeating is harmless.
CREATE FUNCTION settle_calls(p_calls jsonb) RETURNS TABLE (ordinal integer, outcome text, recorded jsonb) LANGUAGE plpgsql AS $$
DECLARE
  c jsonb;
  found_call model_call%ROWTYPE;
  budget record;
  own_claim integer;
  is_completed boolean;
  is_known boolean;
  cost bigint;
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  FOR budget IN
    SELECT m.budget_day AS day, array_agg(DISTINCT m.tenant_id) AS tenants
      FROM jsonb_array_elements(p_calls) AS e JOIN model_call m ON m.call_id = e ->> 'call_id'
      WHERE m.reserved_micros > 0 OR (e ->> 'cost_micros')::bigint > 0 GROUP BY 1 ORDER BY 1
  LOOP
    PERFORM lock_budgets(budget.tenants, budget.day);
  END LOOP;
  FOR c, ordinal IN SELECT e, n FROM jsonb_array_elements(p_calls) WITH ORDINALITY AS t (e, n) LOOP
    PERFORM set_config('botarmy.tenant', c ->> 'tenant_id', true);
    own_claim := (c ->> 'claim')::integer;
    cost := (c ->> 'cost_micros')::bigint;
    is_completed := c ->> 'status' = 'completed';
    recorded := NULL;
    SELECT * INTO STRICT found_call FROM model_call m WHERE m.call_id = c ->> 'call_id' FOR UPDATE;
    -- A settlement whose confirmation was lost comes a second time.
    is_known := EXISTS (SELECT 1 FROM jsonb_array_elements(found_call.provider_requests) AS r
                         WHERE (r ->> 'claim')::integer = own_claim AND r ->> 'settled' = 'true');
    outcome := CASE WHEN found_call.claim = own_claim AND found_call.status IN ('reserved', 'abandoned') THEN 'settled'
                    WHEN is_known AND found_call.claim = own_claim THEN 'settled'
                    WHEN is_completed AND found_call.status <> 'completed' THEN 'settled'
                    ELSE 'superseded' END;
    IF NOT is_known THEN
      UPDATE model_call m SET
          cost_micros = m.cost_micros + cost,
          provider_requests = merge_requests(m.provider_requests, own_claim, c -> 'provider_requests')
        WHERE m.call_id = found_call.call_id;
      IF outcome = 'settled' THEN
        UPDATE model_call m SET
            status = c ->> 'status', error_code = c ->> 'error_code', reserved_micros = 0, settled_at = now(),
            provider = c ->> 'provider', model = c ->> 'model', simulated = (c ->> 'simulated')::boolean,
            input_tokens = (c ->> 'input_tokens')::integer, output_tokens = (c ->> 'output_tokens')::integer,
            answer_micros = cost, finish_reason = c ->> 'finish_reason', answer = c ->> 'text', answer_sha256 = c ->> 'text_sha256'
          WHERE m.call_id = found_call.call_id;
      END IF;
      IF cost > 0 OR found_call.reserved_micros > 0 THEN
        UPDATE budget_day b SET
            reserved_micros = b.reserved_micros - CASE WHEN outcome = 'settled' THEN found_call.reserved_micros ELSE 0 END,
            spent_micros = b.spent_micros + cost
          WHERE b.tenant_id = found_call.tenant_id AND b.day = found_call.budget_day;
      END IF;
      PERFORM outbox_add(c ->> 'tenant_id', c -> 'messages');
    END IF;
    IF outcome = 'superseded' AND found_call.status = 'completed' THEN recorded := recorded_answer(found_call); END IF;
    RETURN NEXT;
  END LOOP;
END $$;

-- Calls whose owner vanished and which nobody asked for again.
CREATE FUNCTION lapsed_calls(p_lapse_ms integer, p_limit integer) RETURNS TABLE (
  call_id text, tenant_id text, claim integer, workflow_id text, task_id text, attempt integer, agent_id text,
  intent jsonb, begun_at timestamptz
) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  RETURN QUERY
    SELECT m.call_id, m.tenant_id, m.claim, m.workflow_id, m.task_id, m.attempt, m.agent_id, m.provider_requests -> -1, m.created_at
      FROM model_call m
      WHERE m.status = 'reserved' AND m.heartbeat_at < clock_timestamp() - p_lapse_ms * interval '1 millisecond'
      ORDER BY m.heartbeat_at LIMIT p_limit;
END $$;

-- Gives a lapsed call up, frees what it held and announces it; false when somebody took it meanwhile.
CREATE FUNCTION abandon_call(p_tenant text, p_call_id text, p_claim integer, p_lapse_ms integer, p_messages jsonb)
RETURNS TABLE (abandoned boolean) LANGUAGE plpgsql AS $$
DECLARE
  found_call model_call%ROWTYPE;
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  PERFORM 1 FROM budget_day b JOIN model_call m ON m.tenant_id = b.tenant_id AND m.budget_day = b.day
    WHERE m.call_id = p_call_id AND m.reserved_micros > 0 FOR UPDATE OF b;
  SELECT * INTO found_call FROM model_call m
    WHERE m.call_id = p_call_id AND m.claim = p_claim AND m.status = 'reserved'
      AND m.heartbeat_at < clock_timestamp() - p_lapse_ms * interval '1 millisecond' FOR UPDATE;
  abandoned := FOUND;
  IF abandoned THEN
    UPDATE model_call m SET status = 'abandoned', error_code = 'abandoned', reserved_micros = 0, settled_at = now(),
        provider_requests = abandon_requests(m.provider_requests), doubtful_requests = m.doubtful_requests + 1
      WHERE m.call_id = p_call_id;
    IF found_call.reserved_micros > 0 THEN
      UPDATE budget_day b SET reserved_micros = b.reserved_micros - found_call.reserved_micros
        WHERE b.tenant_id = p_tenant AND b.day = found_call.budget_day;
    END IF;
    PERFORM outbox_add(p_tenant, p_messages);
  END IF;
  RETURN NEXT;
END $$;

-- Why a call went where it went, who decided about calls of unknown outcome, budgets that change only as they were read, prices set
-- by people, and models that are asked besides.

CREATE TABLE price (
  price_id           text PRIMARY KEY,
  tenant_id          text NOT NULL,
  -- '*' for whatever provider offers the model.
  provider           text NOT NULL,
  model              text NOT NULL,
  valid_from         timestamptz(3) NOT NULL,
  -- Millionths of a US dollar per million tokens; null as other input.
  input_micros       bigint NOT NULL CHECK (input_micros >= 0),
  output_micros      bigint NOT NULL CHECK (output_micros >= 0),
  cache_read_micros  bigint CHECK (cache_read_micros >= 0),
  cache_write_micros bigint CHECK (cache_write_micros >= 0),
  created_by         text NOT NULL,
  created_at         timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);
-- A price is never changed: it stands with every cost worked out by it.
CREATE UNIQUE INDEX price_by_model ON price (tenant_id, provider, model, valid_from);
ALTER TABLE price ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON price
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
GRANT SELECT, INSERT ON price TO :role;

ALTER TABLE budget ADD COLUMN revision integer NOT NULL DEFAULT 1;

ALTER TABLE model_call
  -- How hard the request is, and why these models were asked.
  ADD COLUMN tier text,
  ADD COLUMN decision jsonb,
  -- True for a model that is asked besides: its answer is recorded and given to nobody.
  ADD COLUMN is_shadow boolean NOT NULL DEFAULT false,
  ADD COLUMN resolved_by text,
  ADD COLUMN resolved_at timestamptz,
  ADD COLUMN resolution_reason text,
  DROP CONSTRAINT model_call_resolution_check;
UPDATE model_call SET resolution = 'accept-as-lost' WHERE resolution = 'give-up';
ALTER TABLE model_call ADD CONSTRAINT model_call_resolution_check CHECK (resolution IN ('repeat', 'accept-as-lost'));
CREATE INDEX model_call_by_time ON model_call (tenant_id, created_at, call_id);
CREATE INDEX model_call_unknown ON model_call (tenant_id, created_at, call_id) WHERE status = 'abandoned';

ALTER TABLE ledger_entry ADD COLUMN tier text, ADD COLUMN is_shadow boolean NOT NULL DEFAULT false;

-- Books the requests of one claim that were or may have been paid.
CREATE OR REPLACE FUNCTION book_requests(p_call model_call, p_claim integer, p_requests jsonb) RETURNS void LANGUAGE sql AS $$
  INSERT INTO ledger_entry AS l (
      entry_id, tenant_id, call_id, kind, workflow_id, stage_id, task_id, attempt, agent_id, process, group_id, virtual_key_id,
      provider_key_id, route, provider, model, simulated, outcome, input_tokens, cache_write_tokens, cache_read_tokens, output_tokens,
      reasoning_tokens, usage_estimated, cost_micros, price_version, tier, is_shadow)
    SELECT p_call.call_id || '.' || p_claim || '.' || n, p_call.tenant_id, p_call.call_id, 'request', p_call.workflow_id, p_call.stage_id,
           p_call.task_id, p_call.attempt, p_call.agent_id, p_call.process, p_call.group_id, p_call.virtual_key_id, r ->> 'key_id',
           p_call.route, r ->> 'provider', r ->> 'model', (r ->> 'simulated')::boolean, r ->> 'outcome',
           greatest(0, coalesce((r ->> 'input_tokens')::integer, 0) - coalesce((r ->> 'cache_write_tokens')::integer, 0)
             - coalesce((r ->> 'cache_read_tokens')::integer, 0)),
           coalesce((r ->> 'cache_write_tokens')::integer, 0), coalesce((r ->> 'cache_read_tokens')::integer, 0),
           greatest(0, coalesce((r ->> 'output_tokens')::integer, 0) - coalesce((r ->> 'reasoning_tokens')::integer, 0)),
           coalesce((r ->> 'reasoning_tokens')::integer, 0), coalesce((r ->> 'usage_estimated')::boolean, false),
           CASE WHEN (r ->> 'simulated')::boolean THEN 0 ELSE (r ->> 'cost_micros')::bigint END, r ->> 'price_version',
           p_call.tier, p_call.is_shadow
      FROM (SELECT e AS r, row_number() OVER (ORDER BY i) AS n
              FROM jsonb_array_elements(p_requests) WITH ORDINALITY AS t (e, i) WHERE (e ->> 'claim')::integer = p_claim) AS own
      WHERE r ->> 'outcome' IN ('completed', 'abandoned') OR r ->> 'input_tokens' IS NOT NULL
    ON CONFLICT (entry_id) DO UPDATE SET
      outcome = excluded.outcome, input_tokens = excluded.input_tokens, cache_write_tokens = excluded.cache_write_tokens,
      cache_read_tokens = excluded.cache_read_tokens, output_tokens = excluded.output_tokens, reasoning_tokens = excluded.reasoning_tokens,
      usage_estimated = excluded.usage_estimated, cost_micros = excluded.cost_micros, price_version = excluded.price_version
      WHERE l.outcome = 'abandoned'
$$;

CREATE OR REPLACE FUNCTION begin_calls(p_calls jsonb, p_owner text, p_lease_ms integer, p_daily_micros bigint)
RETURNS TABLE (ordinal integer, outcome text, current_claim integer, own_call_id text, doubtful boolean, recorded jsonb, detail jsonb)
LANGUAGE plpgsql AS $$
DECLARE
  c jsonb;
  found_call model_call%ROWTYPE;
  source model_call%ROWTYPE;
  tenants text[];
  all_charges jsonb := '[]';
  charges jsonb;
  held jsonb;
  intent jsonb;
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  SELECT array_agg(DISTINCT e ->> 'tenant_id') INTO tenants FROM jsonb_array_elements(p_calls) AS e;
  PERFORM share_budgets(tenants);
  IF p_daily_micros > 0 OR EXISTS (SELECT 1 FROM budget b WHERE b.tenant_id = ANY (tenants) AND b.is_active) THEN
    SELECT jsonb_agg(charges_of(e, p_daily_micros) ORDER BY n) INTO all_charges FROM jsonb_array_elements(p_calls) WITH ORDINALITY AS t (e, n);
  END IF;
  -- Those of the calls themselves, and those a vanished owner still holds.
  SELECT jsonb_agg(a) INTO held FROM (
    SELECT a FROM jsonb_array_elements(p_calls) WITH ORDINALITY AS t (e, n), accounts_of(e ->> 'tenant_id', coalesce(all_charges -> (n - 1)::integer, '[]')) AS a
    UNION
    SELECT a FROM jsonb_array_elements(p_calls) AS e
      JOIN model_call m ON m.tenant_id = e ->> 'tenant_id' AND m.idempotency_key = e ->> 'idempotency_key' AND m.is_holding,
      accounts_of(m.tenant_id, m.accounts) AS a) AS x;
  IF held IS NOT NULL THEN PERFORM lock_accounts(held); END IF;
  FOR c, ordinal IN SELECT e, n FROM jsonb_array_elements(p_calls) WITH ORDINALITY AS t (e, n) LOOP
    PERFORM set_config('botarmy.tenant', c ->> 'tenant_id', true);
    doubtful := false;
    recorded := NULL;
    detail := NULL;
    charges := coalesce(all_charges -> (ordinal - 1), '[]');
    INSERT INTO model_call AS m (call_id, tenant_id, idempotency_key, workflow_id, stage_id, task_id, attempt, agent_id, process, group_id,
                                 virtual_key_id, route, request_sha256, status, claim, owner, heartbeat_at, budget_day, tier, decision, is_shadow)
    VALUES (c ->> 'call_id', c ->> 'tenant_id', c ->> 'idempotency_key', c ->> 'workflow_id', c ->> 'stage_id', c ->> 'task_id',
            (c ->> 'attempt')::integer, c ->> 'agent_id', c ->> 'process', c ->> 'group_id', c ->> 'virtual_key_id', c ->> 'route',
            c ->> 'request_sha256', 'failed', 0, p_owner, clock_timestamp(), window_start_of('day'), c ->> 'tier', c -> 'decision',
            coalesce((c ->> 'is_shadow')::boolean, false))
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
      detail := jsonb_build_object('claim_ends_at', found_call.heartbeat_at + p_lease_ms * interval '1 millisecond');
      RETURN NEXT;
      CONTINUE;
    END IF;
    doubtful := found_call.status IN ('reserved', 'abandoned');
    IF found_call.is_holding THEN PERFORM charge_accounts(found_call, true, 0, found_call.held_tokens); END IF;
    IF found_call.status = 'reserved' THEN
      UPDATE model_call m SET status = 'abandoned', error_code = 'abandoned', is_holding = false, reserved_micros = 0, settled_at = now(),
          provider_requests = abandon_requests(m.provider_requests), doubtful_requests = m.doubtful_requests + 1
        WHERE m.call_id = found_call.call_id RETURNING * INTO found_call;
      PERFORM book_requests(found_call, found_call.claim, found_call.provider_requests);
    END IF;
    IF doubtful AND (found_call.resolution IS NOT DISTINCT FROM 'accept-as-lost'
        OR (found_call.has_side_effects AND found_call.resolution IS DISTINCT FROM 'repeat')) THEN
      outcome := 'outcome-unknown';
      RETURN NEXT;
      CONTINUE;
    END IF;
    IF c ->> 'cache_key' IS NOT NULL THEN
      SELECT m.* INTO source FROM cache_entry e JOIN model_call m ON m.call_id = e.call_id
        WHERE e.tenant_id = c ->> 'tenant_id' AND e.permission = c ->> 'cache_permission' AND e.cache_key = c ->> 'cache_key'
          AND e.expires_at > clock_timestamp() AND m.status = 'completed';
      IF FOUND THEN
        UPDATE model_call m SET
            status = 'completed', error_code = NULL, claim = m.claim + 1, owner = p_owner, heartbeat_at = clock_timestamp(), settled_at = now(),
            provider = source.provider, model = source.model, simulated = source.simulated, input_tokens = source.input_tokens,
            output_tokens = source.output_tokens, cache_write_tokens = source.cache_write_tokens, cache_read_tokens = source.cache_read_tokens,
            reasoning_tokens = source.reasoning_tokens, answer_micros = 0, finish_reason = source.finish_reason, answer = source.answer,
            answer_sha256 = source.answer_sha256, content = source.content, answered_from = source.call_id
          WHERE m.call_id = found_call.call_id RETURNING * INTO found_call;
        INSERT INTO ledger_entry (entry_id, tenant_id, call_id, kind, workflow_id, stage_id, task_id, attempt, agent_id, process, group_id,
                                  virtual_key_id, route, provider, model, simulated, outcome, cost_micros, saved_micros, price_version, tier)
          VALUES (found_call.call_id || '.' || found_call.claim || '.0', found_call.tenant_id, found_call.call_id, 'cache-hit',
                  found_call.workflow_id, found_call.stage_id, found_call.task_id, found_call.attempt, found_call.agent_id, found_call.process,
                  found_call.group_id, found_call.virtual_key_id, found_call.route, source.provider, source.model, source.simulated,
                  'completed', 0, source.answer_micros, source.price_version, found_call.tier)
          ON CONFLICT DO NOTHING;
        outcome := 'cached';
        current_claim := found_call.claim;
        recorded := recorded_answer(found_call);
        RETURN NEXT;
        CONTINUE;
      END IF;
    END IF;
    IF charges <> '[]' THEN detail := refusal_of(c, charges); END IF;
    IF detail ->> 'reason' = 'downgrade' THEN
      outcome := 'downgrade';
      RETURN NEXT;
      CONTINUE;
    END IF;
    current_claim := found_call.claim + 1;
    IF detail IS NOT NULL THEN
      outcome := detail ->> 'reason';
      UPDATE model_call m SET status = 'failed', error_code = detail ->> 'reason', claim = current_claim, owner = p_owner,
          heartbeat_at = clock_timestamp(), accounts = '[]', is_holding = false, reserved_micros = 0, settled_at = now()
        WHERE m.call_id = found_call.call_id;
      RETURN NEXT;
      CONTINUE;
    END IF;
    outcome := 'begun';
    intent := jsonb_build_array((c -> 'intent') || jsonb_build_object('claim', current_claim));
    IF charges <> '[]' THEN PERFORM hold_accounts(c, charges); END IF;
    UPDATE model_call m SET
        status = 'reserved', error_code = NULL, claim = current_claim, owner = p_owner, heartbeat_at = clock_timestamp(),
        budget_day = window_start_of('day'), route = c ->> 'route', tier = c ->> 'tier', decision = c -> 'decision',
        reserved_micros = coalesce((c ->> 'reserved_micros')::bigint, 0), held_tokens = coalesce((c ->> 'held_tokens')::bigint, 0),
        is_holding = charges <> '[]', has_side_effects = coalesce((c ->> 'has_side_effects')::boolean, false),
        accounts = (SELECT coalesce(jsonb_agg(jsonb_build_object('budget_id', a -> 'budget_id', 'scope_id', a -> 'scope_id', 'window_start', a -> 'window_start')), '[]')
                      FROM jsonb_array_elements(charges) AS a),
        provider_requests = m.provider_requests || intent, settled_at = NULL, resolution = NULL
      WHERE m.call_id = found_call.call_id;
    RETURN NEXT;
  END LOOP;
END $$;

-- Corrects the price of entries: what is new is added, what stands is never changed. `p_entries`: { entry_id, cost_micros, price_version };
-- the difference goes to the accounts of the call as well.
CREATE OR REPLACE FUNCTION correct_entries(p_tenant text, p_entries jsonb) RETURNS TABLE (corrected integer, delta_micros bigint) LANGUAGE plpgsql AS $$
DECLARE
  e record;
  delta bigint;
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  PERFORM share_budgets(ARRAY[p_tenant]);
  corrected := 0;
  delta_micros := 0;
  PERFORM lock_accounts(coalesce((SELECT jsonb_agg(DISTINCT a)
    FROM jsonb_to_recordset(p_entries) AS x (entry_id text) JOIN ledger_entry l USING (entry_id) JOIN model_call m ON m.call_id = l.call_id,
      accounts_of(m.tenant_id, m.accounts) AS a), '[]'));
  FOR e IN SELECT x.cost_micros AS new_micros, x.price_version AS new_version, l.*,
                  coalesce(l.cost_micros, 0) + coalesce((SELECT sum(o.cost_micros) FROM ledger_entry o WHERE o.corrects = l.entry_id), 0) AS known_micros,
                  (SELECT count(*) FROM ledger_entry o WHERE o.corrects = l.entry_id) AS corrections
             FROM jsonb_to_recordset(p_entries) AS x (entry_id text, cost_micros bigint, price_version text)
             JOIN ledger_entry l USING (entry_id) WHERE l.kind = 'request' ORDER BY l.entry_id LOOP
    delta := e.new_micros - e.known_micros;
    CONTINUE WHEN delta = 0 AND (e.cost_micros IS NOT NULL OR e.corrections > 0);
    INSERT INTO ledger_entry (entry_id, tenant_id, call_id, kind, corrects, workflow_id, stage_id, task_id, attempt, agent_id, process, group_id,
                              virtual_key_id, provider_key_id, route, provider, model, simulated, outcome, cost_micros, price_version, tier, is_shadow)
      VALUES (e.entry_id || '.c' || e.corrections + 1, p_tenant, e.call_id, 'correction', e.entry_id, e.workflow_id, e.stage_id, e.task_id, e.attempt,
              e.agent_id, e.process, e.group_id, e.virtual_key_id, e.provider_key_id, e.route, e.provider, e.model, e.simulated, e.outcome,
              delta, e.new_version, e.tier, e.is_shadow)
      ON CONFLICT DO NOTHING;
    IF FOUND THEN
      corrected := corrected + 1;
      delta_micros := delta_micros + delta;
      PERFORM charge_accounts(m, false, delta, 0) FROM model_call m WHERE m.call_id = e.call_id;
    END IF;
  END LOOP;
  RETURN NEXT;
END $$;

-- Makes a budget, or changes the figures of one; no row when its scope or period would change, which makes another budget, or when it
-- is not in the revision any more that was expected. A new one
-- starts with what its window has seen so far, running calls included.
CREATE OR REPLACE FUNCTION define_budget(p_tenant text, p_budget jsonb) RETURNS SETOF budget LANGUAGE plpgsql AS $$
DECLARE
  b budget%ROWTYPE;
  w date;
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  PERFORM pg_advisory_xact_lock(hashtextextended('budgets:' || p_tenant, 0));
  SELECT * INTO b FROM budget WHERE budget_id = p_budget ->> 'budget_id' AND tenant_id = p_tenant AND is_active;
  IF FOUND THEN
    RETURN QUERY UPDATE budget SET
        name = p_budget ->> 'name', limit_micros = (p_budget ->> 'limit_micros')::bigint,
        warn_percent = (p_budget ->> 'warn_percent')::integer, downgrade_percent = (p_budget ->> 'downgrade_percent')::integer,
        downgrade_route = p_budget ->> 'downgrade_route', ask_percent = (p_budget ->> 'ask_percent')::integer,
        requests_per_minute = (p_budget ->> 'requests_per_minute')::integer, tokens_per_minute = (p_budget ->> 'tokens_per_minute')::integer,
        max_concurrent = (p_budget ->> 'max_concurrent')::integer, updated_at = now(), revision = revision + 1
      WHERE budget_id = b.budget_id AND scope_kind = p_budget ->> 'scope_kind' AND scope_id = p_budget ->> 'scope_id' AND period = p_budget ->> 'period'
        AND revision = coalesce((p_budget ->> 'expected_revision')::integer, revision)
      RETURNING *;
    RETURN;
  END IF;
  INSERT INTO budget (budget_id, tenant_id, name, scope_kind, scope_id, period, limit_micros, warn_percent, downgrade_percent, downgrade_route,
                      ask_percent, requests_per_minute, tokens_per_minute, max_concurrent, created_by)
    VALUES (p_budget ->> 'budget_id', p_tenant, p_budget ->> 'name', p_budget ->> 'scope_kind', p_budget ->> 'scope_id', p_budget ->> 'period',
            (p_budget ->> 'limit_micros')::bigint, (p_budget ->> 'warn_percent')::integer, (p_budget ->> 'downgrade_percent')::integer,
            p_budget ->> 'downgrade_route', (p_budget ->> 'ask_percent')::integer, (p_budget ->> 'requests_per_minute')::integer,
            (p_budget ->> 'tokens_per_minute')::integer, (p_budget ->> 'max_concurrent')::integer, p_budget ->> 'created_by')
    RETURNING * INTO b;
  IF b.scope_kind <> 'call' THEN
    w := window_start_of(b.period);
    INSERT INTO budget_account (tenant_id, budget_id, scope_id, window_start, spent_micros)
      SELECT p_tenant, b.budget_id, s.account, w, sum(coalesce(e.cost_micros, 0))
        FROM ledger_entry e, scope_of(b.scope_kind, e.tenant_id, e.group_id, e.virtual_key_id, e.agent_id, e.process, e.workflow_id, e.stage_id, e.task_id) AS s
        WHERE b.period <> 'minute' AND e.tenant_id = p_tenant AND e.booked_at >= w AT TIME ZONE 'UTC' AND b.scope_id IN ('*', s.name)
        GROUP BY s.account;
    PERFORM 1 FROM model_call m WHERE m.tenant_id = p_tenant AND m.status = 'reserved'
      ORDER BY m.tenant_id COLLATE "C", m.idempotency_key COLLATE "C" FOR UPDATE;
    WITH running AS (
      UPDATE model_call m SET is_holding = m.is_holding OR m.accounts = '[]',
          accounts = m.accounts || jsonb_build_object('budget_id', b.budget_id, 'scope_id', s.account, 'window_start', w)
        FROM model_call o, scope_of(b.scope_kind, o.tenant_id, o.group_id, o.virtual_key_id, o.agent_id, o.process, o.workflow_id, o.stage_id, o.task_id) AS s
        WHERE o.call_id = m.call_id AND m.tenant_id = p_tenant AND m.status = 'reserved' AND b.scope_id IN ('*', s.name)
        RETURNING s.account, CASE WHEN m.is_holding THEN m.reserved_micros ELSE 0 END AS micros, m.is_holding AS holds)
    INSERT INTO budget_account AS a (tenant_id, budget_id, scope_id, window_start, reserved_micros, running)
      SELECT p_tenant, b.budget_id, r.account, w, sum(r.micros), count(*) FILTER (WHERE r.holds) FROM running AS r GROUP BY r.account
      ON CONFLICT (tenant_id, budget_id, scope_id, window_start) DO UPDATE
        SET reserved_micros = a.reserved_micros + excluded.reserved_micros, running = a.running + excluded.running;
  END IF;
  RETURN NEXT b;
END $$;

-- Ends a budget; calls that hold something in it settle there all the same. No row when there is none, or not in the revision expected.
DROP FUNCTION remove_budget(text, text);
CREATE FUNCTION remove_budget(p_tenant text, p_budget_id text, p_expected_revision integer) RETURNS TABLE (removed_id text) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY UPDATE budget SET is_active = false, updated_at = now()
    WHERE budget_id = p_budget_id AND tenant_id = p_tenant AND is_active AND revision = coalesce(p_expected_revision, revision) RETURNING budget_id;
END $$;

-- A person decides what becomes of a call of unknown outcome, and the decision is announced. One of: `resolved`, `not-found`, `settled`
-- (there is nothing to decide: it runs, or its end is known).
DROP FUNCTION resolve_call(text, text, text);
CREATE FUNCTION resolve_call(p_tenant text, p_call_id text, p_resolution text, p_by text, p_reason text, p_messages jsonb)
RETURNS TABLE (outcome text) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  UPDATE model_call m SET resolution = p_resolution, resolved_by = p_by, resolved_at = clock_timestamp(), resolution_reason = p_reason
    WHERE m.call_id = p_call_id AND m.tenant_id = p_tenant AND m.status = 'abandoned';
  IF FOUND THEN
    PERFORM outbox_add(p_tenant, p_messages);
    outcome := 'resolved';
  ELSIF EXISTS (SELECT 1 FROM model_call m WHERE m.call_id = p_call_id AND m.tenant_id = p_tenant) THEN
    outcome := 'settled';
  ELSE
    outcome := 'not-found';
  END IF;
  RETURN NEXT;
END $$;

-- Calls on record, the newest first, as they are shown. `p_filter`: { state, doubtful, workflow_id, call_id, before_at, before_id }. A claim
-- whose owner gave no sign of life for a lease has an unknown outcome, by the clock of this database.
CREATE FUNCTION list_calls(p_tenant text, p_filter jsonb, p_lease_ms integer, p_limit integer) RETURNS TABLE (view jsonb) LANGUAGE plpgsql AS $$
DECLARE
  lapsed_before timestamptz := clock_timestamp() - p_lease_ms * interval '1 millisecond';
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY
    SELECT jsonb_build_object(
        'call_id', m.call_id, 'idempotency_key', m.idempotency_key, 'error_code', m.error_code,
        'state', CASE WHEN m.status = 'completed' THEN 'done' WHEN m.status = 'failed' THEN 'failed'
                      WHEN m.status = 'reserved' AND m.heartbeat_at > lapsed_before THEN 'claimed' ELSE 'outcome_unknown' END,
        'workflow_id', m.workflow_id, 'stage_id', m.stage_id, 'task_id', m.task_id, 'attempt', m.attempt, 'agent_id', m.agent_id,
        'virtual_key_id', m.virtual_key_id, 'route', m.route, 'provider', m.provider, 'model', m.model,
        'input_tokens', m.input_tokens, 'output_tokens', m.output_tokens,
        'cost_micros', CASE WHEN m.is_cost_known AND m.doubtful_requests = 0 AND m.status IN ('completed', 'failed') THEN m.cost_micros END,
        'provider_requests', jsonb_array_length(m.provider_requests), 'doubtful_requests', m.doubtful_requests,
        'has_side_effects', m.has_side_effects,
        'needs_decision', m.status = 'abandoned' AND m.has_side_effects AND m.resolution IS NULL,
        'resolution', m.resolution, 'resolved_by', m.resolved_by, 'resolved_at', m.resolved_at) || jsonb_build_object(
        'tier', m.tier, 'decision', m.decision,
        'claim_ends_at', CASE WHEN m.status = 'reserved' THEN m.heartbeat_at + p_lease_ms * interval '1 millisecond' END,
        'created_at', m.created_at, 'settled_at', m.settled_at)
      FROM model_call m
      WHERE m.tenant_id = p_tenant
        AND (p_filter ->> 'call_id' IS NULL OR m.call_id = p_filter ->> 'call_id')
        AND (p_filter ->> 'workflow_id' IS NULL OR m.workflow_id = p_filter ->> 'workflow_id')
        AND (p_filter ->> 'doubtful' IS NULL OR m.doubtful_requests > 0)
        AND (p_filter ->> 'before_at' IS NULL OR (m.created_at, m.call_id) < ((p_filter ->> 'before_at')::timestamptz, p_filter ->> 'before_id'))
        AND CASE p_filter ->> 'state'
              WHEN 'done' THEN m.status = 'completed'
              WHEN 'failed' THEN m.status = 'failed'
              WHEN 'claimed' THEN m.status = 'reserved' AND m.heartbeat_at > lapsed_before
              WHEN 'outcome_unknown' THEN m.status = 'abandoned' OR (m.status = 'reserved' AND m.heartbeat_at <= lapsed_before)
              ELSE true END
      ORDER BY m.created_at DESC, m.call_id DESC LIMIT p_limit;
END $$;

-- What was used, by any of the dimensions, in a span of time. A cost of which nothing is known is null, never 0.
DROP FUNCTION usage_totals(text, timestamptz, timestamptz, text[], integer);
CREATE FUNCTION usage_totals(p_tenant text, p_from timestamptz, p_to timestamptz, p_dimensions text[], p_limit integer) RETURNS TABLE (
  dimensions jsonb, calls bigint, requests bigint, cache_hits bigint, input_tokens bigint, cache_write_tokens bigint, cache_read_tokens bigint,
  output_tokens bigint, reasoning_tokens bigint, cost_micros bigint, unknown_costs bigint, saved_micros bigint, attempts bigint, repeated_attempts bigint
) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY
    SELECT y.keys, y.calls, y.requests, y.cache_hits, y.input_tokens, y.cache_write_tokens, y.cache_read_tokens, y.output_tokens, y.reasoning_tokens,
           CASE WHEN y.known = 0 AND y.unknown > 0 THEN NULL ELSE y.cost END, y.unknown, y.saved, y.attempts, y.repeated
      FROM (
        SELECT x.keys, count(DISTINCT x.call_id) AS calls, count(*) FILTER (WHERE x.kind = 'request') AS requests,
               count(*) FILTER (WHERE x.kind = 'cache-hit') AS cache_hits,
               coalesce(sum(x.input_tokens), 0)::bigint AS input_tokens, coalesce(sum(x.cache_write_tokens), 0)::bigint AS cache_write_tokens,
               coalesce(sum(x.cache_read_tokens), 0)::bigint AS cache_read_tokens, coalesce(sum(x.output_tokens), 0)::bigint AS output_tokens,
               coalesce(sum(x.reasoning_tokens), 0)::bigint AS reasoning_tokens, coalesce(sum(x.cost_micros), 0)::bigint AS cost,
               count(*) FILTER (WHERE x.cost_micros IS NOT NULL AND x.kind <> 'cache-hit') AS known,
               count(*) FILTER (WHERE x.cost_micros IS NULL AND x.kind = 'request'
                 AND NOT EXISTS (SELECT 1 FROM ledger_entry o WHERE o.corrects = x.entry_id)) AS unknown,
               coalesce(sum(x.saved_micros), 0)::bigint AS saved,
               count(DISTINCT (x.workflow_id, x.task_id, x.attempt)) FILTER (WHERE x.attempt IS NOT NULL) AS attempts,
               count(DISTINCT (x.workflow_id, x.task_id, x.attempt)) FILTER (WHERE x.attempt < x.last_attempt) AS repeated
          FROM (SELECT l.*, max(l.attempt) OVER (PARTITION BY l.workflow_id, l.task_id) AS last_attempt,
                       (SELECT coalesce(jsonb_object_agg(d, CASE d WHEN 'day' THEN to_jsonb((l.booked_at AT TIME ZONE 'UTC')::date)
                                                                   WHEN 'month' THEN to_jsonb(to_char(l.booked_at AT TIME ZONE 'UTC', 'YYYY-MM'))
                                                                   ELSE to_jsonb(l) -> d END), '{}') FROM unnest(p_dimensions) AS d) AS keys
                  FROM ledger_entry l WHERE l.tenant_id = p_tenant AND l.booked_at >= p_from AND l.booked_at < p_to) AS x
          GROUP BY x.keys) AS y
      ORDER BY 10 DESC NULLS LAST, 2 DESC LIMIT p_limit;
END $$;

-- Calls whose owner vanished and which nobody asked for again; `row` is what they are announced under.
CREATE OR REPLACE FUNCTION calls_without_owner(p_lapse_ms integer, p_limit integer)
RETURNS TABLE (call_id text, tenant_id text, claim integer, "row" jsonb, intent jsonb, begun_at timestamptz) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  RETURN QUERY
    SELECT m.call_id, m.tenant_id, m.claim, jsonb_strip_nulls(jsonb_build_object(
             'workflow_id', m.workflow_id, 'stage_id', m.stage_id, 'task_id', m.task_id, 'attempt', m.attempt, 'agent_id', m.agent_id,
             'process', m.process, 'group_id', m.group_id, 'virtual_key_id', m.virtual_key_id, 'route', m.route,
             'is_shadow', CASE WHEN m.is_shadow THEN true END)),
           m.provider_requests -> -1, m.created_at
      FROM model_call m
      WHERE m.status = 'reserved' AND m.heartbeat_at < clock_timestamp() - p_lapse_ms * interval '1 millisecond'
      ORDER BY m.heartbeat_at LIMIT p_limit;
END $$;

-- A limit nobody has used is full. Whether a call fits into what it would be charged to, each account locked before. Null when it does, else the reason with its figures:
-- the most final one of `budget-exhausted`, `price-unknown`, `approval-needed`, `rate-limited`, `downgrade`.
CREATE OR REPLACE FUNCTION refusal_of(p_call jsonb, p_charges jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  charge record;
  account budget_account%ROWTYPE;
  held bigint := (p_call ->> 'reserved_micros')::bigint;
  tokens bigint := coalesce((p_call ->> 'held_tokens')::bigint, 0);
  after_micros bigint;
  seconds double precision;
  wait_seconds double precision;
  found_rank integer := 0;
  rank integer;
  reason text;
  refusal jsonb;
BEGIN
  FOR charge IN SELECT * FROM jsonb_to_recordset(p_charges) AS x (
      budget_id text, scope_id text, window_start date, name text, scope_kind text, period text, limit_micros bigint,
      downgrade_percent integer, downgrade_route text, ask_percent integer, requests_per_minute integer, tokens_per_minute integer,
      max_concurrent integer) LOOP
    rank := 0;
    wait_seconds := NULL;
    SELECT * INTO STRICT account FROM budget_account a WHERE a.tenant_id = p_call ->> 'tenant_id' AND a.budget_id = charge.budget_id
      AND a.scope_id = charge.scope_id AND a.window_start = charge.window_start;
    IF charge.period = 'minute' THEN
      seconds := coalesce(greatest(0, extract(epoch FROM clock_timestamp() - account.refilled_at)), 0);
      wait_seconds := greatest(
        CASE WHEN account.running >= charge.max_concurrent THEN 1 END,
        (1 - least(charge.requests_per_minute, coalesce(account.requests_left, charge.requests_per_minute) + seconds * charge.requests_per_minute / 60))
          * 60 / charge.requests_per_minute,
        (least(tokens, charge.tokens_per_minute)
          - least(charge.tokens_per_minute, coalesce(account.tokens_left, charge.tokens_per_minute) + seconds * charge.tokens_per_minute / 60))
          * 60 / charge.tokens_per_minute, 0);
      IF wait_seconds > 0 THEN
        rank := 2;
        reason := 'rate-limited';
      END IF;
    ELSIF held IS NULL THEN
      rank := 5;
      reason := 'price-unknown';
    ELSIF held > 0 THEN
      after_micros := CASE WHEN charge.scope_kind = 'call' THEN 0 ELSE account.spent_micros + account.reserved_micros END + held;
      IF after_micros > charge.limit_micros THEN
        rank := 4;
        reason := 'budget-exhausted';
      ELSIF after_micros > greatest(charge.limit_micros * charge.ask_percent / 100, account.approved_micros) AND charge.ask_percent IS NOT NULL THEN
        rank := 3;
        reason := 'approval-needed';
      ELSIF after_micros > charge.limit_micros * charge.downgrade_percent / 100 AND NOT coalesce((p_call ->> 'is_downgraded')::boolean, false) THEN
        rank := 1;
        reason := 'downgrade';
      END IF;
    END IF;
    IF rank > found_rank THEN
      found_rank := rank;
      refusal := jsonb_build_object(
        'reason', reason, 'budget_id', charge.budget_id, 'name', charge.name, 'scope_kind', charge.scope_kind, 'scope_id', charge.scope_id,
        'period', charge.period, 'limit_micros', charge.limit_micros, 'spent_micros', account.spent_micros,
        'reserved_micros', account.reserved_micros, 'needed_micros', held, 'route', charge.downgrade_route,
        'retry_after_ms', ceil(wait_seconds * 1000));
    END IF;
  END LOOP;
  RETURN refusal;
END $$;

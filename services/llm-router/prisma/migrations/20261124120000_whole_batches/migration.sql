-- A batch of calls is begun and settled as a whole, and a call keeps to what its budgets leave its task. As a whole means: a few statements for all of them, each account changed once. Only what a look at a
-- single call can decide (a key that is known, a budget that is short) goes one by one, as before.
--
-- Plans of these functions are made once, often while a table is still empty. PostgreSQL takes a list from JSON for a hundred rows and an
-- empty table for less, so it would read the table and look into the list for each row, for ever. `each_of` says one row, and the
-- settings of the functions leave nothing but the indexes.
CREATE FUNCTION each_of(p_list jsonb) RETURNS SETOF jsonb LANGUAGE plpgsql IMMUTABLE ROWS 1 AS $$
BEGIN
  RETURN QUERY SELECT * FROM jsonb_array_elements(p_list);
END $$;

-- Of indexes that look alike while the table is empty (all begin with the tenant) the newest is taken: it has to be this one.
DROP INDEX model_call_by_key;
CREATE UNIQUE INDEX model_call_by_key ON model_call (tenant_id, idempotency_key);

DROP INDEX budget_by_tenant;
CREATE INDEX budget_by_scope ON budget (tenant_id, scope_kind, scope_id) WHERE is_active;

-- As before, with a plan that is kept.
CREATE OR REPLACE FUNCTION share_budgets(p_tenants text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  tenant text;
BEGIN
  FOREACH tenant IN ARRAY p_tenants LOOP
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('budgets:' || tenant, 0));
  END LOOP;
END $$;

-- Locks accounts in one order, making those that are missing, so that batches of several replicas queue instead of locking each
-- other out. `p_accounts`: { tenant_id, budget_id, scope_id, window_start }.
CREATE OR REPLACE FUNCTION lock_accounts(p_accounts jsonb) RETURNS void LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
  INSERT INTO budget_account (tenant_id, budget_id, scope_id, window_start)
    SELECT DISTINCT x.tenant_id, x.budget_id, x.scope_id, x.window_start
      FROM each_of(p_accounts) AS q CROSS JOIN jsonb_to_record(q) AS x (tenant_id text, budget_id text, scope_id text, window_start date)
      ORDER BY 1, 2, 3, 4
    ON CONFLICT DO NOTHING;
  PERFORM 1 FROM (SELECT DISTINCT x.tenant_id, x.budget_id, x.scope_id, x.window_start
                    FROM each_of(p_accounts) AS q CROSS JOIN jsonb_to_record(q) AS x (tenant_id text, budget_id text, scope_id text, window_start date)) AS k
    JOIN budget_account a USING (tenant_id, budget_id, scope_id, window_start)
    ORDER BY a.tenant_id, a.budget_id, a.scope_id, a.window_start FOR UPDATE OF a;
END $$;

-- Books the requests of claims that were or may have been paid: { call_id, claim, provider_requests } each. One that was given up and is
-- heard of after all, with nothing to show, is closed: it failed and cost nothing, and nobody has to wonder about it any more.
CREATE FUNCTION book_claims(p_claims jsonb) RETURNS void LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
  INSERT INTO ledger_entry AS l (
      entry_id, tenant_id, call_id, kind, workflow_id, stage_id, task_id, attempt, agent_id, process, group_id, virtual_key_id,
      provider_key_id, route, provider, model, simulated, outcome, input_tokens, cache_write_tokens, cache_read_tokens, output_tokens,
      reasoning_tokens, usage_estimated, cost_micros, price_version, tier, is_shadow)
    SELECT own.entry_id, m.tenant_id, m.call_id, 'request', m.workflow_id, m.stage_id,
           m.task_id, m.attempt, m.agent_id, m.process, m.group_id, m.virtual_key_id, r.key_id,
           m.route, r.provider, r.model, r.simulated, r.outcome,
           greatest(0, coalesce(r.input_tokens, 0) - coalesce(r.cache_write_tokens, 0) - coalesce(r.cache_read_tokens, 0)),
           coalesce(r.cache_write_tokens, 0), coalesce(r.cache_read_tokens, 0),
           greatest(0, coalesce(r.output_tokens, 0) - coalesce(r.reasoning_tokens, 0)),
           coalesce(r.reasoning_tokens, 0), coalesce(r.usage_estimated, false),
           CASE WHEN r.simulated OR (r.outcome = 'failed' AND r.input_tokens IS NULL) THEN 0 ELSE r.cost_micros END, r.price_version,
           m.tier, m.is_shadow
      FROM (SELECT c.call_id, c.claim, e, c.call_id || '.' || c.claim || '.' || row_number() OVER (PARTITION BY c.call_id, c.claim ORDER BY i) AS entry_id
              FROM each_of(p_claims) AS q CROSS JOIN jsonb_to_record(q) AS c (call_id text, claim integer, provider_requests jsonb),
                each_of(c.provider_requests) WITH ORDINALITY AS t (e, i) WHERE (e ->> 'claim')::integer = c.claim) AS own
      CROSS JOIN LATERAL jsonb_to_record(own.e) AS r (
        provider text, model text, simulated boolean, outcome text, key_id text, input_tokens integer, cache_write_tokens integer,
        cache_read_tokens integer, output_tokens integer, reasoning_tokens integer, usage_estimated boolean, cost_micros bigint, price_version text)
      JOIN model_call m ON m.call_id = own.call_id
      LEFT JOIN LATERAL (SELECT o.outcome FROM ledger_entry o WHERE o.entry_id = own.entry_id AND r.outcome = 'failed') AS o ON true
      WHERE r.outcome IN ('completed', 'abandoned') OR r.input_tokens IS NOT NULL OR o.outcome = 'abandoned'
    ON CONFLICT (entry_id) DO UPDATE SET
      outcome = excluded.outcome, input_tokens = excluded.input_tokens, cache_write_tokens = excluded.cache_write_tokens,
      cache_read_tokens = excluded.cache_read_tokens, output_tokens = excluded.output_tokens, reasoning_tokens = excluded.reasoning_tokens,
      usage_estimated = excluded.usage_estimated, cost_micros = excluded.cost_micros, price_version = excluded.price_version
      WHERE l.outcome = 'abandoned';
END $$;

-- The same for one claim.
CREATE OR REPLACE FUNCTION book_requests(p_call model_call, p_claim integer, p_requests jsonb) RETURNS void LANGUAGE sql AS $$
  SELECT book_claims(jsonb_build_array(jsonb_build_object('call_id', p_call.call_id, 'claim', p_claim, 'provider_requests', p_requests)))
$$;

-- What its budgets leave the attempt a call belongs to, as its runner was told: an account for each of money and tokens, the latter in
-- tokens. `ceiling` of the call: { cost_micros, tokens }.
CREATE FUNCTION ceilings_of(p_call jsonb) RETURNS TABLE (unit text, budget_id text, scope_id text, amount bigint) LANGUAGE sql STABLE AS $$
  SELECT x.unit, x.budget_id, concat_ws('/', p_call ->> 'workflow_id', p_call ->> 'task_id', p_call ->> 'attempt'), (p_call -> 'ceiling' ->> x.field)::bigint
    FROM (VALUES ('micros', 'ceiling', 'cost_micros'), ('tokens', 'ceiling-tokens', 'tokens')) AS x (unit, budget_id, field)
    WHERE p_call -> 'ceiling' ->> x.field IS NOT NULL
$$;

-- Every budget a call is charged to, with its account: the tenant's own, and the installation's daily one and the ceiling of its task where there are such.
-- `scopes` of the call is a list of [kind, name, account].
CREATE OR REPLACE FUNCTION charges_of(p_call jsonb, p_daily_micros bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(to_jsonb(x)), '[]') FROM (
    SELECT b.budget_id, s ->> 2 AS scope_id, window_start_of(b.period) AS window_start, b.name, b.scope_kind, b.period, b.limit_micros,
           b.downgrade_percent, b.downgrade_route, b.ask_percent, b.requests_per_minute, b.tokens_per_minute, b.max_concurrent
      FROM jsonb_array_elements(coalesce(p_call -> 'scopes', jsonb_build_array(
             jsonb_build_array('tenant', p_call ->> 'tenant_id', p_call ->> 'tenant_id')))) AS s
      JOIN budget b ON b.tenant_id = p_call ->> 'tenant_id' AND b.is_active AND b.scope_kind = s ->> 0 AND b.scope_id IN ('*', s ->> 1)
    UNION ALL
    SELECT 'daily', p_call ->> 'tenant_id', window_start_of('day'), 'BUDGET_DAILY_MICROS', 'tenant', 'day', p_daily_micros,
           NULL, NULL, NULL, NULL, NULL, NULL
      WHERE p_daily_micros > 0
    UNION ALL
    SELECT l.budget_id, l.scope_id, DATE '2000-01-01', 'what its budgets leave the task', 'task', 'total', l.amount, NULL, NULL, NULL, NULL, NULL, NULL
      FROM ceilings_of(p_call) AS l) AS x
$$;

-- Holds what a call needs in every account it is charged to.
CREATE OR REPLACE FUNCTION hold_accounts(p_call jsonb, p_charges jsonb) RETURNS void LANGUAGE sql AS $$
  UPDATE budget_account a SET
      reserved_micros = a.reserved_micros
        + coalesce((p_call ->> CASE a.budget_id WHEN 'ceiling-tokens' THEN 'held_tokens' ELSE 'reserved_micros' END)::bigint, 0),
      running = a.running + 1,
      requests_left = least(x.requests_per_minute, coalesce(a.requests_left, x.requests_per_minute)
        + extract(epoch FROM clock_timestamp() - coalesce(a.refilled_at, clock_timestamp())) * x.requests_per_minute / 60) - 1,
      tokens_left = least(x.tokens_per_minute, coalesce(a.tokens_left, x.tokens_per_minute)
        + extract(epoch FROM clock_timestamp() - coalesce(a.refilled_at, clock_timestamp())) * x.tokens_per_minute / 60)
        - coalesce((p_call ->> 'held_tokens')::bigint, 0),
      refilled_at = clock_timestamp()
    FROM jsonb_to_recordset(p_charges) AS x (budget_id text, scope_id text, window_start date, requests_per_minute integer, tokens_per_minute integer)
    WHERE a.tenant_id = p_call ->> 'tenant_id' AND a.budget_id = x.budget_id AND a.scope_id = x.scope_id AND a.window_start = x.window_start
$$;

-- Gives back what a call holds and books what it cost, in all its accounts. Tokens that were held but not used are given back too.
DROP FUNCTION charge_accounts(model_call, boolean, bigint, bigint);
CREATE FUNCTION charge_accounts(p_call model_call, p_is_released boolean, p_cost bigint, p_tokens bigint, p_spent_tokens bigint DEFAULT 0) RETURNS void LANGUAGE sql AS $$
  UPDATE budget_account a SET
      reserved_micros = a.reserved_micros - CASE WHEN NOT p_is_released THEN 0 WHEN a.budget_id = 'ceiling-tokens' THEN p_call.held_tokens
                                                 ELSE p_call.reserved_micros END,
      spent_micros = a.spent_micros + CASE WHEN a.budget_id <> 'ceiling-tokens' THEN p_cost ELSE p_spent_tokens END,
      running = a.running - CASE WHEN p_is_released THEN 1 ELSE 0 END,
      tokens_left = a.tokens_left + CASE WHEN p_is_released THEN p_call.held_tokens - p_tokens ELSE 0 END
    FROM jsonb_to_recordset(p_call.accounts) AS x (budget_id text, scope_id text, window_start date)
    WHERE a.tenant_id = p_call.tenant_id AND a.budget_id = x.budget_id AND a.scope_id = x.scope_id AND a.window_start = x.window_start
$$;

-- Whether a call fits into what it would be charged to, each account locked before. Null when it does, else the reason with its figures:
-- the most final one of `budget-exhausted`, `price-unknown`, `approval-needed`, `rate-limited`, `downgrade`.
CREATE OR REPLACE FUNCTION refusal_of(p_call jsonb, p_charges jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  charge record;
  account budget_account%ROWTYPE;
  held bigint;
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
    held := (p_call ->> CASE charge.budget_id WHEN 'ceiling-tokens' THEN 'held_tokens' ELSE 'reserved_micros' END)::bigint;
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

-- Begins those calls of a batch whose keys are new, when all they are charged to has ample room for the whole batch; ordinals of those
-- that were begun. The accounts are locked in one order, then the keys are taken in theirs.
CREATE FUNCTION begin_new_calls(p_calls jsonb, p_owner text, p_daily_micros bigint) RETURNS integer[] LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  charges jsonb;
  missing integer := 0;
  begun integer[];
BEGIN
  -- An answer may be in the cache, and a key that is known needs a look at its call.
  IF p_calls @? '$[*].cache_key' THEN RETURN '{}'; END IF;
  PERFORM 1 FROM each_of(p_calls) AS q CROSS JOIN jsonb_to_record(q) AS c (tenant_id text, idempotency_key text)
    JOIN model_call m ON m.tenant_id = c.tenant_id AND m.idempotency_key = c.idempotency_key;
  IF FOUND THEN RETURN '{}'; END IF;
  SELECT jsonb_agg(to_jsonb(x)) INTO charges FROM (
    SELECT q.n, c.tenant_id, c.reserved_micros AS micros, coalesce(c.held_tokens, 0) AS tokens, b.budget_id, s ->> 2 AS scope_id,
           window_start_of(b.period) AS window_start, b.period, b.limit_micros, b.downgrade_percent, b.ask_percent,
           b.requests_per_minute, b.tokens_per_minute, b.max_concurrent
      FROM each_of(p_calls) WITH ORDINALITY AS q (e, n) CROSS JOIN jsonb_to_record(q.e) AS c (tenant_id text, scopes jsonb, reserved_micros bigint, held_tokens bigint),
        each_of(coalesce(c.scopes, jsonb_build_array(jsonb_build_array('tenant', c.tenant_id, c.tenant_id)))) AS s,
        budget b
      WHERE b.tenant_id = c.tenant_id AND b.is_active AND b.scope_kind = s ->> 0 AND b.scope_id IN ('*', s ->> 1)
    UNION ALL
    SELECT q.n, c.tenant_id, c.reserved_micros, coalesce(c.held_tokens, 0), 'daily', c.tenant_id, window_start_of('day'), 'day',
           p_daily_micros, NULL, NULL, NULL, NULL, NULL
      FROM each_of(p_calls) WITH ORDINALITY AS q (e, n) CROSS JOIN jsonb_to_record(q.e) AS c (tenant_id text, reserved_micros bigint, held_tokens bigint)
      WHERE p_daily_micros > 0
    UNION ALL
    SELECT q.n, c.tenant_id, CASE l.unit WHEN 'micros' THEN c.reserved_micros ELSE coalesce(c.held_tokens, 0) END, 0, l.budget_id, l.scope_id,
           DATE '2000-01-01', 'total', l.amount, NULL, NULL, NULL, NULL, NULL
      FROM each_of(p_calls) WITH ORDINALITY AS q (e, n)
        CROSS JOIN jsonb_to_record(q.e) AS c (tenant_id text, reserved_micros bigint, held_tokens bigint)
        CROSS JOIN ceilings_of(q.e) AS l) AS x;
  IF charges IS NULL THEN
    charges := '[]';
  ELSE
    LOOP
      SELECT count(*) FILTER (WHERE a.budget_id IS NULL) INTO missing
        FROM (SELECT DISTINCT x.tenant_id, x.budget_id, x.scope_id, x.window_start
                FROM each_of(charges) AS q CROSS JOIN jsonb_to_record(q) AS x (tenant_id text, budget_id text, scope_id text, window_start date)) AS k
        LEFT JOIN budget_account a USING (tenant_id, budget_id, scope_id, window_start);
      EXIT WHEN missing = 0;
      PERFORM lock_accounts(charges);
    END LOOP;
    PERFORM 1 FROM (SELECT DISTINCT x.tenant_id, x.budget_id, x.scope_id, x.window_start
                      FROM each_of(charges) AS q CROSS JOIN jsonb_to_record(q) AS x (tenant_id text, budget_id text, scope_id text, window_start date)) AS k
      JOIN budget_account a USING (tenant_id, budget_id, scope_id, window_start)
      ORDER BY a.tenant_id, a.budget_id, a.scope_id, a.window_start FOR UPDATE OF a;
  END IF;
  WITH charge AS MATERIALIZED (
    SELECT x.* FROM each_of(charges) AS q CROSS JOIN jsonb_to_record(q) AS x (
      n integer, tenant_id text, micros bigint, tokens bigint, budget_id text, scope_id text, window_start date, period text, limit_micros bigint,
      downgrade_percent integer, ask_percent integer, requests_per_minute integer, tokens_per_minute integer, max_concurrent integer)
  ), need AS MATERIALIZED (
    SELECT x.tenant_id, x.budget_id, x.scope_id, x.window_start, max(x.period) AS period, max(x.limit_micros) AS limit_micros,
           max(x.downgrade_percent) AS downgrade_percent, max(x.ask_percent) AS ask_percent, max(x.requests_per_minute) AS requests_per_minute,
           max(x.tokens_per_minute) AS tokens_per_minute, max(x.max_concurrent) AS max_concurrent,
           count(*) AS calls, sum(x.tokens) AS tokens, CASE WHEN count(x.micros) = count(*) THEN sum(x.micros) END AS micros
      FROM charge AS x GROUP BY 1, 2, 3, 4
  ), room AS MATERIALIZED (
    SELECT coalesce(bool_and(CASE
        WHEN k.period = 'minute' THEN
          a.running + k.calls <= coalesce(k.max_concurrent, a.running + k.calls)
          AND k.calls <= coalesce(least(k.requests_per_minute, coalesce(a.requests_left, k.requests_per_minute)
            + coalesce(greatest(0, extract(epoch FROM clock_timestamp() - a.refilled_at)), 0) * k.requests_per_minute / 60), k.calls)
          AND k.tokens <= coalesce(least(k.tokens_per_minute, coalesce(a.tokens_left, k.tokens_per_minute)
            + coalesce(greatest(0, extract(epoch FROM clock_timestamp() - a.refilled_at)), 0) * k.tokens_per_minute / 60), k.tokens)
        WHEN k.micros IS NULL THEN false
        WHEN k.micros = 0 THEN true
        ELSE a.spent_micros + a.reserved_micros + k.micros <= least(
          k.limit_micros, greatest(k.limit_micros * k.ask_percent / 100, CASE WHEN k.ask_percent IS NOT NULL THEN a.approved_micros END),
          k.limit_micros * k.downgrade_percent / 100)
        END), true) AS is_ample
      FROM need AS k JOIN budget_account a USING (tenant_id, budget_id, scope_id, window_start)
  ), taken AS (
    INSERT INTO model_call AS m (call_id, tenant_id, idempotency_key, workflow_id, stage_id, task_id, attempt, agent_id, process, group_id,
                                 virtual_key_id, route, request_sha256, status, claim, owner, heartbeat_at, budget_day, tier, decision,
                                 is_shadow, reserved_micros, held_tokens, is_holding, has_side_effects, accounts, provider_requests)
      SELECT c.call_id, c.tenant_id, c.idempotency_key, c.workflow_id, c.stage_id, c.task_id, c.attempt, c.agent_id, c.process, c.group_id,
             c.virtual_key_id, c.route, c.request_sha256, 'reserved', 1, p_owner, clock_timestamp(), window_start_of('day'), c.tier, c.decision,
             coalesce(c.is_shadow, false), coalesce(c.reserved_micros, 0), coalesce(c.held_tokens, 0), own.accounts IS NOT NULL,
             coalesce(c.has_side_effects, false), coalesce(own.accounts, '[]'), jsonb_build_array(c.intent || '{"claim": 1}')
        FROM each_of(p_calls) WITH ORDINALITY AS q (e, n) CROSS JOIN jsonb_to_record(q.e) AS c (
               call_id text, tenant_id text, idempotency_key text, workflow_id text, stage_id text, task_id text, attempt integer, agent_id text,
               process text, group_id text, virtual_key_id text, route text, request_sha256 text, tier text, decision jsonb, is_shadow boolean,
               reserved_micros bigint, held_tokens bigint, has_side_effects boolean, intent jsonb)
        CROSS JOIN room
        LEFT JOIN (SELECT x.n, jsonb_agg(jsonb_build_object('budget_id', x.budget_id, 'scope_id', x.scope_id, 'window_start', x.window_start)) AS accounts
                     FROM charge AS x GROUP BY x.n) AS own ON own.n = q.n
        WHERE room.is_ample
        ORDER BY q.n
      ON CONFLICT DO NOTHING
      RETURNING m.call_id
  ), ordinals AS MATERIALIZED (
    SELECT q.n FROM each_of(p_calls) WITH ORDINALITY AS q (e, n) CROSS JOIN jsonb_to_record(q.e) AS c (call_id text) JOIN taken USING (call_id)
  ), held AS (
    UPDATE budget_account a SET
        reserved_micros = a.reserved_micros + s.micros,
        running = a.running + s.calls,
        requests_left = least(s.requests_per_minute, coalesce(a.requests_left, s.requests_per_minute)
          + coalesce(extract(epoch FROM clock_timestamp() - a.refilled_at), 0) * s.requests_per_minute / 60) - s.calls,
        tokens_left = least(s.tokens_per_minute, coalesce(a.tokens_left, s.tokens_per_minute)
          + coalesce(extract(epoch FROM clock_timestamp() - a.refilled_at), 0) * s.tokens_per_minute / 60) - s.tokens,
        refilled_at = clock_timestamp()
      FROM (SELECT x.tenant_id, x.budget_id, x.scope_id, x.window_start, max(x.requests_per_minute) AS requests_per_minute,
                   max(x.tokens_per_minute) AS tokens_per_minute, count(*) AS calls, sum(x.tokens) AS tokens, sum(coalesce(x.micros, 0)) AS micros
              FROM charge AS x JOIN ordinals o ON o.n = x.n GROUP BY 1, 2, 3, 4) AS s
      WHERE a.tenant_id = s.tenant_id AND a.budget_id = s.budget_id AND a.scope_id = s.scope_id AND a.window_start = s.window_start
  )
  SELECT coalesce(array_agg(o.n), '{}') INTO begun FROM ordinals o;
  RETURN begun;
END $$;

-- Begins the calls of a batch that are not among the begun ones, one after the other; all of them are answered for, in order.
CREATE FUNCTION begin_each_call(p_calls jsonb, p_owner text, p_lease_ms integer, p_daily_micros bigint, p_begun integer[])
RETURNS TABLE (ordinal integer, outcome text, current_claim integer, own_call_id text, doubtful boolean, recorded jsonb, detail jsonb)
LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
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
  IF p_daily_micros > 0 OR p_calls @? '$[*].ceiling' OR EXISTS (SELECT 1 FROM budget b WHERE b.tenant_id = ANY (tenants) AND b.is_active) THEN
    SELECT jsonb_agg(charges_of(e, p_daily_micros) ORDER BY n) INTO all_charges FROM jsonb_array_elements(p_calls) WITH ORDINALITY AS t (e, n);
  END IF;
  -- Those of the calls themselves, and those a vanished owner still holds.
  SELECT jsonb_agg(a) INTO held FROM (
    SELECT a FROM jsonb_array_elements(p_calls) WITH ORDINALITY AS t (e, n), accounts_of(e ->> 'tenant_id', coalesce(all_charges -> (n - 1)::integer, '[]')) AS a
    UNION
    SELECT a FROM each_of(p_calls) AS e
      JOIN model_call m ON m.tenant_id = e ->> 'tenant_id' AND m.idempotency_key = e ->> 'idempotency_key' AND m.is_holding,
      accounts_of(m.tenant_id, m.accounts) AS a) AS x;
  IF held IS NOT NULL THEN PERFORM lock_accounts(held); END IF;
  FOR c, ordinal IN SELECT e, n FROM jsonb_array_elements(p_calls) WITH ORDINALITY AS t (e, n) LOOP
    PERFORM set_config('botarmy.tenant', c ->> 'tenant_id', true);
    doubtful := false;
    recorded := NULL;
    detail := NULL;
    IF ordinal = ANY (p_begun) THEN
      outcome := 'begun';
      current_claim := 1;
      own_call_id := c ->> 'call_id';
      RETURN NEXT;
      CONTINUE;
    END IF;
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

-- Begins a batch of calls, given in the order of their keys. Per call one of: `replay` (finished before, nothing is paid), `cached` (an
-- identical request was answered), `in-flight` (another owner is at it), one of the refusals of `refusal_of` (nothing is held, the
-- detail says why), `outcome-unknown` (a person must say whether to repeat), `begun` (the caller asks a provider now; `doubtful` when a
-- request of a vanished owner may have been paid).
CREATE OR REPLACE FUNCTION begin_calls(p_calls jsonb, p_owner text, p_lease_ms integer, p_daily_micros bigint)
RETURNS TABLE (ordinal integer, outcome text, current_claim integer, own_call_id text, doubtful boolean, recorded jsonb, detail jsonb)
LANGUAGE plpgsql AS $$
DECLARE
  begun integer[];
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  PERFORM share_budgets(array_agg(DISTINCT e ->> 'tenant_id')) FROM jsonb_array_elements(p_calls) AS e;
  begun := begin_new_calls(p_calls, p_owner, p_daily_micros);
  IF cardinality(begun) < jsonb_array_length(p_calls) THEN
    RETURN QUERY SELECT * FROM begin_each_call(p_calls, p_owner, p_lease_ms, p_daily_micros, begun);
    RETURN;
  END IF;
  outcome := 'begun';
  current_claim := 1;
  doubtful := false;
  FOR n IN 1 .. cardinality(begun) LOOP
    ordinal := n;
    own_call_id := p_calls -> (n - 1) ->> 'call_id';
    RETURN NEXT;
  END LOOP;
END $$;

-- Settles a batch when every call in it is still its owner's; false, with nothing booked, when one is not.
CREATE FUNCTION settle_held_calls(p_calls jsonb) RETURNS boolean LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  held jsonb;
  is_current boolean;
BEGIN
  PERFORM 1 FROM (
      SELECT DISTINCT m.tenant_id, x.budget_id, x.scope_id, x.window_start
        FROM each_of(p_calls) AS q CROSS JOIN jsonb_to_record(q) AS c (call_id text) JOIN model_call m USING (call_id),
          each_of(m.accounts) AS g CROSS JOIN jsonb_to_record(g) AS x (budget_id text, scope_id text, window_start date)) AS k
    JOIN budget_account a USING (tenant_id, budget_id, scope_id, window_start)
    ORDER BY a.tenant_id, a.budget_id, a.scope_id, a.window_start FOR UPDATE OF a;
  SELECT jsonb_agg(to_jsonb(o)), count(DISTINCT o.call_id) = jsonb_array_length(p_calls) AND bool_and(o.is_own) INTO held, is_current FROM (
    SELECT m.call_id, m.reserved_micros, m.held_tokens, m.is_holding, m.accounts,
           m.claim = c.claim AND m.status = 'reserved' AND m.tenant_id = c.tenant_id AS is_own
      FROM each_of(p_calls) WITH ORDINALITY AS q (e, n) CROSS JOIN jsonb_to_record(q.e) AS c (call_id text, tenant_id text, claim integer)
      JOIN model_call m ON m.call_id = c.call_id ORDER BY q.n FOR UPDATE OF m) AS o;
  IF is_current IS NOT TRUE THEN RETURN false; END IF;
  WITH done AS MATERIALIZED (
    SELECT c.*, o.reserved_micros, o.held_tokens, o.is_holding, o.accounts
      FROM each_of(p_calls) AS q CROSS JOIN jsonb_to_record(q) AS c (
        call_id text, tenant_id text, claim integer, status text, error_code text, provider text, model text, simulated boolean, input_tokens integer,
        output_tokens integer, cache_write_tokens integer, cache_read_tokens integer, reasoning_tokens integer, cost_micros bigint,
        answer_micros bigint, is_cost_known boolean, price_version text, finish_reason text, "text" text, text_sha256 text, content jsonb,
        provider_requests jsonb), each_of(held) AS h CROSS JOIN jsonb_to_record(h) AS o (call_id text, reserved_micros bigint, held_tokens bigint, is_holding boolean, accounts jsonb)
      WHERE o.call_id = c.call_id
  ), charged AS (
    UPDATE budget_account a SET
        reserved_micros = a.reserved_micros - s.reserved, spent_micros = a.spent_micros + s.cost, running = a.running - s.ended,
        tokens_left = a.tokens_left + s.tokens
      FROM (SELECT d.tenant_id, x.budget_id, x.scope_id, x.window_start,
                   sum(CASE x.budget_id WHEN 'ceiling-tokens' THEN coalesce(d.input_tokens, 0) + coalesce(d.output_tokens, 0)
                                        ELSE coalesce(d.cost_micros, 0) END) AS cost,
                   coalesce(sum(CASE x.budget_id WHEN 'ceiling-tokens' THEN d.held_tokens ELSE d.reserved_micros END)
                     FILTER (WHERE d.is_holding), 0) AS reserved, count(*) FILTER (WHERE d.is_holding) AS ended,
                   coalesce(sum(d.held_tokens - coalesce(d.input_tokens, 0) - coalesce(d.output_tokens, 0)) FILTER (WHERE d.is_holding), 0) AS tokens
              FROM done AS d, each_of(d.accounts) AS g CROSS JOIN jsonb_to_record(g) AS x (budget_id text, scope_id text, window_start date) GROUP BY 1, 2, 3, 4) AS s
      WHERE a.tenant_id = s.tenant_id AND a.budget_id = s.budget_id AND a.scope_id = s.scope_id AND a.window_start = s.window_start
  )
  UPDATE model_call m SET
      cost_micros = m.cost_micros + coalesce(d.cost_micros, 0),
      provider_requests = CASE WHEN m.claim = 1 THEN d.provider_requests ELSE merge_requests(m.provider_requests, m.claim, d.provider_requests) END,
      is_cost_known = m.is_cost_known AND coalesce(d.is_cost_known, true),
      status = d.status, error_code = d.error_code, reserved_micros = 0, held_tokens = 0, is_holding = false, settled_at = now(),
      provider = d.provider, model = d.model, simulated = d.simulated, input_tokens = d.input_tokens, output_tokens = d.output_tokens,
      cache_write_tokens = coalesce(d.cache_write_tokens, 0), cache_read_tokens = coalesce(d.cache_read_tokens, 0),
      reasoning_tokens = coalesce(d.reasoning_tokens, 0), price_version = d.price_version,
      answer_micros = coalesce(d.answer_micros, d.cost_micros, 0), finish_reason = d.finish_reason, answer = d."text",
      answer_sha256 = d.text_sha256, content = nullif(d.content, 'null')
    FROM done AS d WHERE m.call_id = d.call_id;
  PERFORM book_claims(p_calls);
  IF p_calls @? '$[*].cache_key' THEN
    INSERT INTO cache_entry AS e (tenant_id, permission, cache_key, call_id, expires_at)
      SELECT DISTINCT ON (1, 2, 3) c.tenant_id, c.cache_permission, c.cache_key, c.call_id, clock_timestamp() + c.cache_ttl_s * interval '1 second'
        FROM each_of(p_calls) AS q CROSS JOIN jsonb_to_record(q) AS c (tenant_id text, status text, cache_permission text, cache_key text, call_id text, cache_ttl_s integer)
        WHERE c.status = 'completed' AND c.cache_key IS NOT NULL ORDER BY 1, 2, 3
      ON CONFLICT (tenant_id, permission, cache_key) DO UPDATE SET call_id = excluded.call_id, expires_at = excluded.expires_at;
  END IF;
  PERFORM outbox_add(s.tenant_id, s.messages) FROM (
    SELECT c.tenant_id, jsonb_agg(r ORDER BY q.n, i) AS messages
      FROM each_of(p_calls) WITH ORDINALITY AS q (e, n) CROSS JOIN jsonb_to_record(q.e) AS c (tenant_id text, messages jsonb),
        jsonb_array_elements(c.messages) WITH ORDINALITY AS t (r, i) GROUP BY 1) AS s;
  RETURN true;
END $$;

-- Settles a batch one call after the other.
CREATE FUNCTION settle_each_call(p_calls jsonb) RETURNS TABLE (ordinal integer, outcome text, recorded jsonb) LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  c jsonb;
  found_call model_call%ROWTYPE;
  held jsonb;
  own_claim integer;
  is_completed boolean;
  is_known boolean;
  cost bigint;
  tokens bigint;
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  SELECT jsonb_agg(DISTINCT a) INTO held
    FROM each_of(p_calls) AS e JOIN model_call m ON m.call_id = e ->> 'call_id', accounts_of(m.tenant_id, m.accounts) AS a;
  IF held IS NOT NULL THEN PERFORM lock_accounts(held); END IF;
  FOR c, ordinal IN SELECT e, n FROM jsonb_array_elements(p_calls) WITH ORDINALITY AS t (e, n) LOOP
    PERFORM set_config('botarmy.tenant', c ->> 'tenant_id', true);
    own_claim := (c ->> 'claim')::integer;
    cost := coalesce((c ->> 'cost_micros')::bigint, 0);
    tokens := coalesce((c ->> 'input_tokens')::bigint, 0) + coalesce((c ->> 'output_tokens')::bigint, 0);
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
      IF found_call.accounts <> '[]' THEN
        PERFORM charge_accounts(found_call, outcome = 'settled' AND found_call.is_holding, cost, tokens, tokens);
      END IF;
      PERFORM book_requests(found_call, own_claim, c -> 'provider_requests');
      IF outcome = 'settled' THEN
        UPDATE model_call m SET
            cost_micros = m.cost_micros + cost, provider_requests = merge_requests(m.provider_requests, own_claim, c -> 'provider_requests'),
            is_cost_known = m.is_cost_known AND coalesce((c ->> 'is_cost_known')::boolean, true),
            status = c ->> 'status', error_code = c ->> 'error_code', reserved_micros = 0, held_tokens = 0, is_holding = false, settled_at = now(),
            provider = c ->> 'provider', model = c ->> 'model', simulated = (c ->> 'simulated')::boolean,
            input_tokens = (c ->> 'input_tokens')::integer, output_tokens = (c ->> 'output_tokens')::integer,
            cache_write_tokens = coalesce((c ->> 'cache_write_tokens')::integer, 0), cache_read_tokens = coalesce((c ->> 'cache_read_tokens')::integer, 0),
            reasoning_tokens = coalesce((c ->> 'reasoning_tokens')::integer, 0), price_version = c ->> 'price_version',
            answer_micros = coalesce((c ->> 'answer_micros')::bigint, cost), finish_reason = c ->> 'finish_reason', answer = c ->> 'text', answer_sha256 = c ->> 'text_sha256',
            content = nullif(c -> 'content', 'null')
          WHERE m.call_id = found_call.call_id;
        IF is_completed AND c ->> 'cache_key' IS NOT NULL THEN
          INSERT INTO cache_entry AS e (tenant_id, permission, cache_key, call_id, expires_at)
            VALUES (c ->> 'tenant_id', c ->> 'cache_permission', c ->> 'cache_key', found_call.call_id,
                    clock_timestamp() + (c ->> 'cache_ttl_s')::integer * interval '1 second')
            ON CONFLICT (tenant_id, permission, cache_key) DO UPDATE SET call_id = excluded.call_id, expires_at = excluded.expires_at;
        END IF;
      ELSE
        UPDATE model_call m SET
            cost_micros = m.cost_micros + cost, provider_requests = merge_requests(m.provider_requests, own_claim, c -> 'provider_requests')
          WHERE m.call_id = found_call.call_id;
      END IF;
      PERFORM outbox_add(c ->> 'tenant_id', c -> 'messages');
    END IF;
    IF outcome = 'superseded' AND found_call.status = 'completed' THEN recorded := recorded_answer(found_call); END IF;
    RETURN NEXT;
  END LOOP;
END $$;

-- Books what a batch of calls, given in the order of their keys, came to, with its news. Per call one of: `settled`, or `superseded` when
-- another claim is current or has answered; then the cost is booked all the same and the recorded answer, where there is one, is
-- returned. Repeating is harmless.
CREATE OR REPLACE FUNCTION settle_calls(p_calls jsonb) RETURNS TABLE (ordinal integer, outcome text, recorded jsonb) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  PERFORM share_budgets(array_agg(DISTINCT e ->> 'tenant_id')) FROM jsonb_array_elements(p_calls) AS e;
  IF NOT settle_held_calls(p_calls) THEN
    RETURN QUERY SELECT * FROM settle_each_call(p_calls);
    RETURN;
  END IF;
  outcome := 'settled';
  FOR n IN 1 .. jsonb_array_length(p_calls) LOOP
    ordinal := n;
    RETURN NEXT;
  END LOOP;
END $$;

-- Signs of life of calls (in the order of their keys) that take long, and the requests that left meanwhile; rows of calls that are
-- still the owner's. A call whose reservation lapsed meanwhile is not: others may have been admitted in its place.
CREATE OR REPLACE FUNCTION extend_calls(p_calls jsonb) RETURNS TABLE (extended_call_id text) LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  PERFORM 1 FROM each_of(p_calls) WITH ORDINALITY AS t (e, n) JOIN model_call m ON m.call_id = e ->> 'call_id'
    ORDER BY n FOR UPDATE OF m;
  RETURN QUERY
    UPDATE model_call m SET heartbeat_at = clock_timestamp(),
        provider_requests = CASE WHEN e -> 'provider_requests' IS NULL THEN m.provider_requests
          ELSE merge_requests(m.provider_requests, m.claim, e -> 'provider_requests') END
      FROM each_of(p_calls) AS e
      WHERE m.call_id = e ->> 'call_id' AND m.tenant_id = e ->> 'tenant_id'
        AND m.claim = (e ->> 'claim')::integer AND m.status = 'reserved' AND (m.is_holding OR m.accounts = '[]')
      RETURNING m.call_id;
END $$;

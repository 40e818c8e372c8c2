-- Budgets of every scope with their accounts, rate limits shared by all replicas, a ledger of what was paid, and the exact cache.

CREATE TABLE budget (
  budget_id           text PRIMARY KEY,
  tenant_id           text NOT NULL,
  name                text NOT NULL,
  scope_kind          text NOT NULL CHECK (scope_kind IN ('tenant', 'group', 'virtual_key', 'agent', 'process', 'workflow', 'stage', 'task', 'call')),
  -- '*' gives every one of the kind its own account; for stages and tasks the name, in whatever workflow.
  scope_id            text NOT NULL,
  -- 'minute' limits rates, the others money.
  period              text NOT NULL CHECK (period IN ('minute', 'day', 'month', 'total')),
  limit_micros        bigint CHECK (limit_micros >= 0),
  warn_percent        integer CHECK (warn_percent BETWEEN 1 AND 100),
  downgrade_percent   integer CHECK (downgrade_percent BETWEEN 1 AND 100),
  downgrade_route     text,
  ask_percent         integer CHECK (ask_percent BETWEEN 1 AND 100),
  requests_per_minute integer CHECK (requests_per_minute > 0),
  tokens_per_minute   integer CHECK (tokens_per_minute > 0),
  max_concurrent      integer CHECK (max_concurrent > 0),
  is_active           boolean NOT NULL DEFAULT true,
  created_by          text NOT NULL,
  created_at          timestamptz NOT NULL DEFAULT now(),
  updated_at          timestamptz NOT NULL DEFAULT now(),
  CHECK ((period = 'minute') = (limit_micros IS NULL)),
  CHECK (period <> 'minute' OR coalesce(requests_per_minute, tokens_per_minute, max_concurrent) IS NOT NULL),
  CHECK ((downgrade_percent IS NULL) = (downgrade_route IS NULL))
);
CREATE INDEX budget_by_tenant ON budget (tenant_id) WHERE is_active;

-- What one budget holds and spent for one scope in one window; for rate limits what is left and what runs.
CREATE TABLE budget_account (
  tenant_id         text NOT NULL,
  budget_id         text NOT NULL,
  scope_id          text NOT NULL,
  window_start      date NOT NULL,
  reserved_micros   bigint NOT NULL DEFAULT 0,
  spent_micros      bigint NOT NULL DEFAULT 0,
  -- Up to here a person allowed spending beyond the "ask" threshold.
  approved_micros   bigint NOT NULL DEFAULT 0,
  running           integer NOT NULL DEFAULT 0,
  requests_left     double precision,
  tokens_left       double precision,
  refilled_at       timestamptz,
  announced_percent integer NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, budget_id, scope_id, window_start)
);

-- One row per request that was or may have been paid, per answer served from the cache, per correction of a price. Only added to,
-- except that a doubtful request whose owner reports after all gets its figures. A cost that is not known is null, never 0.
CREATE TABLE ledger_entry (
  entry_id           text PRIMARY KEY,
  tenant_id          text NOT NULL,
  call_id            text NOT NULL,
  kind               text NOT NULL CHECK (kind IN ('request', 'cache-hit', 'correction')),
  corrects           text,
  booked_at          timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  workflow_id        text,
  stage_id           text,
  task_id            text,
  attempt            integer,
  agent_id           text,
  process            text,
  group_id           text,
  virtual_key_id     text,
  provider_key_id    text,
  route              text NOT NULL,
  provider           text NOT NULL,
  model              text NOT NULL,
  simulated          boolean NOT NULL,
  outcome            text NOT NULL,
  -- The classes exclude each other: fresh input without cache, output without reasoning.
  input_tokens       integer NOT NULL DEFAULT 0,
  cache_write_tokens integer NOT NULL DEFAULT 0,
  cache_read_tokens  integer NOT NULL DEFAULT 0,
  output_tokens      integer NOT NULL DEFAULT 0,
  reasoning_tokens   integer NOT NULL DEFAULT 0,
  usage_estimated    boolean NOT NULL DEFAULT false,
  cost_micros        bigint,
  saved_micros       bigint NOT NULL DEFAULT 0,
  price_version      text
);
CREATE INDEX ledger_entry_by_time ON ledger_entry (tenant_id, booked_at, entry_id);
CREATE INDEX ledger_entry_by_call ON ledger_entry (call_id);
CREATE INDEX ledger_entry_by_correction ON ledger_entry (corrects) WHERE corrects IS NOT NULL;

-- Which recorded call answers an identical request of the same tenant and permission.
CREATE TABLE cache_entry (
  tenant_id  text NOT NULL,
  permission text NOT NULL,
  cache_key  text NOT NULL,
  call_id    text NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, permission, cache_key)
);
CREATE INDEX cache_entry_by_expiry ON cache_entry (expires_at);

ALTER TABLE model_call
  ALTER COLUMN workflow_id DROP NOT NULL,
  ALTER COLUMN task_id DROP NOT NULL,
  ALTER COLUMN attempt DROP NOT NULL,
  ALTER COLUMN agent_id DROP NOT NULL,
  ADD COLUMN stage_id text,
  ADD COLUMN process text,
  ADD COLUMN group_id text,
  ADD COLUMN virtual_key_id text,
  -- Accounts this call is charged to; while it holds, its reservation counts in each of them.
  ADD COLUMN accounts jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN is_holding boolean NOT NULL DEFAULT false,
  ADD COLUMN held_tokens bigint NOT NULL DEFAULT 0,
  ADD COLUMN has_side_effects boolean NOT NULL DEFAULT false,
  -- What a person said about a call of unknown outcome.
  ADD COLUMN resolution text CHECK (resolution IN ('repeat', 'give-up')),
  ADD COLUMN cache_write_tokens integer NOT NULL DEFAULT 0,
  ADD COLUMN cache_read_tokens integer NOT NULL DEFAULT 0,
  ADD COLUMN reasoning_tokens integer NOT NULL DEFAULT 0,
  ADD COLUMN is_cost_known boolean NOT NULL DEFAULT true,
  ADD COLUMN price_version text,
  -- Tool calls, reasoning and the raw end of the answer.
  ADD COLUMN content jsonb,
  ADD COLUMN answered_from text;

INSERT INTO budget_account (tenant_id, budget_id, scope_id, window_start, reserved_micros, spent_micros)
  SELECT tenant_id, 'daily', tenant_id, day, reserved_micros, spent_micros FROM budget_day;
UPDATE model_call SET is_holding = true, accounts = jsonb_build_array(
    jsonb_build_object('budget_id', 'daily', 'scope_id', tenant_id, 'window_start', budget_day))
  WHERE status = 'reserved' AND reserved_micros > 0;
DROP FUNCTION lock_budgets(text[], date);
DROP TABLE budget_day;


ALTER TABLE budget ENABLE ROW LEVEL SECURITY;
ALTER TABLE budget_account ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE cache_entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON budget
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_rows ON budget_account
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_rows ON ledger_entry
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_rows ON cache_entry
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');

GRANT SELECT, INSERT, UPDATE ON budget, budget_account, ledger_entry TO :role;
GRANT SELECT, INSERT, UPDATE, DELETE ON cache_entry TO :role;

-- First day of the window of a period (UTC). What has no window shares one day before all others.
CREATE FUNCTION window_start_of(p_period text) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT CASE p_period WHEN 'day' THEN (now() AT TIME ZONE 'UTC')::date
                       WHEN 'month' THEN date_trunc('month', now() AT TIME ZONE 'UTC')::date
                       ELSE DATE '2000-01-01' END
$$;

-- Every budget a call is charged to, with its account: the tenant's own, and the installation's daily one where there is one.
-- `scopes` of the call is a list of [kind, name, account].
CREATE FUNCTION charges_of(p_call jsonb, p_daily_micros bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(to_jsonb(x)), '[]') FROM (
    SELECT b.budget_id, s ->> 2 AS scope_id, window_start_of(b.period) AS window_start, b.name, b.scope_kind, b.period, b.limit_micros,
           b.downgrade_percent, b.downgrade_route, b.ask_percent, b.requests_per_minute, b.tokens_per_minute, b.max_concurrent
      FROM jsonb_array_elements(coalesce(p_call -> 'scopes', jsonb_build_array(
             jsonb_build_array('tenant', p_call ->> 'tenant_id', p_call ->> 'tenant_id')))) AS s
      JOIN budget b ON b.tenant_id = p_call ->> 'tenant_id' AND b.is_active AND b.scope_kind = s ->> 0 AND b.scope_id IN ('*', s ->> 1)
    UNION ALL
    SELECT 'daily', p_call ->> 'tenant_id', window_start_of('day'), 'BUDGET_DAILY_MICROS', 'tenant', 'day', p_daily_micros,
           NULL, NULL, NULL, NULL, NULL, NULL
      WHERE p_daily_micros > 0) AS x
$$;

-- Keeps budgets from being defined between the look at them and the end of the transaction.
CREATE FUNCTION share_budgets(p_tenants text[]) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock_shared(hashtextextended('budgets:' || t, 0)) FROM (SELECT DISTINCT t FROM unnest(p_tenants) AS t ORDER BY 1) AS x
$$;

-- Locks accounts in one order, making those that are missing, so that batches of several replicas queue instead of locking each
-- other out. `p_accounts`: { tenant_id, budget_id, scope_id, window_start }.
CREATE FUNCTION lock_accounts(p_accounts jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO budget_account (tenant_id, budget_id, scope_id, window_start)
    SELECT DISTINCT tenant_id, budget_id, scope_id, window_start
      FROM jsonb_to_recordset(p_accounts) AS x (tenant_id text, budget_id text, scope_id text, window_start date)
      ORDER BY 1, 2, 3, 4
    ON CONFLICT DO NOTHING;
  PERFORM 1 FROM budget_account a
    WHERE (a.tenant_id, a.budget_id, a.scope_id, a.window_start) IN (
      SELECT tenant_id, budget_id, scope_id, window_start
        FROM jsonb_to_recordset(p_accounts) AS x (tenant_id text, budget_id text, scope_id text, window_start date))
    ORDER BY a.tenant_id, a.budget_id, a.scope_id, a.window_start FOR UPDATE;
END $$;

-- Accounts of calls with their tenant, as `lock_accounts` takes them.
CREATE FUNCTION accounts_of(p_tenant text, p_accounts jsonb) RETURNS SETOF jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_build_object('tenant_id', p_tenant, 'budget_id', a -> 'budget_id', 'scope_id', a -> 'scope_id', 'window_start', a -> 'window_start')
    FROM jsonb_array_elements(p_accounts) AS a
$$;

-- Gives back what a call holds and books what it cost, in all its accounts. Tokens that were held but not used are given back too.
CREATE FUNCTION charge_accounts(p_call model_call, p_is_released boolean, p_cost bigint, p_tokens bigint) RETURNS void LANGUAGE sql AS $$
  UPDATE budget_account a SET
      reserved_micros = a.reserved_micros - CASE WHEN p_is_released THEN p_call.reserved_micros ELSE 0 END,
      spent_micros = a.spent_micros + p_cost,
      running = a.running - CASE WHEN p_is_released THEN 1 ELSE 0 END,
      tokens_left = a.tokens_left + CASE WHEN p_is_released THEN p_call.held_tokens - p_tokens ELSE 0 END
    FROM jsonb_to_recordset(p_call.accounts) AS x (budget_id text, scope_id text, window_start date)
    WHERE a.tenant_id = p_call.tenant_id AND a.budget_id = x.budget_id AND a.scope_id = x.scope_id AND a.window_start = x.window_start
$$;

-- Books the requests of one claim that were or may have been paid.
CREATE FUNCTION book_requests(p_call model_call, p_claim integer, p_requests jsonb) RETURNS void LANGUAGE sql AS $$
  INSERT INTO ledger_entry AS l (
      entry_id, tenant_id, call_id, kind, workflow_id, stage_id, task_id, attempt, agent_id, process, group_id, virtual_key_id,
      provider_key_id, route, provider, model, simulated, outcome, input_tokens, cache_write_tokens, cache_read_tokens, output_tokens,
      reasoning_tokens, usage_estimated, cost_micros, price_version)
    SELECT p_call.call_id || '.' || p_claim || '.' || n, p_call.tenant_id, p_call.call_id, 'request', p_call.workflow_id, p_call.stage_id,
           p_call.task_id, p_call.attempt, p_call.agent_id, p_call.process, p_call.group_id, p_call.virtual_key_id, r ->> 'key_id',
           p_call.route, r ->> 'provider', r ->> 'model', (r ->> 'simulated')::boolean, r ->> 'outcome',
           greatest(0, coalesce((r ->> 'input_tokens')::integer, 0) - coalesce((r ->> 'cache_write_tokens')::integer, 0)
             - coalesce((r ->> 'cache_read_tokens')::integer, 0)),
           coalesce((r ->> 'cache_write_tokens')::integer, 0), coalesce((r ->> 'cache_read_tokens')::integer, 0),
           greatest(0, coalesce((r ->> 'output_tokens')::integer, 0) - coalesce((r ->> 'reasoning_tokens')::integer, 0)),
           coalesce((r ->> 'reasoning_tokens')::integer, 0), coalesce((r ->> 'usage_estimated')::boolean, false),
           CASE WHEN (r ->> 'simulated')::boolean THEN 0 ELSE (r ->> 'cost_micros')::bigint END, r ->> 'price_version'
      FROM (SELECT e AS r, row_number() OVER (ORDER BY i) AS n
              FROM jsonb_array_elements(p_requests) WITH ORDINALITY AS t (e, i) WHERE (e ->> 'claim')::integer = p_claim) AS own
      WHERE r ->> 'outcome' IN ('completed', 'abandoned') OR r ->> 'input_tokens' IS NOT NULL
    ON CONFLICT (entry_id) DO UPDATE SET
      outcome = excluded.outcome, input_tokens = excluded.input_tokens, cache_write_tokens = excluded.cache_write_tokens,
      cache_read_tokens = excluded.cache_read_tokens, output_tokens = excluded.output_tokens, reasoning_tokens = excluded.reasoning_tokens,
      usage_estimated = excluded.usage_estimated, cost_micros = excluded.cost_micros, price_version = excluded.price_version
      WHERE l.outcome = 'abandoned'
$$;

-- The recorded answer as a replay needs it.
CREATE OR REPLACE FUNCTION recorded_answer(p_call model_call) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_build_object(
    'call_id', p_call.call_id, 'text', p_call.answer, 'finish_reason', p_call.finish_reason,
    'provider', p_call.provider, 'model', p_call.model, 'simulated', p_call.simulated,
    'input_tokens', p_call.input_tokens, 'output_tokens', p_call.output_tokens, 'cache_write_tokens', p_call.cache_write_tokens,
    'cache_read_tokens', p_call.cache_read_tokens, 'reasoning_tokens', p_call.reasoning_tokens,
    'cost_micros', CASE WHEN p_call.is_cost_known THEN p_call.answer_micros END, 'content', p_call.content)
$$;

-- Whether a call fits into what it would be charged to, each account locked before. Null when it does, else the reason with its figures:
-- the most final one of `budget-exhausted`, `price-unknown`, `approval-needed`, `rate-limited`, `downgrade`.
CREATE FUNCTION refusal_of(p_call jsonb, p_charges jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
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
      seconds := extract(epoch FROM clock_timestamp() - coalesce(account.refilled_at, clock_timestamp()));
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

-- Holds what a call needs in every account it is charged to.
CREATE FUNCTION hold_accounts(p_call jsonb, p_charges jsonb) RETURNS void LANGUAGE sql AS $$
  UPDATE budget_account a SET
      reserved_micros = a.reserved_micros + coalesce((p_call ->> 'reserved_micros')::bigint, 0),
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

-- Begins a batch of calls, given in the order of their keys. Per call one of: `replay` (finished before, nothing is paid), `cached` (an
-- identical request was answered), `in-flight` (another owner is at it), one of the refusals of `refusal_of` (nothing is held, the
-- detail says why), `outcome-unknown` (a person must say whether to repeat), `begun` (the caller asks a provider now; `doubtful` when a
-- request of a vanished owner may have been paid).
DROP FUNCTION begin_calls(jsonb, text, integer, bigint);
CREATE FUNCTION begin_calls(p_calls jsonb, p_owner text, p_lease_ms integer, p_daily_micros bigint)
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
                                 virtual_key_id, route, request_sha256, status, claim, owner, heartbeat_at, budget_day)
    VALUES (c ->> 'call_id', c ->> 'tenant_id', c ->> 'idempotency_key', c ->> 'workflow_id', c ->> 'stage_id', c ->> 'task_id',
            (c ->> 'attempt')::integer, c ->> 'agent_id', c ->> 'process', c ->> 'group_id', c ->> 'virtual_key_id', c ->> 'route',
            c ->> 'request_sha256', 'failed', 0, p_owner, clock_timestamp(), window_start_of('day'))
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
    IF doubtful AND found_call.has_side_effects AND found_call.resolution IS DISTINCT FROM 'repeat' THEN
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
                                  virtual_key_id, route, provider, model, simulated, outcome, cost_micros, saved_micros, price_version)
          VALUES (found_call.call_id || '.' || found_call.claim || '.0', found_call.tenant_id, found_call.call_id, 'cache-hit',
                  found_call.workflow_id, found_call.stage_id, found_call.task_id, found_call.attempt, found_call.agent_id, found_call.process,
                  found_call.group_id, found_call.virtual_key_id, found_call.route, source.provider, source.model, source.simulated,
                  'completed', 0, source.answer_micros, source.price_version)
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
        budget_day = window_start_of('day'), route = c ->> 'route',
        reserved_micros = coalesce((c ->> 'reserved_micros')::bigint, 0), held_tokens = coalesce((c ->> 'held_tokens')::bigint, 0),
        is_holding = charges <> '[]', has_side_effects = coalesce((c ->> 'has_side_effects')::boolean, false),
        accounts = (SELECT coalesce(jsonb_agg(jsonb_build_object('budget_id', a -> 'budget_id', 'scope_id', a -> 'scope_id', 'window_start', a -> 'window_start')), '[]')
                      FROM jsonb_array_elements(charges) AS a),
        provider_requests = m.provider_requests || intent, settled_at = NULL, resolution = NULL
      WHERE m.call_id = found_call.call_id;
    RETURN NEXT;
  END LOOP;
END $$;

-- Signs of life of calls (in the order of their keys) that take long, and the requests that left meanwhile; rows of calls that are
-- still the owner's. A call whose reservation lapsed meanwhile is not: others may have been admitted in its place.
CREATE OR REPLACE FUNCTION extend_calls(p_calls jsonb) RETURNS TABLE (extended_call_id text) LANGUAGE plpgsql AS $$
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
        AND m.claim = (e ->> 'claim')::integer AND m.status = 'reserved' AND (m.is_holding OR m.accounts = '[]')
      RETURNING m.call_id;
END $$;

-- Books what a batch of calls, given in the order of their keys, came to, with its news. Per call one of: `settled`, or `superseded` when
-- another claim is current or has answered; then the cost is booked all the same and the recorded answer, where there is one, is
-- returned. Repeating is harmless.
CREATE OR REPLACE FUNCTION settle_calls(p_calls jsonb) RETURNS TABLE (ordinal integer, outcome text, recorded jsonb) LANGUAGE plpgsql AS $$
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
  PERFORM share_budgets(array_agg(DISTINCT e ->> 'tenant_id')) FROM jsonb_array_elements(p_calls) AS e;
  SELECT jsonb_agg(DISTINCT a) INTO held
    FROM jsonb_array_elements(p_calls) AS e JOIN model_call m ON m.call_id = e ->> 'call_id', accounts_of(m.tenant_id, m.accounts) AS a;
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
        PERFORM charge_accounts(found_call, outcome = 'settled' AND found_call.is_holding, cost, tokens);
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

-- True when a call holds something whose owner gave no sign of life for a lease; read without locking anything.
CREATE FUNCTION has_lapsed(p_lease_ms integer) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  RETURN EXISTS (SELECT 1 FROM model_call m WHERE m.status = 'reserved' AND m.is_holding
                   AND m.heartbeat_at < clock_timestamp() - p_lease_ms * interval '1 millisecond');
END $$;

-- Frees what calls hold whose owner gave no sign of life for a lease. Whether they are given up is decided later.
CREATE FUNCTION release_lapsed(p_lease_ms integer, p_limit integer) RETURNS TABLE (released integer) LANGUAGE plpgsql AS $$
DECLARE
  lapsed text[];
  held jsonb;
  found_call model_call%ROWTYPE;
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  released := 0;
  SELECT array_agg(x.call_id), jsonb_agg(x.accounts) INTO lapsed, held FROM (
    SELECT m.call_id, (SELECT jsonb_agg(a) FROM accounts_of(m.tenant_id, m.accounts) AS a) AS accounts FROM model_call m
      WHERE m.status = 'reserved' AND m.is_holding AND m.heartbeat_at < clock_timestamp() - p_lease_ms * interval '1 millisecond'
      ORDER BY m.heartbeat_at LIMIT p_limit) AS x;
  IF lapsed IS NOT NULL THEN
    PERFORM lock_accounts((SELECT jsonb_agg(DISTINCT a) FROM jsonb_array_elements(held) AS l, jsonb_array_elements(l) AS a));
    FOR found_call IN SELECT * FROM model_call m
        WHERE m.call_id = ANY (lapsed) AND m.status = 'reserved' AND m.is_holding
          AND m.heartbeat_at < clock_timestamp() - p_lease_ms * interval '1 millisecond'
        ORDER BY m.tenant_id COLLATE "C", m.idempotency_key COLLATE "C" FOR UPDATE LOOP
      PERFORM charge_accounts(found_call, true, 0, found_call.held_tokens);
      UPDATE model_call m SET is_holding = false, reserved_micros = 0 WHERE m.call_id = found_call.call_id;
      released := released + 1;
    END LOOP;
  END IF;
  RETURN NEXT;
END $$;

-- Calls whose owner vanished and which nobody asked for again; `row` is what they are announced under.
CREATE FUNCTION calls_without_owner(p_lapse_ms integer, p_limit integer)
RETURNS TABLE (call_id text, tenant_id text, claim integer, "row" jsonb, intent jsonb, begun_at timestamptz) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  RETURN QUERY
    SELECT m.call_id, m.tenant_id, m.claim, jsonb_strip_nulls(jsonb_build_object(
             'workflow_id', m.workflow_id, 'stage_id', m.stage_id, 'task_id', m.task_id, 'attempt', m.attempt, 'agent_id', m.agent_id,
             'process', m.process, 'group_id', m.group_id, 'virtual_key_id', m.virtual_key_id, 'route', m.route)),
           m.provider_requests -> -1, m.created_at
      FROM model_call m
      WHERE m.status = 'reserved' AND m.heartbeat_at < clock_timestamp() - p_lapse_ms * interval '1 millisecond'
      ORDER BY m.heartbeat_at LIMIT p_limit;
END $$;

-- Gives a lapsed call up, frees what it held and announces it; false when somebody took it meanwhile.
CREATE OR REPLACE FUNCTION abandon_call(p_tenant text, p_call_id text, p_claim integer, p_lapse_ms integer, p_messages jsonb)
RETURNS TABLE (abandoned boolean) LANGUAGE plpgsql AS $$
DECLARE
  found_call model_call%ROWTYPE;
  held jsonb;
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  SELECT jsonb_agg(a) INTO held FROM model_call m, accounts_of(m.tenant_id, m.accounts) AS a WHERE m.call_id = p_call_id AND m.is_holding;
  IF held IS NOT NULL THEN PERFORM lock_accounts(held); END IF;
  SELECT * INTO found_call FROM model_call m
    WHERE m.call_id = p_call_id AND m.claim = p_claim AND m.status = 'reserved'
      AND m.heartbeat_at < clock_timestamp() - p_lapse_ms * interval '1 millisecond' FOR UPDATE;
  abandoned := FOUND;
  IF abandoned THEN
    IF found_call.is_holding THEN PERFORM charge_accounts(found_call, true, 0, found_call.held_tokens); END IF;
    UPDATE model_call m SET status = 'abandoned', error_code = 'abandoned', reserved_micros = 0, is_holding = false, settled_at = now(),
        provider_requests = abandon_requests(m.provider_requests), doubtful_requests = m.doubtful_requests + 1
      WHERE m.call_id = p_call_id RETURNING * INTO found_call;
    PERFORM book_requests(found_call, p_claim, found_call.provider_requests);
    PERFORM outbox_add(p_tenant, p_messages);
  END IF;
  RETURN NEXT;
END $$;

-- What a ledger entry is called, and which account it is charged to, in a kind of scope.
CREATE FUNCTION scope_of(p_kind text, p_tenant text, p_group text, p_virtual_key text, p_agent text, p_process text, p_workflow text, p_stage text, p_task text)
RETURNS TABLE (name text, account text) LANGUAGE sql IMMUTABLE AS $$
  SELECT x.name, CASE WHEN p_kind IN ('stage', 'task') THEN coalesce(p_workflow, '') || '/' || x.name ELSE x.name END FROM (
    SELECT CASE p_kind WHEN 'tenant' THEN p_tenant WHEN 'group' THEN p_group WHEN 'virtual_key' THEN p_virtual_key WHEN 'agent' THEN p_agent
                       WHEN 'process' THEN p_process WHEN 'workflow' THEN p_workflow WHEN 'stage' THEN p_stage WHEN 'task' THEN p_task END AS name) AS x
$$;

-- Makes a budget, or changes the figures of one; no row when its scope or period would change, which makes another budget. A new one
-- starts with what its window has seen so far, running calls included.
CREATE FUNCTION define_budget(p_tenant text, p_budget jsonb) RETURNS SETOF budget LANGUAGE plpgsql AS $$
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
        max_concurrent = (p_budget ->> 'max_concurrent')::integer, updated_at = now()
      WHERE budget_id = b.budget_id AND scope_kind = p_budget ->> 'scope_kind' AND scope_id = p_budget ->> 'scope_id' AND period = p_budget ->> 'period'
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

-- Ends a budget; calls that hold something in it settle there all the same.
CREATE FUNCTION remove_budget(p_tenant text, p_budget_id text) RETURNS TABLE (removed_id text) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY UPDATE budget SET is_active = false, updated_at = now()
    WHERE budget_id = p_budget_id AND tenant_id = p_tenant AND is_active RETURNING budget_id;
END $$;

-- A person allows spending beyond the "ask" threshold, up to an amount, in the current window.
CREATE FUNCTION approve_spending(p_tenant text, p_budget text, p_scope text, p_up_to_micros bigint)
RETURNS TABLE (scope_id text, window_start text, spent_micros bigint, reserved_micros bigint, approved_micros bigint, running integer)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY INSERT INTO budget_account AS a (tenant_id, budget_id, scope_id, window_start, approved_micros)
    SELECT b.tenant_id, b.budget_id, p_scope, window_start_of(b.period), p_up_to_micros
      FROM budget b WHERE b.budget_id = p_budget AND b.tenant_id = p_tenant AND b.is_active AND b.ask_percent IS NOT NULL
    ON CONFLICT (tenant_id, budget_id, scope_id, window_start) DO UPDATE SET approved_micros = excluded.approved_micros
    RETURNING a.scope_id, a.window_start::text, a.spent_micros, a.reserved_micros, a.approved_micros, a.running;
END $$;

-- Accounts of the current windows that are beyond a threshold nobody was told of; `percent` is what is spent or held.
CREATE FUNCTION thresholds_to_announce(p_limit integer) RETURNS TABLE (
  tenant_id text, budget_id text, name text, scope_kind text, scope_id text, period text, window_start text, limit_micros bigint,
  spent_micros bigint, reserved_micros bigint, percent integer, level text, announced_percent integer
) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  RETURN QUERY
    SELECT a.tenant_id, a.budget_id, b.name, b.scope_kind, a.scope_id, b.period, a.window_start::text, b.limit_micros, a.spent_micros, a.reserved_micros,
           t.percent, t.level, a.announced_percent
      FROM budget b JOIN budget_account a ON a.tenant_id = b.tenant_id AND a.budget_id = b.budget_id,
        LATERAL (SELECT x.percent, x.level FROM (VALUES (b.warn_percent, 'warn', 1), (b.downgrade_percent, 'downgrade', 2), (b.ask_percent, 'ask', 3), (100, 'stop', 4)) AS x (percent, level, rank)
                  WHERE x.percent > a.announced_percent AND a.spent_micros + CASE WHEN x.level = 'stop' THEN 0 ELSE a.reserved_micros END >= b.limit_micros * x.percent / 100
                  ORDER BY x.percent DESC, x.rank DESC LIMIT 1) AS t
      WHERE b.is_active AND b.period <> 'minute' AND b.limit_micros > 0 AND a.window_start = window_start_of(b.period)
      LIMIT p_limit;
END $$;

-- Announces a threshold once: false when somebody else did.
CREATE FUNCTION announce_threshold(
  p_tenant text, p_budget_id text, p_scope_id text, p_window_start date, p_from integer, p_to integer, p_messages jsonb
) RETURNS TABLE (announced boolean) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  UPDATE budget_account a SET announced_percent = p_to
    WHERE a.tenant_id = p_tenant AND a.budget_id = p_budget_id AND a.scope_id = p_scope_id AND a.window_start = p_window_start AND a.announced_percent = p_from;
  announced := FOUND;
  IF announced THEN PERFORM outbox_add(p_tenant, p_messages); END IF;
  RETURN NEXT;
END $$;

-- A person decides what becomes of a call of unknown outcome; no row when there is no such call.
CREATE FUNCTION resolve_call(p_tenant text, p_call_id text, p_resolution text) RETURNS TABLE (resolved_id text) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY UPDATE model_call m SET resolution = p_resolution
    WHERE m.call_id = p_call_id AND m.tenant_id = p_tenant AND m.status = 'abandoned' RETURNING m.call_id;
END $$;

-- Corrects the price of entries: what is new is added, what stands is never changed. `p_entries`: { entry_id, cost_micros, price_version };
-- the difference goes to the accounts of the call as well.
CREATE FUNCTION correct_entries(p_tenant text, p_entries jsonb) RETURNS TABLE (corrected integer, delta_micros bigint) LANGUAGE plpgsql AS $$
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
                              virtual_key_id, provider_key_id, route, provider, model, simulated, outcome, cost_micros, price_version)
      VALUES (e.entry_id || '.c' || e.corrections + 1, p_tenant, e.call_id, 'correction', e.entry_id, e.workflow_id, e.stage_id, e.task_id, e.attempt,
              e.agent_id, e.process, e.group_id, e.virtual_key_id, e.provider_key_id, e.route, e.provider, e.model, e.simulated, e.outcome,
              delta, e.new_version)
      ON CONFLICT DO NOTHING;
    IF FOUND THEN
      corrected := corrected + 1;
      delta_micros := delta_micros + delta;
      PERFORM charge_accounts(m, false, delta, 0) FROM model_call m WHERE m.call_id = e.call_id;
    END IF;
  END LOOP;
  RETURN NEXT;
END $$;

-- What was used, by any of the dimensions, in a span of time.
CREATE FUNCTION usage_totals(p_tenant text, p_from timestamptz, p_to timestamptz, p_dimensions text[], p_limit integer) RETURNS TABLE (
  dimensions jsonb, calls bigint, requests bigint, cache_hits bigint, input_tokens bigint, cache_write_tokens bigint, cache_read_tokens bigint,
  output_tokens bigint, reasoning_tokens bigint, cost_micros bigint, unknown_costs bigint, saved_micros bigint
) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY
    SELECT x.keys, count(DISTINCT x.call_id), count(*) FILTER (WHERE x.kind = 'request'), count(*) FILTER (WHERE x.kind = 'cache-hit'),
           coalesce(sum(x.input_tokens), 0)::bigint, coalesce(sum(x.cache_write_tokens), 0)::bigint, coalesce(sum(x.cache_read_tokens), 0)::bigint,
           coalesce(sum(x.output_tokens), 0)::bigint, coalesce(sum(x.reasoning_tokens), 0)::bigint, coalesce(sum(x.cost_micros), 0)::bigint,
           count(*) FILTER (WHERE x.cost_micros IS NULL AND x.kind = 'request'
             AND NOT EXISTS (SELECT 1 FROM ledger_entry o WHERE o.corrects = x.entry_id)),
           coalesce(sum(x.saved_micros), 0)::bigint
      FROM (SELECT l.*, (SELECT coalesce(jsonb_object_agg(d, CASE d WHEN 'day' THEN to_jsonb((l.booked_at AT TIME ZONE 'UTC')::date)
                                          WHEN 'month' THEN to_jsonb(to_char(l.booked_at AT TIME ZONE 'UTC', 'YYYY-MM'))
                                          ELSE to_jsonb(l) -> d END), '{}') FROM unnest(p_dimensions) AS d) AS keys
              FROM ledger_entry l WHERE l.tenant_id = p_tenant AND l.booked_at >= p_from AND l.booked_at < p_to) AS x
      GROUP BY x.keys ORDER BY 10 DESC, 2 DESC LIMIT p_limit;
END $$;

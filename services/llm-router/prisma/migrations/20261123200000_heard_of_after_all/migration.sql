-- The books of a request whose owner was given up and reports after all.

-- Books the requests of one claim that were or may have been paid. One that was given up and is heard of after all, with nothing to
-- show, is closed: it failed and cost nothing, and nobody has to wonder about it any more.
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
           CASE WHEN (r ->> 'simulated')::boolean OR (r ->> 'outcome' = 'failed' AND r ->> 'input_tokens' IS NULL) THEN 0 ELSE (r ->> 'cost_micros')::bigint END, r ->> 'price_version',
           p_call.tier, p_call.is_shadow
      FROM (SELECT e AS r, row_number() OVER (ORDER BY i) AS n
              FROM jsonb_array_elements(p_requests) WITH ORDINALITY AS t (e, i) WHERE (e ->> 'claim')::integer = p_claim) AS own
      WHERE r ->> 'outcome' IN ('completed', 'abandoned') OR r ->> 'input_tokens' IS NOT NULL
        OR EXISTS (SELECT 1 FROM ledger_entry o WHERE o.entry_id = p_call.call_id || '.' || p_claim || '.' || n AND o.outcome = 'abandoned')
    ON CONFLICT (entry_id) DO UPDATE SET
      outcome = excluded.outcome, input_tokens = excluded.input_tokens, cache_write_tokens = excluded.cache_write_tokens,
      cache_read_tokens = excluded.cache_read_tokens, output_tokens = excluded.output_tokens, reasoning_tokens = excluded.reasoning_tokens,
      usage_estimated = excluded.usage_estimated, cost_micros = excluded.cost_micros, price_version = excluded.price_version
      WHERE l.outcome = 'abandoned'
$$;

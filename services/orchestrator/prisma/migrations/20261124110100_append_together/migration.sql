-- A batch of decisions is written by one statement instead of ten statements per decision, and says in the outbox which decisions were
-- made instead of what they say: the messages are made of the events again where nobody remembers them.

-- Only append_decisions writes these tables, and only for a workflow whose row it has just changed; rows of workflows are never deleted.
-- Looking the workflow up for every row again, under a lock, proves nothing more.
ALTER TABLE workflow_event DROP CONSTRAINT workflow_event_workflow_id_fkey;
ALTER TABLE due_work DROP CONSTRAINT due_work_workflow_id_fkey;
ALTER TABLE workflow_snapshot DROP CONSTRAINT workflow_snapshot_workflow_id_fkey;

-- An event with a result of some kilobytes stays in its row: no try to compress it, no second table with an index of its own.
ALTER TABLE workflow_event SET (toast_tuple_target = 4080);

-- Decisions that neither limits nor a stop concern, in one statement. Row-level security is open for the statement, so every join compares
-- tenants itself. Rows are locked in the order of their ids: two replicas that write the same workflows wait for each other once.
-- A start, a command with a record and a message that changes nothing are left to append_one.
CREATE FUNCTION append_together(p_items jsonb) RETURNS TABLE (ordinal bigint, outcome text) LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_mergejoin = off AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  RETURN QUERY
  WITH item AS MATERIALIZED (
    SELECT i.*, i.consumer IS NOT NULL AND EXISTS (
      SELECT FROM inbox b WHERE b.consumer = i.consumer AND b.event_id = i.event_id AND b.tenant_id = i.tenant_id) AS is_known
    FROM ROWS FROM (jsonb_to_recordset(p_items) AS (
      tenant_id text, workflow_id text, expected_version integer, new_version integer, consumer text, event_id text, record jsonb,
      projection jsonb, events jsonb, outbox jsonb, due_work jsonb
    )) WITH ORDINALITY AS i (
      tenant_id, workflow_id, expected_version, new_version, consumer, event_id, record, projection, events, outbox, due_work, n)
    WHERE i.expected_version > 0 AND i.record IS NULL AND i.projection IS NOT NULL
    ORDER BY i.workflow_id
  ),
  moved AS (
    UPDATE workflow w SET
      process_version = i.projection ->> 'process_version', process_hash = i.projection ->> 'process_hash', version = i.new_version,
      status = i.projection ->> 'status', current_stage = i.projection ->> 'current_stage', current_agent = i.projection ->> 'current_agent',
      progress_percent = (i.projection ->> 'progress_percent')::integer, pending_requests = (i.projection ->> 'pending_requests')::integer,
      is_simulated = (i.projection ->> 'is_simulated')::boolean, finished_at = (i.projection ->> 'finished_at')::timestamptz, updated_at = now()
    FROM item i
    WHERE w.workflow_id = i.workflow_id AND w.tenant_id = i.tenant_id AND w.version = i.expected_version AND NOT i.is_known
    RETURNING i.n
  ),
  claimed AS (
    INSERT INTO inbox (consumer, event_id, tenant_id)
    SELECT i.consumer, i.event_id, i.tenant_id FROM item i JOIN moved USING (n) WHERE i.consumer IS NOT NULL
    ON CONFLICT DO NOTHING
  ),
  kept AS (
    INSERT INTO workflow_snapshot (workflow_id, tenant_id, version, state)
    SELECT i.workflow_id, i.tenant_id, i.new_version, i.projection -> 'snapshot' FROM item i JOIN moved USING (n) WHERE i.projection ? 'snapshot'
    ON CONFLICT ON CONSTRAINT workflow_snapshot_pkey DO UPDATE SET version = excluded.version, state = excluded.state
  ),
  happened AS (
    INSERT INTO workflow_event (workflow_id, seq, tenant_id, type, schema_version, occurred_at, data, progress)
    SELECT i.workflow_id, e.seq, i.tenant_id, e.type, e.schema_version, e.occurred_at, e.data, nullif(e.progress, 'null')
    FROM item i JOIN moved USING (n) CROSS JOIN LATERAL jsonb_to_recordset(i.events) AS e (
      seq integer, type text, schema_version integer, occurred_at timestamptz, data jsonb, progress jsonb)
  ),
  ended AS (
    DELETE FROM due_work d USING item i, moved m
    WHERE i.n = m.n AND d.workflow_id = i.workflow_id AND NOT jsonb_path_exists(i.due_work, '$[*] ? (@.work_key == $key)', jsonb_build_object('key', d.work_key))
  ),
  begun AS (
    INSERT INTO due_work (workflow_id, work_key, tenant_id, kind, subject_id, attempt, lease, due_at)
    SELECT i.workflow_id, d.work_key, i.tenant_id, d.kind, d.subject_id, d.attempt, d.lease,
      coalesce(d.due_at, now() + make_interval(secs => d.due_in_seconds))
    FROM item i JOIN moved USING (n) CROSS JOIN LATERAL jsonb_to_recordset(i.due_work) AS d (
      work_key text, kind text, subject_id text, attempt integer, lease integer, due_at timestamptz, due_in_seconds double precision)
    ON CONFLICT (workflow_id, work_key) DO NOTHING
  ),
  said AS (
    INSERT INTO outbox (event_id, tenant_id, subject, payload, headers, publication)
    SELECT o.event_id, i.tenant_id, o.subject, o.payload, coalesce(o.headers, '{}'), coalesce(o.publication, 0)
    FROM item i JOIN moved USING (n) CROSS JOIN LATERAL ROWS FROM (jsonb_to_recordset(i.outbox) AS (
      event_id text, subject text, payload text, headers jsonb, publication integer
    )) WITH ORDINALITY AS o (event_id, subject, payload, headers, publication, place)
    ORDER BY i.n, o.place
    ON CONFLICT (event_id) DO UPDATE SET publication = greatest(outbox.publication, excluded.publication)
  )
  SELECT i.n, CASE WHEN m.n IS NOT NULL THEN 'appended' WHEN i.is_known THEN 'duplicate' ELSE 'conflict' END
  FROM item i LEFT JOIN moved m USING (n);
END $$;

-- Appends many decisions in one commit and answers in the order given. Decisions that limits or a stop concern are made one batch after
-- another, with their messages in full, some of which may have to wait: a batch that only names its decisions is answered `limited` and
-- not written. A stop waits for the decisions in hand and is known to all later ones.
CREATE OR REPLACE FUNCTION append_decisions(p_items jsonb) RETURNS TABLE (ordinal bigint, outcome text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  item jsonb;
  v_workflows  text[];
  v_is_limited boolean;
  v_is_noted   boolean;
  v_is_plain   boolean;
  v_made_room  boolean := false;
  v_one        record;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtext(current_schema()), 1);
  PERFORM set_config('botarmy.tenant', '*', true);
  SELECT array_agg(e ->> 'workflow_id'), bool_or(coalesce((e #>> '{admission,is_limited}')::boolean, false)),
    bool_or(NOT coalesce(e #> '{outbox,0}' ? 'payload', true)), count(DISTINCT e ->> 'workflow_id') = count(*)
  INTO v_workflows, v_is_limited, v_is_noted, v_is_plain FROM jsonb_array_elements(p_items) AS t (e);
  v_is_limited := v_is_limited
    OR EXISTS (SELECT FROM stop_switch WHERE lifted_at IS NULL)
    OR EXISTS (SELECT FROM admission_slot s WHERE s.workflow_id = ANY (v_workflows))
    OR EXISTS (SELECT FROM admission_workflow w WHERE w.workflow_id = ANY (v_workflows));
  IF v_is_limited AND v_is_noted THEN
    RETURN QUERY SELECT n, 'limited' FROM generate_series(1, jsonb_array_length(p_items)::bigint) AS t (n);
    RETURN;
  END IF;
  IF v_is_limited THEN PERFORM admission_begin(); END IF;
  -- Two decisions of one workflow are made in their order.
  v_is_plain := v_is_plain AND NOT v_is_limited;
  IF v_is_plain THEN RETURN QUERY SELECT t.ordinal, t.outcome FROM append_together(p_items) t; END IF;
  FOR item, ordinal IN SELECT e, n FROM jsonb_array_elements(p_items) WITH ORDINALITY AS t (e, n)
    WHERE NOT v_is_plain OR (e ->> 'expected_version')::integer = 0 OR e ? 'record' OR NOT e ? 'projection' ORDER BY n
  LOOP
    v_one := append_one(item, v_is_limited);
    v_made_room := v_made_room OR v_one.made_room;
    outcome := v_one.outcome;
    RETURN NEXT;
  END LOOP;
  IF v_made_room THEN PERFORM admit_waiting(1000); END IF;
END $$;

-- What still waits to be said is made of events: as long as something waits that long, nothing is archived or erased.
CREATE OR REPLACE FUNCTION workflows_past_retention(p_archive_days integer, p_erase_days integer, p_limit integer)
RETURNS TABLE (workflow_id text, tenant_id text, step text) LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  IF EXISTS (SELECT FROM outbox o WHERE o.payload IS NULL AND o.created_at < now() - interval '1 hour') THEN RETURN; END IF;
  RETURN QUERY
    SELECT k.workflow_id, k.tenant_id, CASE WHEN k.is_erased THEN 'erase' ELSE 'archive' END
    FROM (
      SELECT w.workflow_id, w.tenant_id, w.finished_at, w.archived_at,
        coalesce(d.erase_days, 0) > 0 AND w.finished_at < now() - make_interval(days => d.erase_days) AS is_erased,
        coalesce(d.archive_days, 0) > 0 AND w.finished_at < now() - make_interval(days => d.archive_days) AS is_archived
      FROM workflow w LEFT JOIN tenant_rules t ON t.tenant_id = w.tenant_id
      CROSS JOIN LATERAL (SELECT
        coalesce((t.rules #>> '{retention,archive_after_days}')::integer, p_archive_days) AS archive_days,
        coalesce((t.rules #>> '{retention,erase_after_days}')::integer, p_erase_days) AS erase_days) d
      WHERE w.finished_at IS NOT NULL AND w.erased_at IS NULL AND w.finished_at < now() - interval '1 day'
        AND NOT EXISTS (SELECT FROM due_work o WHERE o.workflow_id = w.workflow_id)
    ) k
    WHERE k.is_erased OR (k.is_archived AND k.archived_at IS NULL)
    ORDER BY k.finished_at LIMIT p_limit;
END $$;

-- Finished workflows are archived: their events become one row. Later they are erased: what stays is their entry in the list.

ALTER TABLE workflow ADD COLUMN archived_at timestamptz(3), ADD COLUMN erased_at timestamptz(3);
CREATE INDEX workflow_by_end ON workflow (finished_at) WHERE finished_at IS NOT NULL AND erased_at IS NULL;

CREATE TABLE workflow_archive (
  workflow_id text PRIMARY KEY REFERENCES workflow (workflow_id),
  tenant_id   text NOT NULL,
  -- Every event with its seq, in order.
  events      jsonb NOT NULL
);
ALTER TABLE workflow_archive ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON workflow_archive USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
-- Written and deleted by the functions below alone.
GRANT SELECT ON workflow_archive TO :role;

-- Finished workflows, of any tenant, that were kept as long as the tenant's rules want, or the installation's; 0 days: for ever.
CREATE FUNCTION workflows_past_retention(p_archive_days integer, p_erase_days integer, p_limit integer)
RETURNS TABLE (workflow_id text, tenant_id text, step text) LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
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

-- Puts the events of a finished workflow into one row and its final state into the snapshot; false when it is not finished at that
-- version, still owes somebody something, or was archived before. Nothing but a whole history is archived.
CREATE FUNCTION archive_workflow(p_tenant text, p_workflow text, p_version integer, p_state jsonb)
RETURNS TABLE (archived boolean) LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  v_events jsonb;
BEGIN
  PERFORM FROM workflow w WHERE w.workflow_id = p_workflow AND w.tenant_id = p_tenant AND w.version = p_version
    AND w.finished_at IS NOT NULL AND w.archived_at IS NULL AND w.erased_at IS NULL FOR UPDATE;
  archived := FOUND AND NOT EXISTS (SELECT FROM due_work o WHERE o.workflow_id = p_workflow);
  IF archived THEN
    SELECT jsonb_agg(jsonb_build_object('seq', e.seq, 'type', e.type, 'schema_version', e.schema_version, 'occurred_at',
      to_char(e.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'data', e.data, 'progress', e.progress) ORDER BY e.seq)
    INTO v_events FROM workflow_event e WHERE e.workflow_id = p_workflow;
    IF jsonb_array_length(v_events) <> p_version THEN
      RAISE EXCEPTION 'workflow % has % events and not %: it is not archived', p_workflow, jsonb_array_length(v_events), p_version;
    END IF;
    INSERT INTO workflow_archive (workflow_id, tenant_id, events) VALUES (p_workflow, p_tenant, v_events);
    INSERT INTO workflow_snapshot (workflow_id, tenant_id, version, state) VALUES (p_workflow, p_tenant, p_version, p_state)
    ON CONFLICT ON CONSTRAINT workflow_snapshot_pkey DO UPDATE SET version = excluded.version, state = excluded.state;
    DELETE FROM workflow_event e WHERE e.workflow_id = p_workflow;
    UPDATE workflow w SET archived_at = now() WHERE w.workflow_id = p_workflow;
  END IF;
  RETURN NEXT;
END $$;

-- Erases a finished workflow but for its entry in the list, which keeps no word of anybody, and tells the other services in the same
-- commit; false when it is not finished, still owes somebody something, or was erased before.
CREATE FUNCTION erase_workflow(p_tenant text, p_workflow text, p_outbox jsonb)
RETURNS TABLE (erased boolean) LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  PERFORM FROM workflow w WHERE w.workflow_id = p_workflow AND w.tenant_id = p_tenant AND w.finished_at IS NOT NULL AND w.erased_at IS NULL FOR UPDATE;
  erased := FOUND AND NOT EXISTS (SELECT FROM due_work o WHERE o.workflow_id = p_workflow);
  IF erased THEN
    DELETE FROM workflow_archive a WHERE a.workflow_id = p_workflow;
    DELETE FROM workflow_event e WHERE e.workflow_id = p_workflow;
    DELETE FROM workflow_snapshot s WHERE s.workflow_id = p_workflow;
    DELETE FROM admission_slot s WHERE s.workflow_id = p_workflow;
    DELETE FROM admission_workflow a WHERE a.workflow_id = p_workflow;
    DELETE FROM what_if_run r WHERE r.workflow_id = p_workflow;
    UPDATE workflow w SET erased_at = now(), title = '', current_agent = NULL, pending_requests = 0, updated_at = now()
    WHERE w.workflow_id = p_workflow;
    PERFORM outbox_add(p_tenant, p_outbox);
  END IF;
  RETURN NEXT;
END $$;

-- People think for days: a question that hitl has is asked again every few minutes at first, then once an hour, not within seconds.
-- Thousands of waiting workflows would otherwise keep every service busy.
CREATE OR REPLACE FUNCTION claim_due_work(p_limit integer) RETURNS TABLE (
  workflow_id text, tenant_id text, kind text, subject_id text, attempt integer, lease integer, looks integer, is_heard boolean
) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  RETURN QUERY
    WITH due AS (
      SELECT d.workflow_id, d.work_key FROM due_work d WHERE d.due_at <= now() ORDER BY d.due_at LIMIT p_limit FOR UPDATE SKIP LOCKED
    )
    UPDATE due_work d SET looks = d.looks + 1, due_at = now() + least(
      interval '5 seconds' * power(2, least(d.looks + CASE d.kind WHEN 'hitl-request' THEN 5 ELSE 0 END, 12)), interval '1 hour')
    FROM due WHERE d.workflow_id = due.workflow_id AND d.work_key = due.work_key
    RETURNING d.workflow_id, d.tenant_id, d.kind, d.subject_id, d.attempt, d.lease, d.looks, d.is_heard;
END $$;

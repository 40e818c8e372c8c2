-- Removes every artifact of an erased workflow, once per message; what other workflows adopted has rows of its own. The blobs that no row
-- names any more go with the orphans. The service itself may not delete a version; this function may.
CREATE FUNCTION erase_artifacts(p_tenant text, p_consumer text, p_event_id text, p_workflow text)
RETURNS TABLE (erased integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  erased := 0;
  IF inbox_claim(p_tenant, p_consumer, p_event_id) THEN
    DELETE FROM artifact_text t WHERE t.tenant_id = p_tenant AND t.workflow_id = p_workflow;
    DELETE FROM artifact_version v WHERE v.tenant_id = p_tenant AND v.workflow_id = p_workflow;
    DELETE FROM artifact a WHERE a.tenant_id = p_tenant AND a.workflow_id = p_workflow;
    GET DIAGNOSTICS erased = ROW_COUNT;
  END IF;
  RETURN NEXT;
END $$;

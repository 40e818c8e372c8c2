-- Removes the requests of an erased workflow with everything that was said about them, once per message.
CREATE FUNCTION erase_hitl_requests(p_tenant text, p_consumer text, p_event_id text, p_workflow text)
RETURNS TABLE (erased integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  erased := 0;
  IF inbox_claim(p_tenant, p_consumer, p_event_id) THEN
    DELETE FROM hitl_record d USING hitl_request r
      WHERE r.tenant_id = p_tenant AND r.workflow_id = p_workflow AND d.tenant_id = p_tenant AND d.request_id = r.request_id;
    DELETE FROM hitl_request r WHERE r.tenant_id = p_tenant AND r.workflow_id = p_workflow;
    GET DIAGNOSTICS erased = ROW_COUNT;
  END IF;
  RETURN NEXT;
END $$;

-- Removes what is recorded of an erased workflow; that it was erased, and when, stays. Repeating is harmless.
CREATE FUNCTION erase_workflow_records(p_tenant text, p_workflow text) RETURNS TABLE (erased integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  DELETE FROM event_record r WHERE r.tenant_id = p_tenant AND r.workflow_id = p_workflow AND NOT (r.entity = 'workflow' AND r.verb = 'erased');
  GET DIAGNOSTICS erased = ROW_COUNT;
  RETURN NEXT;
END $$;

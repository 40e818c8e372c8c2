-- Forgets the words of an erased workflow's calls, once per message: answers, guardrail values, entries of the cache. What was paid stays.
CREATE FUNCTION erase_call_texts(p_tenant text, p_consumer text, p_event_id text, p_workflow text)
RETURNS TABLE (erased integer) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  erased := 0;
  IF inbox_claim(p_tenant, p_consumer, p_event_id) THEN
    DELETE FROM cache_entry c USING model_call m
      WHERE m.tenant_id = p_tenant AND m.workflow_id = p_workflow AND c.tenant_id = p_tenant AND c.call_id = m.call_id;
    UPDATE model_call m SET answer = NULL, content = NULL
      WHERE m.tenant_id = p_tenant AND m.workflow_id = p_workflow AND (m.answer IS NOT NULL OR m.content IS NOT NULL);
    GET DIAGNOSTICS erased = ROW_COUNT;
    PERFORM erase_guardrail_values(p_tenant, p_workflow);
  END IF;
  RETURN NEXT;
END $$;

CREATE FUNCTION append_note(p_tenant text, p_text text) RETURNS TABLE (note_id bigint, at timestamptz)
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY INSERT INTO note (tenant_id, text) VALUES (p_tenant, p_text) RETURNING id, now()::timestamptz;
END
$$;
GRANT EXECUTE ON FUNCTION append_note(text, text) TO :role;

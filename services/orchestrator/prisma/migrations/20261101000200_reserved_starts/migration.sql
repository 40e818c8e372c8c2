-- The id a workflow will have, kept from before its brief is stored: a start that is repeated after a crash finds the brief it stored.

CREATE TABLE reserved_start (
  tenant_id    text NOT NULL,
  command_key  text NOT NULL,
  request_hash text NOT NULL,
  workflow_id  text NOT NULL,
  reserved_at  timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, command_key)
);

ALTER TABLE reserved_start ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON reserved_start
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');

GRANT SELECT, INSERT ON reserved_start TO :role;

-- The answer a start already has under its key, or else the id its workflow has to use: that of the first try.
CREATE FUNCTION reserve_start(p_tenant text, p_key text, p_hash text, p_workflow text)
RETURNS TABLE (request_hash text, reply jsonb, workflow_id text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY SELECT r.request_hash, r.reply, NULL::text FROM command_record r WHERE r.command_key = p_key;
  IF FOUND THEN RETURN; END IF;
  INSERT INTO reserved_start (tenant_id, command_key, request_hash, workflow_id)
  VALUES (p_tenant, p_key, p_hash, p_workflow) ON CONFLICT DO NOTHING;
  RETURN QUERY SELECT s.request_hash, NULL::jsonb, s.workflow_id FROM reserved_start s WHERE s.command_key = p_key;
END $$;

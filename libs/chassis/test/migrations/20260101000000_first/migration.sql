CREATE TABLE note (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id text NOT NULL,
  text text NOT NULL
);
ALTER TABLE note ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON note
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
GRANT SELECT, INSERT ON note TO :role;

-- Named sets of people. The version grows with every change, so that a decision made under a group can be told from a later one.

CREATE TABLE "group" (
  tenant_id  text NOT NULL REFERENCES tenant (tenant_id),
  name       text NOT NULL,
  title      text NOT NULL DEFAULT '',
  version    integer NOT NULL DEFAULT 1,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, name)
);

CREATE TABLE group_member (
  tenant_id text NOT NULL,
  name      text NOT NULL,
  user_id   text NOT NULL REFERENCES "user" (user_id),
  PRIMARY KEY (tenant_id, name, user_id),
  FOREIGN KEY (tenant_id, name) REFERENCES "group" (tenant_id, name) ON DELETE CASCADE
);
CREATE INDEX group_member_by_user ON group_member (tenant_id, user_id);

ALTER TABLE "group" ENABLE ROW LEVEL SECURITY;
ALTER TABLE group_member ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON "group"
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_rows ON group_member
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');

GRANT SELECT, INSERT, UPDATE, DELETE ON "group", group_member TO :role;

-- Creates or replaces a group. Users the tenant has not are returned and nothing is changed; the same again changes no version.
CREATE FUNCTION group_set(p_tenant text, p_name text, p_title text, p_members text[])
RETURNS TABLE (unknown_members text[]) LANGUAGE plpgsql AS $$
DECLARE
  known text[];
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  unknown_members := ARRAY(SELECT DISTINCT m FROM unnest(p_members) AS m
    WHERE NOT EXISTS (SELECT 1 FROM "user" u WHERE u.tenant_id = p_tenant AND u.user_id = m) ORDER BY m);
  IF cardinality(unknown_members) = 0 THEN
    INSERT INTO "group" AS g (tenant_id, name, title, version) VALUES (p_tenant, p_name, coalesce(p_title, ''), 0)
    ON CONFLICT (tenant_id, name) DO UPDATE SET title = coalesce(p_title, g.title);
    known := ARRAY(SELECT m.user_id FROM group_member m WHERE m.tenant_id = p_tenant AND m.name = p_name ORDER BY 1);
    IF known IS DISTINCT FROM ARRAY(SELECT DISTINCT m FROM unnest(p_members) AS m ORDER BY m)
      OR EXISTS (SELECT 1 FROM "group" g WHERE g.tenant_id = p_tenant AND g.name = p_name AND g.version = 0) THEN
      DELETE FROM group_member m WHERE m.tenant_id = p_tenant AND m.name = p_name;
      INSERT INTO group_member (tenant_id, name, user_id)
      SELECT DISTINCT p_tenant, p_name, m FROM unnest(p_members) AS m;
      UPDATE "group" g SET version = g.version + 1, updated_at = now() WHERE g.tenant_id = p_tenant AND g.name = p_name;
    END IF;
  END IF;
  RETURN NEXT;
END $$;

-- Removes a group with its memberships; false when there was none.
CREATE FUNCTION group_remove(p_tenant text, p_name text) RETURNS TABLE (removed boolean) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  DELETE FROM "group" g WHERE g.tenant_id = p_tenant AND g.name = p_name;
  removed := FOUND;
  RETURN NEXT;
END $$;

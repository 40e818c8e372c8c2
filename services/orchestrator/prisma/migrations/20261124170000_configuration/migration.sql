-- Configuration that is changed while the platform runs: values by key, of a tenant or of the installation ('*'), with their history.

CREATE TABLE configuration (
  tenant_id  text PRIMARY KEY,
  -- Keys that were set; all others have their defaults.
  entries    jsonb NOT NULL,
  -- One numbering for all tenants: who knows revision n asks for what came after it.
  revision   bigint NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamptz(3) NOT NULL
);
CREATE UNIQUE INDEX configuration_by_revision ON configuration (revision);

CREATE TABLE configuration_change (
  revision   bigint PRIMARY KEY,
  tenant_id  text NOT NULL,
  before     jsonb NOT NULL,
  after      jsonb NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamptz(3) NOT NULL
);
CREATE INDEX configuration_change_by_tenant ON configuration_change (tenant_id, revision DESC);

ALTER TABLE configuration ENABLE ROW LEVEL SECURITY;
ALTER TABLE configuration_change ENABLE ROW LEVEL SECURITY;
-- Everybody may know what holds for everybody; only the system scope sets it.
CREATE POLICY tenant_reads ON configuration FOR SELECT
  USING (tenant_id = '*' OR tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_inserts ON configuration FOR INSERT
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_updates ON configuration FOR UPDATE
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_reads ON configuration_change FOR SELECT
  USING (tenant_id = '*' OR tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_inserts ON configuration_change FOR INSERT
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
GRANT SELECT, INSERT, UPDATE ON configuration TO :role;
-- Nobody changes what was.
GRANT SELECT, INSERT ON configuration_change TO :role;

-- A disabled agent is kept back like a stopped one, but nothing of it is taken back and no operator lifts it.
ALTER TABLE stop_switch ADD COLUMN origin text NOT NULL DEFAULT 'operator' CHECK (origin IN ('operator', 'configuration'));
DROP INDEX stop_switch_in_force;
CREATE UNIQUE INDEX stop_switch_in_force ON stop_switch (tenant_id, scope, subject, origin) WHERE lifted_at IS NULL;

-- As before, for stops of operators alone.
CREATE OR REPLACE FUNCTION stop_work(p_stop jsonb, p_announced_in text, p_messages jsonb)
RETURNS TABLE (stop_id text, stopped_at timestamptz, is_new boolean) LANGUAGE plpgsql AS $$
DECLARE
  v_target  text := p_stop ->> 'tenant_id';
  v_scope   text := p_stop ->> 'scope';
  v_subject text := p_stop ->> 'subject';
  v_slot    admission_slot;
BEGIN
  -- Decisions that have begun are committed first; those that begin later see the stop.
  PERFORM pg_advisory_xact_lock(hashtext(current_schema()), 1);
  PERFORM admission_begin();
  PERFORM set_config('botarmy.tenant', '*', true);
  RETURN QUERY SELECT s.stop_id, s.stopped_at::timestamptz, false FROM stop_switch s
    WHERE s.lifted_at IS NULL AND s.origin = 'operator' AND s.tenant_id = v_target AND s.scope = v_scope AND s.subject = v_subject;
  IF FOUND THEN RETURN; END IF;
  INSERT INTO stop_switch (stop_id, tenant_id, scope, subject, reason, stopped_by)
  VALUES (p_stop ->> 'stop_id', v_target, v_scope, v_subject, p_stop ->> 'reason', p_stop ->> 'stopped_by');
  FOR v_slot IN SELECT * FROM admission_slot s WHERE s.state = 'waiting' AND (v_target = '*' OR s.tenant_id = v_target)
    AND (v_scope IN ('everything', 'tenant') OR (v_scope = 'process' AND s.process = v_subject) OR (v_scope = 'agent' AND s.agent_id = v_subject))
  LOOP
    PERFORM admission_hold(v_slot, p_stop ->> 'stop_id');
  END LOOP;
  PERFORM outbox_add(p_announced_in, p_messages);
  RETURN QUERY SELECT s.stop_id, s.stopped_at::timestamptz, true FROM stop_switch s WHERE s.stop_id = p_stop ->> 'stop_id';
END $$;

CREATE OR REPLACE FUNCTION find_stop(p_stop text) RETURNS SETOF stop_switch LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  RETURN QUERY SELECT * FROM stop_switch s WHERE s.stop_id = p_stop AND s.origin = 'operator';
END $$;

CREATE OR REPLACE FUNCTION stops_in_force(p_tenant text) RETURNS TABLE (
  stop_id text, tenant_id text, scope text, subject text, reason text, stopped_by text, stopped_at timestamptz, held bigint
) LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY SELECT s.stop_id, s.tenant_id, s.scope, s.subject, s.reason, s.stopped_by, s.stopped_at::timestamptz,
    (SELECT count(*) FROM admission_slot h WHERE h.state = 'held' AND h.reason = s.stop_id)
  FROM stop_switch s WHERE s.lifted_at IS NULL AND s.origin = 'operator' ORDER BY s.stopped_at;
END $$;

-- Lets an agent of a tenant take tasks, or no new ones. Called under the locks of set_configuration.
CREATE FUNCTION switch_agent(p_tenant text, p_agent text, p_is_enabled boolean, p_by text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_stop text := 'disabled.' || p_tenant || '.' || p_agent;
  v_slot admission_slot;
BEGIN
  IF p_is_enabled THEN
    PERFORM lift_stop(v_stop, p_tenant, p_by, p_tenant, '[]');
    RETURN;
  END IF;
  INSERT INTO stop_switch (stop_id, tenant_id, scope, subject, reason, stopped_by, origin)
  VALUES (v_stop, p_tenant, 'agent', p_agent, 'The agent is disabled.', p_by, 'configuration')
  ON CONFLICT (stop_id) DO UPDATE SET stopped_by = excluded.stopped_by, stopped_at = now(), lifted_by = NULL, lifted_at = NULL;
  FOR v_slot IN SELECT * FROM admission_slot s WHERE s.state = 'waiting' AND s.tenant_id = p_tenant AND s.agent_id = p_agent LOOP
    PERFORM admission_hold(v_slot, v_stop);
  END LOOP;
END $$;

-- Sets the values of some scopes, each {tenant_id, entries, before, after, agents: {id: is_enabled}}, in one commit with the messages about
-- it, unless the version of the tenant is another than expected by now ('conflict').
CREATE FUNCTION set_configuration(p_tenant text, p_expected bigint, p_by text, p_scopes jsonb, p_messages jsonb)
RETURNS TABLE (outcome text, version bigint, changed_at timestamptz) LANGUAGE plpgsql AS $$
DECLARE
  v_scope    jsonb;
  v_agent    record;
  v_revision bigint;
BEGIN
  -- One change after another, so that revisions become visible in their order; decisions that begin later see a disabled agent.
  PERFORM pg_advisory_xact_lock(hashtext(current_schema()), 1);
  PERFORM admission_begin();
  PERFORM set_config('botarmy.tenant', '*', true);
  SELECT coalesce(max(c.revision), 0) INTO v_revision FROM configuration c WHERE c.tenant_id IN ('*', p_tenant);
  IF v_revision + 1 <> p_expected THEN
    RETURN QUERY SELECT 'conflict', v_revision + 1, NULL::timestamptz;
    RETURN;
  END IF;
  SELECT coalesce(max(c.revision), 0) INTO v_revision FROM configuration_change c;
  changed_at := date_trunc('milliseconds', now());
  FOR v_scope IN SELECT s FROM jsonb_array_elements(p_scopes) AS t (s) LOOP
    v_revision := v_revision + 1;
    INSERT INTO configuration AS c (tenant_id, entries, revision, changed_by, changed_at)
    VALUES (v_scope ->> 'tenant_id', v_scope -> 'entries', v_revision, p_by, set_configuration.changed_at)
    ON CONFLICT (tenant_id) DO UPDATE SET entries = excluded.entries, revision = excluded.revision, changed_by = excluded.changed_by,
      changed_at = excluded.changed_at;
    INSERT INTO configuration_change (revision, tenant_id, before, after, changed_by, changed_at)
    VALUES (v_revision, v_scope ->> 'tenant_id', v_scope -> 'before', v_scope -> 'after', p_by, set_configuration.changed_at);
    FOR v_agent IN SELECT key AS id, value::boolean AS is_enabled FROM jsonb_each_text(v_scope -> 'agents') LOOP
      PERFORM switch_agent(v_scope ->> 'tenant_id', v_agent.id, v_agent.is_enabled, p_by);
    END LOOP;
  END LOOP;
  PERFORM set_config('botarmy.tenant', '*', true);
  PERFORM outbox_add(p_tenant, p_messages);
  outcome := 'changed';
  version := v_revision + 1;
  RETURN NEXT;
END $$;

-- Values of a tenant and of the installation.
CREATE FUNCTION load_configuration(p_tenant text) RETURNS TABLE (tenant_id text, entries jsonb, revision bigint, changed_at timestamptz) LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY SELECT c.tenant_id, c.entries, c.revision, c.changed_at::timestamptz FROM configuration c WHERE c.tenant_id IN ('*', p_tenant);
END $$;

-- Values of every scope that changed after a revision.
CREATE FUNCTION configuration_after(p_revision bigint) RETURNS TABLE (target_tenant text, entries jsonb, revision bigint) LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  RETURN QUERY SELECT c.tenant_id, c.entries, c.revision FROM configuration c WHERE c.revision > p_revision ORDER BY c.revision;
END $$;

-- Changes that concern a tenant, newest first, before a revision.
CREATE FUNCTION configuration_changes(p_tenant text, p_before bigint, p_limit integer)
RETURNS TABLE (revision bigint, tenant_id text, before jsonb, after jsonb, changed_by text, changed_at timestamptz) LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY SELECT c.revision, c.tenant_id, c.before, c.after, c.changed_by, c.changed_at::timestamptz FROM configuration_change c
    WHERE c.tenant_id IN ('*', p_tenant) AND (p_before IS NULL OR c.revision < p_before) ORDER BY c.revision DESC LIMIT p_limit;
END $$;

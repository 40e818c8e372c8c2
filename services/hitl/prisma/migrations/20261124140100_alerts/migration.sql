-- What people want to hear of, and which requests they have looked at.

CREATE TABLE alert_preference (
  tenant_id text NOT NULL,
  user_id   text NOT NULL,
  -- Event to channel; what is not named follows the tenant's defaults.
  settings  jsonb NOT NULL,
  PRIMARY KEY (tenant_id, user_id)
);

CREATE TABLE hitl_request_seen (
  tenant_id  text NOT NULL,
  user_id    text NOT NULL,
  request_id text NOT NULL,
  -- The revision that was looked at: a later one is new again.
  revision   integer NOT NULL,
  seen_at    timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, user_id, request_id)
);

ALTER TABLE alert_preference ENABLE ROW LEVEL SECURITY;
ALTER TABLE hitl_request_seen ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON alert_preference
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_rows ON hitl_request_seen
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
GRANT SELECT, INSERT, UPDATE ON alert_preference, hitl_request_seen TO :role;

-- Changes some of a person's preferences and returns all that are stated.
CREATE FUNCTION alert_preferences_set(p_tenant text, p_user text, p_settings jsonb) RETURNS TABLE (settings jsonb)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY
    INSERT INTO alert_preference AS a (tenant_id, user_id, settings) VALUES (p_tenant, p_user, p_settings)
    ON CONFLICT (tenant_id, user_id) DO UPDATE SET settings = a.settings || excluded.settings
    RETURNING a.settings;
END $$;

-- Notes that somebody has looked at requests as they are now; counts what was new.
CREATE FUNCTION alert_requests_seen(p_tenant text, p_user text, p_request_ids text[], p_at timestamptz)
RETURNS TABLE (changed integer) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  INSERT INTO hitl_request_seen AS s (tenant_id, user_id, request_id, revision, seen_at)
    SELECT p_tenant, p_user, r.request_id, r.revision, p_at FROM hitl_request r
      WHERE r.tenant_id = p_tenant AND r.request_id = ANY (p_request_ids) AND r.created_at IS NOT NULL
      ORDER BY r.request_id
    ON CONFLICT (tenant_id, user_id, request_id) DO UPDATE SET revision = excluded.revision, seen_at = excluded.seen_at
      WHERE s.revision < excluded.revision;
  GET DIAGNOSTICS changed = ROW_COUNT;
  RETURN NEXT;
END $$;

-- Messages others wrote, in the conversations a person takes part in, since they looked; most first. `p_answers` and `p_messages`
-- say whether answers of agents and words of people count.
CREATE FUNCTION alert_unread_messages(p_tenant text, p_user text, p_messages boolean, p_answers boolean)
RETURNS TABLE (conversation_id text, workflow_id text, agent_id text, unread integer) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  RETURN QUERY
    SELECT c.conversation_id, c.workflow_id, c.agent_id, u.unread
      FROM conversation_participant p
      JOIN conversation c ON c.tenant_id = p.tenant_id AND c.conversation_id = p.conversation_id
      CROSS JOIN LATERAL (
        SELECT count(*)::integer AS unread FROM conversation_message m
          WHERE m.tenant_id = c.tenant_id AND m.conversation_id = c.conversation_id AND m.seq > p.read_seq
            AND m.status <> 'pending' AND CASE m.role WHEN 'user' THEN p_messages AND m.author_id <> p_user ELSE p_answers END
      ) AS u
      WHERE p.tenant_id = p_tenant AND p.participant_id = p_user AND p.read_seq < c.last_seq AND u.unread > 0
      ORDER BY u.unread DESC, c.conversation_id;
END $$;

-- Conversations of people and agents, their messages and the links that show them.

CREATE TABLE conversation (
  tenant_id       text NOT NULL,
  conversation_id text NOT NULL,
  -- With a workflow everybody of the tenant may read it, without one its participants alone.
  workflow_id     text,
  thread          text,
  agent_id        text,
  title           text NOT NULL,
  created_by      text NOT NULL,
  created_at      timestamptz NOT NULL,
  last_message_at timestamptz NOT NULL,
  last_seq        integer NOT NULL DEFAULT 0,
  -- The client's key under which a free conversation was begun.
  open_key        text,
  PRIMARY KEY (tenant_id, conversation_id),
  CHECK ((workflow_id IS NULL) = (thread IS NULL))
);
CREATE UNIQUE INDEX conversation_of_workflow ON conversation (tenant_id, workflow_id, thread) WHERE workflow_id IS NOT NULL;
CREATE UNIQUE INDEX conversation_by_key ON conversation (tenant_id, created_by, open_key) WHERE open_key IS NOT NULL;
CREATE INDEX conversation_newest ON conversation (tenant_id, last_message_at, conversation_id);

CREATE TABLE conversation_participant (
  tenant_id       text NOT NULL,
  conversation_id text NOT NULL,
  participant_id  text NOT NULL,
  kind            text NOT NULL CHECK (kind IN ('person', 'agent')),
  name            text NOT NULL,
  role            text NOT NULL CHECK (role IN ('owner', 'member', 'reader', 'agent')),
  joined_at       timestamptz NOT NULL,
  -- The last message the person has seen.
  read_seq        integer NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, conversation_id, participant_id),
  FOREIGN KEY (tenant_id, conversation_id) REFERENCES conversation ON DELETE CASCADE ON UPDATE NO ACTION
);
CREATE INDEX conversation_of_participant ON conversation_participant (tenant_id, participant_id, conversation_id);

CREATE TABLE conversation_message (
  tenant_id       text NOT NULL,
  conversation_id text NOT NULL,
  seq             integer NOT NULL,
  message_id      text NOT NULL,
  role            text NOT NULL CHECK (role IN ('user', 'assistant', 'system')),
  status          text NOT NULL CHECK (status IN ('pending', 'complete', 'failed')),
  content         text NOT NULL,
  author_id       text,
  author_name     text NOT NULL,
  agent_id        text,
  -- Agents it comes from or asks.
  agents          text[] DEFAULT '{}' CHECK (agents IS NOT NULL),
  artifacts       text[] DEFAULT '{}' CHECK (artifacts IS NOT NULL),
  attachments     text[] DEFAULT '{}' CHECK (attachments IS NOT NULL),
  reply_to        text,
  metadata        jsonb NOT NULL DEFAULT '{}',
  created_at      timestamptz NOT NULL,
  -- The client's key, and the hash of what it sent under it.
  client_key      text,
  client_hash     text,
  -- What an answer to come is made with; null once it is settled.
  work            jsonb,
  tries           integer NOT NULL DEFAULT 0,
  due_at          timestamptz,
  -- Who writes the answer: a claim counts while it is the row's.
  claim           text,
  -- Words stemmed and as they are, and one word per tenant: the index alone finds a tenant's messages.
  document        tsvector NOT NULL,
  PRIMARY KEY (tenant_id, conversation_id, seq),
  CHECK ((status = 'pending') = (work IS NOT NULL)),
  CHECK ((status = 'pending') = (due_at IS NOT NULL))
);
CREATE UNIQUE INDEX conversation_message_id ON conversation_message (tenant_id, message_id);
CREATE UNIQUE INDEX conversation_message_key ON conversation_message (tenant_id, conversation_id, author_id, client_key)
  WHERE client_key IS NOT NULL;
CREATE INDEX conversation_answers_due ON conversation_message (due_at) WHERE status = 'pending';
CREATE INDEX conversation_words ON conversation_message USING gin (document);

CREATE TABLE conversation_share (
  tenant_id       text NOT NULL,
  share_id        text NOT NULL,
  conversation_id text NOT NULL,
  -- SHA-256 of the link's secret; the secret itself is nowhere.
  token_hash      text NOT NULL,
  up_to_seq       integer NOT NULL,
  created_by      text NOT NULL,
  created_at      timestamptz NOT NULL,
  expires_at      timestamptz NOT NULL,
  withdrawn_at    timestamptz,
  opened_count    integer NOT NULL DEFAULT 0,
  last_opened_at  timestamptz,
  PRIMARY KEY (tenant_id, share_id)
);
CREATE UNIQUE INDEX conversation_share_token ON conversation_share (token_hash);
CREATE INDEX conversation_share_of ON conversation_share (tenant_id, conversation_id, created_at);

ALTER TABLE conversation ENABLE ROW LEVEL SECURITY;
ALTER TABLE conversation_participant ENABLE ROW LEVEL SECURITY;
ALTER TABLE conversation_message ENABLE ROW LEVEL SECURITY;
ALTER TABLE conversation_share ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON conversation
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_rows ON conversation_participant
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_rows ON conversation_message
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');
CREATE POLICY tenant_rows ON conversation_share
  USING (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*')
  WITH CHECK (tenant_id = current_setting('botarmy.tenant', true) OR current_setting('botarmy.tenant', true) = '*');

GRANT SELECT, INSERT, UPDATE ON conversation, conversation_message, conversation_share TO :role;
GRANT SELECT, INSERT, UPDATE, DELETE ON conversation_participant TO :role;

-- What a message is found by.
CREATE FUNCTION conversation_words(p_tenant text, p_content text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
  SELECT to_tsvector('english', left(p_content, 50000)) || to_tsvector('simple', left(p_content, 50000))
    || array_to_tsvector(ARRAY['~' || p_tenant])
$$;

-- Begins a conversation; a workflow's thread, and a free conversation under the same key, are there once. Who begins it takes part.
CREATE FUNCTION conversation_open(p_tenant text, p_conversation jsonb, p_user text, p_user_name text, p_at timestamptz)
RETURNS TABLE (conversation_id text, created boolean) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  workflow text := p_conversation ->> 'workflow_id';
  opening text := p_conversation ->> 'open_key';
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  INSERT INTO conversation AS c (
      tenant_id, conversation_id, workflow_id, thread, agent_id, title, created_by, created_at, last_message_at, open_key)
    VALUES (p_tenant, p_conversation ->> 'conversation_id', workflow, p_conversation ->> 'thread',
      p_conversation ->> 'agent_id', p_conversation ->> 'title', p_user, p_at, p_at, opening)
    ON CONFLICT DO NOTHING RETURNING c.conversation_id INTO conversation_id;
  created := FOUND;
  IF created THEN
    INSERT INTO conversation_participant (tenant_id, conversation_id, participant_id, kind, name, role, joined_at)
      VALUES (p_tenant, conversation_id, p_user, 'person', p_user_name, 'owner', p_at);
  ELSE
    SELECT c.conversation_id INTO conversation_id FROM conversation c
      WHERE c.tenant_id = p_tenant AND CASE WHEN workflow IS NULL THEN c.created_by = p_user AND c.open_key = opening
        ELSE c.workflow_id = workflow AND c.thread = p_conversation ->> 'thread' END;
  END IF;
  RETURN NEXT;
END $$;

-- Adds messages at the end of a conversation together with their news, whose numbers it completes: the first message is the
-- author's own and carries the client's key. `added`; `repeated` when the same was sent under the key before, with the number it
-- got then; `key-reused` when something else was.
CREATE FUNCTION conversation_add(
  p_tenant text, p_conversation text, p_items jsonb, p_participants jsonb, p_messages jsonb, p_at timestamptz
) RETURNS TABLE (outcome text, first_seq integer) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  base integer;
  own jsonb := p_items -> 0;
  known text;
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  -- Whoever adds waits here for whoever adds to the same conversation: numbers have no gaps.
  SELECT c.last_seq INTO base FROM conversation c
    WHERE c.tenant_id = p_tenant AND c.conversation_id = p_conversation FOR UPDATE;
  IF NOT FOUND THEN
    outcome := 'unknown';
    RETURN NEXT;
    RETURN;
  END IF;
  IF own ->> 'client_key' IS NOT NULL THEN
    SELECT m.seq, m.client_hash INTO first_seq, known FROM conversation_message m
      WHERE m.tenant_id = p_tenant AND m.conversation_id = p_conversation AND m.author_id = own ->> 'author_id'
        AND m.client_key = own ->> 'client_key';
    IF FOUND THEN
      outcome := CASE WHEN known = own ->> 'client_hash' THEN 'repeated' ELSE 'key-reused' END;
      RETURN NEXT;
      RETURN;
    END IF;
  END IF;
  INSERT INTO conversation_message (
      tenant_id, conversation_id, seq, message_id, role, status, content, author_id, author_name, agent_id, agents,
      artifacts, attachments, reply_to, metadata, created_at, client_key, client_hash, work, due_at, document)
    SELECT p_tenant, p_conversation, base + n, r ->> 'message_id', r ->> 'role', r ->> 'status', r ->> 'content',
        r ->> 'author_id', r ->> 'author_name', r ->> 'agent_id',
        ARRAY(SELECT jsonb_array_elements_text(r -> 'agents')), ARRAY(SELECT jsonb_array_elements_text(r -> 'artifacts')),
        ARRAY(SELECT jsonb_array_elements_text(r -> 'attachments')), r ->> 'reply_to', r -> 'metadata', p_at,
        r ->> 'client_key', r ->> 'client_hash', nullif(r -> 'work', 'null'),
        CASE WHEN r ->> 'status' = 'pending' THEN p_at END, conversation_words(p_tenant, r ->> 'content')
      FROM jsonb_array_elements(p_items) WITH ORDINALITY AS t (r, n);
  UPDATE conversation c SET last_seq = base + jsonb_array_length(p_items), last_message_at = p_at
    WHERE c.tenant_id = p_tenant AND c.conversation_id = p_conversation;
  INSERT INTO conversation_participant AS p (
      tenant_id, conversation_id, participant_id, kind, name, role, joined_at, read_seq)
    SELECT p_tenant, p_conversation, r ->> 'id', r ->> 'kind', r ->> 'name', r ->> 'role', p_at,
        CASE r ->> 'kind' WHEN 'person' THEN base + 1 ELSE 0 END
      FROM jsonb_array_elements(p_participants) AS r
    ON CONFLICT (tenant_id, conversation_id, participant_id) DO UPDATE SET
      name = excluded.name, read_seq = greatest(p.read_seq, excluded.read_seq),
      role = CASE p.role WHEN 'reader' THEN excluded.role ELSE p.role END;
  PERFORM outbox_add(p_tenant, (
    SELECT jsonb_agg(jsonb_set(r, '{payload}', to_jsonb(jsonb_set((r ->> 'payload')::jsonb, '{seq}', to_jsonb(base + n))::text))
        ORDER BY n)
      FROM jsonb_array_elements(p_messages) WITH ORDINALITY AS t (r, n)));
  outcome := 'added';
  first_seq := base + 1;
  RETURN NEXT;
END $$;

-- Claims answers of any tenant that are due, in each conversation the first alone: later ones are made knowing it. A claim that is
-- not settled in time is somebody else's to take.
CREATE FUNCTION conversation_answers_claim(p_now timestamptz, p_until timestamptz, p_claim text, p_limit integer)
RETURNS TABLE (
  tenant_id text, conversation_id text, workflow_id text, seq integer, message_id text, agent_id text, author_id text, work jsonb,
  tries integer
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  RETURN QUERY
    WITH due AS (
      SELECT m.tenant_id, m.conversation_id, m.seq FROM conversation_message m
        WHERE m.status = 'pending' AND m.due_at <= p_now
          AND NOT EXISTS (
            SELECT 1 FROM conversation_message e
              WHERE e.tenant_id = m.tenant_id AND e.conversation_id = m.conversation_id AND e.status = 'pending' AND e.seq < m.seq)
        ORDER BY m.due_at LIMIT p_limit FOR UPDATE SKIP LOCKED
    )
    UPDATE conversation_message m SET due_at = p_until, claim = p_claim, tries = m.tries + 1
      FROM due, conversation c
      WHERE m.tenant_id = due.tenant_id AND m.conversation_id = due.conversation_id AND m.seq = due.seq
        AND c.tenant_id = m.tenant_id AND c.conversation_id = m.conversation_id
      RETURNING m.tenant_id, m.conversation_id, c.workflow_id, m.seq, m.message_id, m.agent_id, m.author_id, m.work, m.tries;
END $$;

-- Moves the end of a claim, or the next try of an answer that failed for now; false when the claim is no longer the caller's.
CREATE FUNCTION conversation_answer_due(
  p_tenant text, p_conversation text, p_seq integer, p_claim text, p_due timestamptz
) RETURNS TABLE (held boolean) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  UPDATE conversation_message m SET due_at = p_due
    WHERE m.tenant_id = p_tenant AND m.conversation_id = p_conversation AND m.seq = p_seq AND m.status = 'pending'
      AND m.claim = p_claim;
  held := FOUND;
  RETURN NEXT;
END $$;

-- Settles an answer once, with its news; false when the claim is no longer the caller's.
CREATE FUNCTION conversation_answer_settle(
  p_tenant text, p_conversation text, p_seq integer, p_claim text, p_status text, p_content text, p_metadata jsonb,
  p_at timestamptz, p_messages jsonb
) RETURNS TABLE (settled boolean) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  UPDATE conversation_message m SET
      status = p_status, content = p_content, metadata = m.metadata || p_metadata, work = NULL, due_at = NULL, claim = NULL,
      document = conversation_words(p_tenant, p_content)
    WHERE m.tenant_id = p_tenant AND m.conversation_id = p_conversation AND m.seq = p_seq AND m.status = 'pending'
      AND m.claim = p_claim;
  settled := FOUND;
  IF settled THEN
    UPDATE conversation c SET last_message_at = p_at WHERE c.tenant_id = p_tenant AND c.conversation_id = p_conversation;
    PERFORM outbox_add(p_tenant, p_messages);
  END IF;
  RETURN NEXT;
END $$;

-- Lets somebody into a free conversation, or changes nothing when they are in it.
CREATE FUNCTION conversation_invite(p_tenant text, p_conversation text, p_user text, p_name text, p_at timestamptz)
RETURNS TABLE (added boolean) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  INSERT INTO conversation_participant (tenant_id, conversation_id, participant_id, kind, name, role, joined_at)
    VALUES (p_tenant, p_conversation, p_user, 'person', p_name, 'member', p_at) ON CONFLICT DO NOTHING;
  added := FOUND;
  RETURN NEXT;
END $$;

-- Takes somebody out of a conversation; its owner stays.
CREATE FUNCTION conversation_leave(p_tenant text, p_conversation text, p_user text)
RETURNS TABLE (removed boolean) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  DELETE FROM conversation_participant p
    WHERE p.tenant_id = p_tenant AND p.conversation_id = p_conversation AND p.participant_id = p_user AND p.kind = 'person'
      AND p.role <> 'owner';
  removed := FOUND;
  RETURN NEXT;
END $$;

-- Notes how far somebody has read; who only looks at a workflow's thread becomes its reader. True when that was news.
CREATE FUNCTION conversation_read(
  p_tenant text, p_conversation text, p_user text, p_user_name text, p_seq integer, p_at timestamptz
) RETURNS TABLE (changed boolean) LANGUAGE plpgsql AS $$
DECLARE
  last integer;
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  SELECT c.last_seq INTO last FROM conversation c WHERE c.tenant_id = p_tenant AND c.conversation_id = p_conversation;
  INSERT INTO conversation_participant AS p (
      tenant_id, conversation_id, participant_id, kind, name, role, joined_at, read_seq)
    VALUES (p_tenant, p_conversation, p_user, 'person', p_user_name, 'reader', p_at, least(coalesce(p_seq, last), last))
    ON CONFLICT (tenant_id, conversation_id, participant_id) DO UPDATE SET read_seq = excluded.read_seq
      WHERE p.read_seq < excluded.read_seq;
  changed := FOUND;
  RETURN NEXT;
END $$;

-- Messages that hold the words, newest first, in conversations the person may read. Runs as the owner of the tables, because a
-- policy would keep the index of words from being used: tenant and reader are conditions of the query itself.
CREATE FUNCTION conversation_search(
  p_tenant text, p_user text, p_text text, p_conversation text, p_workflow text, p_agent text, p_limit integer, p_after text
) RETURNS TABLE (
  message_id text, conversation_id text, workflow_id text, title text, seq integer, role text, author_name text, agent_id text,
  created_at timestamptz, body text
) LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
#variable_conflict use_column
DECLARE
  words tsquery := websearch_to_tsquery('english', p_text) || websearch_to_tsquery('simple', p_text);
BEGIN
  IF numnode(words) = 0 THEN RETURN; END IF;
  RETURN QUERY
    SELECT m.message_id, m.conversation_id, c.workflow_id, c.title, m.seq, m.role, m.author_name, m.agent_id, m.created_at,
        left(m.content, 50000)
      FROM conversation_message m
      JOIN conversation c ON c.tenant_id = m.tenant_id AND c.conversation_id = m.conversation_id
      WHERE m.document @@ (words && to_tsquery('simple', quote_literal('~' || p_tenant))) AND m.tenant_id = p_tenant
        AND (p_conversation IS NULL OR m.conversation_id = p_conversation)
        AND (p_workflow IS NULL OR c.workflow_id = p_workflow)
        AND (p_agent IS NULL OR m.agents @> ARRAY[p_agent])
        AND (p_after IS NULL OR m.message_id < p_after)
        AND (c.workflow_id IS NOT NULL OR EXISTS (
          SELECT 1 FROM conversation_participant p
            WHERE p.tenant_id = p_tenant AND p.conversation_id = m.conversation_id AND p.participant_id = p_user))
      ORDER BY m.message_id DESC LIMIT p_limit;
END $$;

-- The best passage of each text, hits between U+E000 and U+E001, in the order given.
CREATE FUNCTION conversation_passages(p_text text, p_bodies text[]) RETURNS TABLE (passage text) LANGUAGE sql AS $$
  SELECT ts_headline('english', b.body, websearch_to_tsquery('english', p_text) || websearch_to_tsquery('simple', p_text),
                     'StartSel=' || U&'\E000' || ', StopSel=' || U&'\E001' || ', MaxWords=40, MinWords=15, MaxFragments=2')
    FROM unnest(p_bodies) WITH ORDINALITY AS b (body, n) ORDER BY b.n
$$;

-- Makes a link, with its news.
CREATE FUNCTION conversation_share_create(p_tenant text, p_share jsonb, p_messages jsonb) RETURNS TABLE (up_to_seq integer)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  INSERT INTO conversation_share AS s (
      tenant_id, share_id, conversation_id, token_hash, up_to_seq, created_by, created_at, expires_at)
    SELECT p_tenant, p_share ->> 'share_id', c.conversation_id, p_share ->> 'token_hash', c.last_seq,
        p_share ->> 'created_by', (p_share ->> 'created_at')::timestamptz, (p_share ->> 'expires_at')::timestamptz
      FROM conversation c WHERE c.tenant_id = p_tenant AND c.conversation_id = p_share ->> 'conversation_id'
    RETURNING s.up_to_seq INTO up_to_seq;
  PERFORM outbox_add(p_tenant, p_messages);
  RETURN NEXT;
END $$;

-- Ends a link once, with its news; false when it was withdrawn or is unknown.
CREATE FUNCTION conversation_share_withdraw(
  p_tenant text, p_conversation text, p_share_id text, p_at timestamptz, p_messages jsonb
) RETURNS TABLE (withdrawn boolean) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', p_tenant, true);
  UPDATE conversation_share s SET withdrawn_at = p_at
    WHERE s.tenant_id = p_tenant AND s.conversation_id = p_conversation AND s.share_id = p_share_id AND s.withdrawn_at IS NULL;
  withdrawn := FOUND;
  IF withdrawn THEN PERFORM outbox_add(p_tenant, p_messages); END IF;
  RETURN NEXT;
END $$;

-- What a link of any tenant shows now, found by the hash of its secret; counts the opening when the first page is read.
CREATE FUNCTION conversation_share_open(p_token_hash text, p_now timestamptz, p_is_first boolean) RETURNS TABLE (
  tenant_id text, conversation_id text, title text, up_to_seq integer, created_at timestamptz, expires_at timestamptz
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  RETURN QUERY
    WITH opened AS (
      UPDATE conversation_share s SET
          opened_count = s.opened_count + p_is_first::integer,
          last_opened_at = CASE WHEN p_is_first THEN p_now ELSE s.last_opened_at END
        WHERE s.token_hash = p_token_hash AND s.withdrawn_at IS NULL AND s.expires_at > p_now
        RETURNING s.*
    )
    SELECT o.tenant_id, o.conversation_id, c.title, o.up_to_seq, o.created_at, o.expires_at
      FROM opened o JOIN conversation c ON c.tenant_id = o.tenant_id AND c.conversation_id = o.conversation_id;
END $$;

-- Removes what was said about an erased workflow, however often it is asked.
CREATE FUNCTION erase_conversations(p_tenant text, p_workflow text) RETURNS TABLE (erased integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  ids text[] := ARRAY(
    SELECT c.conversation_id FROM conversation c WHERE c.tenant_id = p_tenant AND c.workflow_id = p_workflow);
BEGIN
  DELETE FROM conversation_share s WHERE s.tenant_id = p_tenant AND s.conversation_id = ANY (ids);
  DELETE FROM conversation_message m WHERE m.tenant_id = p_tenant AND m.conversation_id = ANY (ids);
  DELETE FROM conversation c WHERE c.tenant_id = p_tenant AND c.conversation_id = ANY (ids);
  erased := cardinality(ids);
  RETURN NEXT;
END $$;

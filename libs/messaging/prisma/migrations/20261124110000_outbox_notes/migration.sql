-- A row may say nothing itself: its service works out from its own tables what the row stands for. So what a commit wrote already is not
-- written a second time as a message.
ALTER TABLE outbox ALTER COLUMN subject DROP NOT NULL, ALTER COLUMN payload DROP NOT NULL;
ALTER TABLE outbox ADD CONSTRAINT outbox_says_all_or_nothing CHECK ((subject IS NULL) = (payload IS NULL));

-- Lends the oldest rows to this transaction: they are published, then removed by outbox_said; a transaction that ends before gives them back.
CREATE FUNCTION outbox_claim(p_limit integer) RETURNS TABLE (
  event_id text, tenant_id text, subject text, payload text, headers jsonb, publication integer, ordinal bigint
) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  RETURN QUERY SELECT o.event_id, o.tenant_id, o.subject, o.payload, o.headers, o.publication, o.ordinal
    FROM outbox o ORDER BY o.ordinal LIMIT p_limit FOR UPDATE SKIP LOCKED;
END $$;

-- Removes rows whose messages the broker acknowledged.
CREATE FUNCTION outbox_said(p_ordinals bigint[]) RETURNS TABLE (removed bigint) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('botarmy.tenant', '*', true);
  DELETE FROM outbox o WHERE o.ordinal = ANY (p_ordinals);
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN NEXT;
END $$;

-- Rows come in the order of their time and are looked for by age once an hour: an index of block ranges costs an insert next to nothing.
DROP INDEX inbox_by_age;
CREATE INDEX inbox_by_age ON inbox USING brin (handled_at);

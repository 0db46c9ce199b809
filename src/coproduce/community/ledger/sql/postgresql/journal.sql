-- Both tables carry the transaction that wrote them: a posting from any other finds no header.
ALTER TABLE ledger_entry ADD COLUMN IF NOT EXISTS txid xid8 NOT NULL DEFAULT pg_current_xact_id();;
ALTER TABLE ledger_posting ADD COLUMN IF NOT EXISTS txid xid8 NOT NULL DEFAULT pg_current_xact_id();;
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'ledger_entry_txid') THEN
    ALTER TABLE ledger_entry ADD CONSTRAINT ledger_entry_txid UNIQUE (id, txid);
    ALTER TABLE ledger_posting ADD CONSTRAINT ledger_posting_same_transaction
      FOREIGN KEY (entry_id, txid) REFERENCES ledger_entry (id, txid) DEFERRABLE INITIALLY DEFERRED;
  END IF;
END $$;;

-- Held already, and looked up again for each row of a history: a posting's entry is there by the constraint above; its
-- account is looked for when its header comes, and none is ever deleted; an entry's community is that of its accounts.
-- What a block is sealed over was read in the transaction that seals it, and stands for good.
DO $$ DECLARE held record; BEGIN
  FOR held IN
    SELECT c.conrelid::regclass AS child, c.conname FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
    WHERE c.contype = 'f' AND cardinality(c.conkey) = 1 AND (
      c.conrelid = 'ledger_posting'::regclass AND a.attname IN ('entry_id', 'account_id')
      OR c.conrelid = 'ledger_entry'::regclass AND a.attname = 'community_id'
      OR c.conrelid = 'ledger_leaf'::regclass)
  LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', held.child, held.conname);
  END LOOP;
END $$;;
-- What an account holds changes with every posting: a row has room to be written again beside itself.
ALTER TABLE ledger_ledgeraccount SET (fillfactor = 50);;

-- Planned once, and everything looked up by its index: a plan made while the tables were empty would read them from end
-- to end ever after. Most entries are plain, and that is seen at one look; what is wrong with another is asked afterwards.
CREATE OR REPLACE FUNCTION ledger_entry_check() RETURNS trigger LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM added e CROSS JOIN LATERAL (
      SELECT count(*) > 1 AND sum(p.amount) = 0 AND min(p.unit) = max(p.unit)
        AND bool_and(a.community_id = e.community_id AND a.unit = p.unit AND (a.is_transferable OR a.kind = 'issuing'))
        AND count(a.id) = count(*) AS is_plain
      FROM ledger_posting p LEFT JOIN ledger_ledgeraccount a ON a.id = p.account_id WHERE p.entry_id = e.id
    ) sides
    WHERE sides.is_plain IS NOT TRUE OR e.txid <> pg_current_xact_id() OR e.effective_on <= (
      SELECT c.through FROM ledger_closing c WHERE c.community_id = e.community_id ORDER BY c.id DESC LIMIT 1)
  ) THEN
    RETURN NULL;
  END IF;
  IF EXISTS (SELECT 1 FROM added WHERE txid <> pg_current_xact_id()) THEN
    RAISE EXCEPTION 'append-only: ledger_entry' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM added e WHERE (SELECT count(*) FROM ledger_posting p WHERE p.entry_id = e.id) < 2)
     OR EXISTS (SELECT 1 FROM added e WHERE EXISTS (
                  SELECT 1 FROM ledger_posting p WHERE p.entry_id = e.id GROUP BY p.unit HAVING sum(p.amount) <> 0)) THEN
    RAISE EXCEPTION 'not zero-sum: ledger_entry' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM added e JOIN ledger_posting p ON p.entry_id = e.id
             LEFT JOIN ledger_ledgeraccount a ON a.id = p.account_id
             WHERE a.id IS NULL OR a.community_id <> e.community_id OR a.unit <> p.unit) THEN
    RAISE EXCEPTION 'another community or unit: ledger_posting' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM added e WHERE e.effective_on <= (
               SELECT c.through FROM ledger_closing c WHERE c.community_id = e.community_id ORDER BY c.id DESC LIMIT 1)) THEN
    RAISE EXCEPTION 'closed period: ledger_entry' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  -- Most entries are of one unit, and that is seen before a community is asked what it decided.
  IF EXISTS (SELECT 1 FROM added e WHERE e.reverses IS NULL
             AND (SELECT min(p.unit) <> max(p.unit) FROM ledger_posting p WHERE p.entry_id = e.id)
             AND EXISTS (SELECT 1 FROM ledger_posting p JOIN ledger_ledgeraccount a ON a.id = p.account_id
                         JOIN people_community c ON c.id = e.community_id
                         WHERE p.entry_id = e.id AND NOT a.is_convertible AND (c.benefits_safe OR NOT a.is_transferable)
            )) THEN
    RAISE EXCEPTION 'not convertible: ledger_entry' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM added e JOIN ledger_posting p ON p.entry_id = e.id
             JOIN ledger_ledgeraccount a ON a.id = p.account_id AND NOT a.is_transferable AND a.kind <> 'issuing'
             GROUP BY e.id, a.unit HAVING min(sign(p.amount)) <> max(sign(p.amount))) THEN
    RAISE EXCEPTION 'not transferable: ledger_entry' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;;
DROP TRIGGER IF EXISTS ledger_entry_sums_to_zero ON ledger_entry;;
CREATE TRIGGER ledger_entry_sums_to_zero AFTER INSERT ON ledger_entry
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_entry_check();;

-- Header last here too: nothing is added to an entry that stands, and what one statement adds sums to zero.
CREATE OR REPLACE FUNCTION ledger_posting_check() RETURNS trigger LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off AS $$
DECLARE
  fault text;
BEGIN
  SELECT CASE WHEN bool_or(e.id IS NOT NULL OR p.txid <> pg_current_xact_id()) THEN 'append-only' ELSE 'not zero-sum' END
    INTO fault FROM added p LEFT JOIN ledger_entry e ON e.id = p.entry_id GROUP BY p.entry_id, p.unit
    HAVING sum(p.amount) <> 0 OR bool_or(e.id IS NOT NULL OR p.txid <> pg_current_xact_id()) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION '%: ledger_posting', fault USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;;
DROP TRIGGER IF EXISTS ledger_posting_before_header ON ledger_posting;;
CREATE TRIGGER ledger_posting_before_header AFTER INSERT ON ledger_posting
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_posting_check();;

DROP TRIGGER IF EXISTS ledger_entry_no_change ON ledger_entry;;
CREATE TRIGGER ledger_entry_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();;
DROP TRIGGER IF EXISTS ledger_posting_no_change ON ledger_posting;;
CREATE TRIGGER ledger_posting_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_posting
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();;
DROP TRIGGER IF EXISTS ledger_limitchange_no_change ON ledger_limitchange;;
CREATE TRIGGER ledger_limitchange_no_change BEFORE DELETE OR TRUNCATE ON ledger_limitchange
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();;
-- Words can be taken away when somebody asks to be forgotten, and nothing else of it ever changes.
DROP TRIGGER IF EXISTS ledger_limitchange_keeps ON ledger_limitchange;;
CREATE TRIGGER ledger_limitchange_keeps BEFORE UPDATE ON ledger_limitchange
FOR EACH ROW WHEN (NEW.why <> '' OR length(NEW.salt) > 0
  OR (NEW.id, NEW.account_id, NEW.actor, NEW.changed_at, NEW."old", NEW."new", NEW.why_commitment)
     IS DISTINCT FROM (OLD.id, OLD.account_id, OLD.actor, OLD.changed_at, OLD."old", OLD."new", OLD.why_commitment))
EXECUTE FUNCTION refuse_change();;
-- What an account counts, and where, is what its postings were recognised in.
CREATE OR REPLACE FUNCTION ledger_account_keeps_unit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'append-only: unit of ledger_ledgeraccount' USING ERRCODE = 'integrity_constraint_violation';
END $$;;
DROP TRIGGER IF EXISTS ledger_account_keeps_its_unit ON ledger_ledgeraccount;;
CREATE TRIGGER ledger_account_keeps_its_unit
BEFORE UPDATE OF id, unit, community_id, kind, is_convertible, is_transferable ON ledger_ledgeraccount
FOR EACH ROW WHEN (NEW.id <> OLD.id OR NEW.unit <> OLD.unit OR NEW.community_id <> OLD.community_id
  OR NEW.kind <> OLD.kind OR NEW.is_convertible <> OLD.is_convertible OR NEW.is_transferable <> OLD.is_transferable)
EXECUTE FUNCTION ledger_account_keeps_unit();;
-- No account is ever deleted, not even an empty one: whoever posts a moment later must find it.
DROP TRIGGER IF EXISTS ledger_account_stays ON ledger_ledgeraccount;;
CREATE TRIGGER ledger_account_stays BEFORE DELETE OR TRUNCATE ON ledger_ledgeraccount
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();;
DROP TRIGGER IF EXISTS ledger_closing_no_change ON ledger_closing;;
CREATE TRIGGER ledger_closing_no_change BEFORE DELETE OR TRUNCATE ON ledger_closing
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();;
DROP TRIGGER IF EXISTS ledger_closing_keeps ON ledger_closing;;
CREATE TRIGGER ledger_closing_keeps BEFORE UPDATE ON ledger_closing
FOR EACH ROW WHEN (NEW.why <> '' OR (NEW.id, NEW.community_id, NEW.through, NEW.actor, NEW.closed_at)
     IS DISTINCT FROM (OLD.id, OLD.community_id, OLD.through, OLD.actor, OLD.closed_at))
EXECUTE FUNCTION refuse_change();;
DROP TRIGGER IF EXISTS ledger_witness_no_change ON ledger_witness;;
CREATE TRIGGER ledger_witness_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_witness
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();;
DROP TRIGGER IF EXISTS ledger_block_no_change ON ledger_block;;
CREATE TRIGGER ledger_block_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_block
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();;
DROP TRIGGER IF EXISTS ledger_leaf_no_change ON ledger_leaf;;
CREATE TRIGGER ledger_leaf_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_leaf
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();;
DROP TRIGGER IF EXISTS ledger_anchor_no_change ON ledger_anchor;;
CREATE TRIGGER ledger_anchor_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_anchor
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();;
DROP TRIGGER IF EXISTS ledger_proof_no_change ON ledger_proof;;
CREATE TRIGGER ledger_proof_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_proof
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();;
-- A hold ends once, and nothing else of it ever changes.
DROP TRIGGER IF EXISTS ledger_hold_stays ON ledger_hold;;
CREATE TRIGGER ledger_hold_stays BEFORE DELETE OR TRUNCATE ON ledger_hold
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();;
CREATE OR REPLACE FUNCTION ledger_hold_ends_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'append-only: ledger_hold' USING ERRCODE = 'integrity_constraint_violation';
END $$;;
DROP TRIGGER IF EXISTS ledger_hold_ends_once ON ledger_hold;;
CREATE TRIGGER ledger_hold_ends_once BEFORE UPDATE ON ledger_hold
FOR EACH ROW WHEN ((NEW.why <> '' OR
  (NEW.id, NEW.community_id, NEW.client_id, NEW.account_id, NEW.to_id, NEW.amount, NEW.category,
   NEW.arena, NEW.source_ref, NEW.actor, NEW.held_at, NEW.expires_at, NEW.state, NEW.entry, NEW.ended_at)
  IS DISTINCT FROM
  (OLD.id, OLD.community_id, OLD.client_id, OLD.account_id, OLD.to_id, OLD.amount, OLD.category,
   OLD.arena, OLD.source_ref, OLD.actor, OLD.held_at, OLD.expires_at, OLD.state, OLD.entry, OLD.ended_at))
  AND (OLD.state <> 'held' OR NEW.state = 'held'
  OR (NEW.id, NEW.community_id, NEW.client_id, NEW.account_id, NEW.to_id, NEW.amount, NEW.expires_at, NEW.held_at)
     IS DISTINCT FROM
     (OLD.id, OLD.community_id, OLD.client_id, OLD.account_id, OLD.to_id, OLD.amount, OLD.expires_at, OLD.held_at)))
EXECUTE FUNCTION ledger_hold_ends_once();;

-- Header last: an entry is written after its postings, and looks at their sum.
DROP TRIGGER IF EXISTS ledger_entry_sums_to_zero;;
CREATE TRIGGER ledger_entry_sums_to_zero BEFORE INSERT ON ledger_entry
BEGIN
  SELECT RAISE(ABORT, 'append-only: ledger_entry')
    WHERE EXISTS (SELECT 1 FROM ledger_entry WHERE id = NEW.id)
       OR EXISTS (SELECT 1 FROM ledger_entry WHERE community_id = NEW.community_id AND client_id = NEW.client_id)
       OR (NEW.reverses IS NOT NULL AND EXISTS (
             SELECT 1 FROM ledger_entry WHERE community_id = NEW.community_id AND reverses = NEW.reverses));
  SELECT RAISE(ABORT, 'not zero-sum: ledger_entry')
    WHERE (SELECT COUNT(*) FROM ledger_posting WHERE entry_id = NEW.id) < 2
       OR EXISTS (SELECT 1 FROM ledger_posting WHERE entry_id = NEW.id GROUP BY unit HAVING SUM(amount) <> 0);
  SELECT RAISE(ABORT, 'closed period: ledger_entry')
    WHERE NEW.effective_on <= (
      SELECT c.through FROM ledger_closing c WHERE c.community_id = NEW.community_id ORDER BY c.id DESC LIMIT 1);
  -- One look at each side: most are of one unit, and may be passed on.
  SELECT CASE
      WHEN a.community_id <> NEW.community_id OR a.unit <> p.unit
        THEN RAISE(ABORT, 'another community or unit: ledger_posting')
      WHEN NEW.reverses IS NULL AND NOT a.is_convertible
        AND EXISTS (SELECT 1 FROM ledger_posting o WHERE o.entry_id = NEW.id AND o.unit <> p.unit)
        AND (NOT a.is_transferable OR (SELECT benefits_safe FROM people_community WHERE id = NEW.community_id))
        THEN RAISE(ABORT, 'not convertible: ledger_entry')
      WHEN NOT a.is_transferable AND a.kind <> 'issuing' AND EXISTS (
          SELECT 1 FROM ledger_posting o JOIN ledger_ledgeraccount b ON b.id = o.account_id
          WHERE o.entry_id = NEW.id AND o.unit = p.unit AND (o.amount > 0) <> (p.amount > 0)
            AND NOT b.is_transferable AND b.kind <> 'issuing')
        THEN RAISE(ABORT, 'not transferable: ledger_entry')
    END
    FROM ledger_posting p JOIN ledger_ledgeraccount a ON a.id = p.account_id WHERE p.entry_id = NEW.id;
END;;
DROP TRIGGER IF EXISTS ledger_posting_before_header;;
CREATE TRIGGER ledger_posting_before_header BEFORE INSERT ON ledger_posting
BEGIN
  SELECT RAISE(ABORT, 'append-only: ledger_posting')
    WHERE EXISTS (SELECT 1 FROM ledger_entry WHERE id = NEW.entry_id)
       OR EXISTS (SELECT 1 FROM ledger_posting WHERE id = NEW.id)
       OR EXISTS (SELECT 1 FROM ledger_posting WHERE entry_id = NEW.entry_id AND account_id = NEW.account_id);
END;;
DROP TRIGGER IF EXISTS ledger_entry_no_update;;
CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'append-only: ledger_entry'); END;;
DROP TRIGGER IF EXISTS ledger_entry_no_delete;;
CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'append-only: ledger_entry'); END;;
DROP TRIGGER IF EXISTS ledger_posting_no_update;;
CREATE TRIGGER ledger_posting_no_update BEFORE UPDATE ON ledger_posting
BEGIN SELECT RAISE(ABORT, 'append-only: ledger_posting'); END;;
DROP TRIGGER IF EXISTS ledger_posting_no_delete;;
CREATE TRIGGER ledger_posting_no_delete BEFORE DELETE ON ledger_posting
BEGIN SELECT RAISE(ABORT, 'append-only: ledger_posting'); END;;
-- Words can be taken away when somebody asks to be forgotten, and nothing else of it ever changes.
DROP TRIGGER IF EXISTS ledger_limitchange_no_update;;
CREATE TRIGGER ledger_limitchange_no_update BEFORE UPDATE ON ledger_limitchange
WHEN NEW.why <> '' OR length(NEW.salt) > 0
  OR (NEW.id, NEW.account_id, NEW.actor, NEW.changed_at, NEW."old", NEW."new", NEW.why_commitment)
     IS NOT (OLD.id, OLD.account_id, OLD.actor, OLD.changed_at, OLD."old", OLD."new", OLD.why_commitment)
BEGIN SELECT RAISE(ABORT, 'append-only: ledger_limitchange'); END;;
DROP TRIGGER IF EXISTS ledger_limitchange_no_delete;;
CREATE TRIGGER ledger_limitchange_no_delete BEFORE DELETE ON ledger_limitchange
BEGIN SELECT RAISE(ABORT, 'append-only: ledger_limitchange'); END;;
DROP TRIGGER IF EXISTS ledger_limitchange_no_replace;;
CREATE TRIGGER ledger_limitchange_no_replace BEFORE INSERT ON ledger_limitchange
WHEN EXISTS (SELECT 1 FROM ledger_limitchange WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'append-only: ledger_limitchange'); END;;
-- What an account counts, and where, is what its postings were recognised in.
DROP TRIGGER IF EXISTS ledger_account_keeps_its_unit;;
CREATE TRIGGER ledger_account_keeps_its_unit
BEFORE UPDATE OF id, unit, community_id, kind, is_convertible, is_transferable ON ledger_ledgeraccount
WHEN NEW.id <> OLD.id OR NEW.unit <> OLD.unit OR NEW.community_id <> OLD.community_id
  OR NEW.kind <> OLD.kind OR NEW.is_convertible <> OLD.is_convertible OR NEW.is_transferable <> OLD.is_transferable
BEGIN SELECT RAISE(ABORT, 'append-only: unit of ledger_ledgeraccount'); END;;
-- No account is ever deleted, not even an empty one, on either database alike.
DROP TRIGGER IF EXISTS ledger_account_stays;;
CREATE TRIGGER ledger_account_stays BEFORE DELETE ON ledger_ledgeraccount
BEGIN SELECT RAISE(ABORT, 'append-only: ledger_ledgeraccount'); END;;
DROP TRIGGER IF EXISTS ledger_closing_no_update;;
CREATE TRIGGER ledger_closing_no_update BEFORE UPDATE ON ledger_closing
WHEN NEW.why <> '' OR (NEW.id, NEW.community_id, NEW.through, NEW.actor, NEW.closed_at)
     IS NOT (OLD.id, OLD.community_id, OLD.through, OLD.actor, OLD.closed_at)
BEGIN SELECT RAISE(ABORT, 'append-only: ledger_closing'); END;;
DROP TRIGGER IF EXISTS ledger_closing_no_delete;;
CREATE TRIGGER ledger_closing_no_delete BEFORE DELETE ON ledger_closing
BEGIN SELECT RAISE(ABORT, 'append-only: ledger_closing'); END;;
DROP TRIGGER IF EXISTS ledger_closing_no_replace;;
CREATE TRIGGER ledger_closing_no_replace BEFORE INSERT ON ledger_closing
WHEN EXISTS (SELECT 1 FROM ledger_closing WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'append-only: ledger_closing'); END;;
DROP TRIGGER IF EXISTS ledger_witness_no_update;;
CREATE TRIGGER ledger_witness_no_update BEFORE UPDATE ON ledger_witness
BEGIN SELECT RAISE(ABORT, 'append-only: ledger_witness'); END;;
DROP TRIGGER IF EXISTS ledger_witness_no_delete;;
CREATE TRIGGER ledger_witness_no_delete BEFORE DELETE ON ledger_witness
BEGIN SELECT RAISE(ABORT, 'append-only: ledger_witness'); END;;
DROP TRIGGER IF EXISTS ledger_witness_no_replace;;
CREATE TRIGGER ledger_witness_no_replace BEFORE INSERT ON ledger_witness
WHEN EXISTS (SELECT 1 FROM ledger_witness WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'append-only: ledger_witness'); END;;
DROP TRIGGER IF EXISTS ledger_block_no_update;;
CREATE TRIGGER ledger_block_no_update BEFORE UPDATE ON ledger_block
BEGIN SELECT RAISE(ABORT, 'append-only: ledger_block'); END;;
DROP TRIGGER IF EXISTS ledger_block_no_delete;;
CREATE TRIGGER ledger_block_no_delete BEFORE DELETE ON ledger_block
BEGIN SELECT RAISE(ABORT, 'append-only: ledger_block'); END;;
DROP TRIGGER IF EXISTS ledger_block_no_replace;;
CREATE TRIGGER ledger_block_no_replace BEFORE INSERT ON ledger_block
WHEN EXISTS (SELECT 1 FROM ledger_block WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'append-only: ledger_block'); END;;
DROP TRIGGER IF EXISTS ledger_leaf_no_update;;
CREATE TRIGGER ledger_leaf_no_update BEFORE UPDATE ON ledger_leaf
BEGIN SELECT RAISE(ABORT, 'append-only: ledger_leaf'); END;;
DROP TRIGGER IF EXISTS ledger_leaf_no_delete;;
CREATE TRIGGER ledger_leaf_no_delete BEFORE DELETE ON ledger_leaf
BEGIN SELECT RAISE(ABORT, 'append-only: ledger_leaf'); END;;
DROP TRIGGER IF EXISTS ledger_leaf_no_replace;;
CREATE TRIGGER ledger_leaf_no_replace BEFORE INSERT ON ledger_leaf
WHEN EXISTS (SELECT 1 FROM ledger_leaf WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'append-only: ledger_leaf'); END;;
DROP TRIGGER IF EXISTS ledger_anchor_no_update;;
CREATE TRIGGER ledger_anchor_no_update BEFORE UPDATE ON ledger_anchor
BEGIN SELECT RAISE(ABORT, 'append-only: ledger_anchor'); END;;
DROP TRIGGER IF EXISTS ledger_anchor_no_delete;;
CREATE TRIGGER ledger_anchor_no_delete BEFORE DELETE ON ledger_anchor
BEGIN SELECT RAISE(ABORT, 'append-only: ledger_anchor'); END;;
DROP TRIGGER IF EXISTS ledger_anchor_no_replace;;
CREATE TRIGGER ledger_anchor_no_replace BEFORE INSERT ON ledger_anchor
WHEN EXISTS (SELECT 1 FROM ledger_anchor WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'append-only: ledger_anchor'); END;;
DROP TRIGGER IF EXISTS ledger_proof_no_update;;
CREATE TRIGGER ledger_proof_no_update BEFORE UPDATE ON ledger_proof
BEGIN SELECT RAISE(ABORT, 'append-only: ledger_proof'); END;;
DROP TRIGGER IF EXISTS ledger_proof_no_delete;;
CREATE TRIGGER ledger_proof_no_delete BEFORE DELETE ON ledger_proof
BEGIN SELECT RAISE(ABORT, 'append-only: ledger_proof'); END;;
DROP TRIGGER IF EXISTS ledger_proof_no_replace;;
CREATE TRIGGER ledger_proof_no_replace BEFORE INSERT ON ledger_proof
WHEN EXISTS (SELECT 1 FROM ledger_proof WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'append-only: ledger_proof'); END;;
-- A hold ends once, and nothing else of it ever changes.
DROP TRIGGER IF EXISTS ledger_hold_stays;;
CREATE TRIGGER ledger_hold_stays BEFORE DELETE ON ledger_hold
BEGIN SELECT RAISE(ABORT, 'append-only: ledger_hold'); END;;
DROP TRIGGER IF EXISTS ledger_hold_no_replace;;
CREATE TRIGGER ledger_hold_no_replace BEFORE INSERT ON ledger_hold
WHEN EXISTS (SELECT 1 FROM ledger_hold WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM ledger_hold WHERE community_id = NEW.community_id AND client_id = NEW.client_id)
BEGIN SELECT RAISE(ABORT, 'append-only: ledger_hold'); END;;
DROP TRIGGER IF EXISTS ledger_hold_ends_once;;
CREATE TRIGGER ledger_hold_ends_once BEFORE UPDATE ON ledger_hold
WHEN (NEW.why <> '' OR (NEW.id, NEW.community_id, NEW.client_id, NEW.account_id, NEW.to_id, NEW.amount, NEW.category,
                        NEW.arena, NEW.source_ref, NEW.actor, NEW.held_at, NEW.expires_at, NEW.state, NEW.entry,
                        NEW.ended_at)
  IS NOT (OLD.id, OLD.community_id, OLD.client_id, OLD.account_id, OLD.to_id, OLD.amount, OLD.category,
          OLD.arena, OLD.source_ref, OLD.actor, OLD.held_at, OLD.expires_at, OLD.state, OLD.entry, OLD.ended_at))
  AND (OLD.state <> 'held' OR NEW.state = 'held'
  OR (NEW.id, NEW.community_id, NEW.client_id, NEW.account_id, NEW.to_id, NEW.amount, NEW.expires_at, NEW.held_at)
     IS NOT
     (OLD.id, OLD.community_id, OLD.client_id, OLD.account_id, OLD.to_id, OLD.amount, OLD.expires_at, OLD.held_at))
BEGIN SELECT RAISE(ABORT, 'append-only: ledger_hold'); END;;

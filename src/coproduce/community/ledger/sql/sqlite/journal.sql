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
  SELECT RAISE(ABORT, 'another community or unit: ledger_posting')
    WHERE EXISTS (SELECT 1 FROM ledger_posting p JOIN ledger_ledgeraccount a ON a.id = p.account_id
                  WHERE p.entry_id = NEW.id AND (a.community_id <> NEW.community_id OR a.unit <> p.unit));
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
DROP TRIGGER IF EXISTS ledger_limitchange_no_update;;
CREATE TRIGGER ledger_limitchange_no_update BEFORE UPDATE ON ledger_limitchange
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
CREATE TRIGGER ledger_account_keeps_its_unit BEFORE UPDATE OF id, unit, community_id ON ledger_ledgeraccount
WHEN NEW.id <> OLD.id OR NEW.unit <> OLD.unit OR NEW.community_id <> OLD.community_id
BEGIN SELECT RAISE(ABORT, 'append-only: unit of ledger_ledgeraccount'); END;;
-- No account is ever deleted, not even an empty one, on either database alike.
DROP TRIGGER IF EXISTS ledger_account_stays;;
CREATE TRIGGER ledger_account_stays BEFORE DELETE ON ledger_ledgeraccount
BEGIN SELECT RAISE(ABORT, 'append-only: ledger_ledgeraccount'); END;;

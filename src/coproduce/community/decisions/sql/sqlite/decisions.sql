-- Words can be taken away when somebody asks to be forgotten, and nothing else of a decision ever changes.
DROP TRIGGER IF EXISTS decisions_keep;;
CREATE TRIGGER decisions_keep BEFORE UPDATE ON decisions_decision
WHEN length(NEW.salt) > 0
  OR NEW.question NOT IN ('', OLD.question) OR NEW.options NOT IN ('[]', OLD.options)
  OR NEW.result NOT IN ('', OLD.result) OR NEW.who_decided NOT IN ('', OLD.who_decided)
  OR NEW.minutes NOT IN ('', OLD.minutes)
  OR (NEW.id, NEW.public_id, NEW.community_id, NEW.decided_on, NEW.effective_on, NEW.recorded_by_id, NEW.recorded_at,
      NEW.corrects_id, NEW.words_commitment)
     IS NOT
     (OLD.id, OLD.public_id, OLD.community_id, OLD.decided_on, OLD.effective_on, OLD.recorded_by_id, OLD.recorded_at,
      OLD.corrects_id, OLD.words_commitment)
BEGIN SELECT RAISE(ABORT, 'append-only: decisions_decision'); END;;
DROP TRIGGER IF EXISTS decisions_no_delete;;
CREATE TRIGGER decisions_no_delete BEFORE DELETE ON decisions_decision
BEGIN SELECT RAISE(ABORT, 'append-only: decisions_decision'); END;;
-- INSERT OR REPLACE deletes without firing the trigger above.
DROP TRIGGER IF EXISTS decisions_no_replace;;
CREATE TRIGGER decisions_no_replace BEFORE INSERT ON decisions_decision
WHEN EXISTS (SELECT 1 FROM decisions_decision
             WHERE id = NEW.id OR public_id = NEW.public_id OR corrects_id = NEW.corrects_id)
BEGIN SELECT RAISE(ABORT, 'append-only: decisions_decision'); END;;

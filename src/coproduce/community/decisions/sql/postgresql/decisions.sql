-- Words can be taken away when somebody asks to be forgotten, and nothing else of a decision ever changes.
DROP TRIGGER IF EXISTS decisions_no_delete ON decisions_decision;;
CREATE TRIGGER decisions_no_delete BEFORE DELETE OR TRUNCATE ON decisions_decision
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();;
DROP TRIGGER IF EXISTS decisions_keep ON decisions_decision;;
CREATE TRIGGER decisions_keep BEFORE UPDATE ON decisions_decision
FOR EACH ROW WHEN (length(NEW.salt) > 0
  OR NEW.question NOT IN ('', OLD.question) OR NEW.options NOT IN ('[]', OLD.options)
  OR NEW.result NOT IN ('', OLD.result) OR NEW.who_decided NOT IN ('', OLD.who_decided)
  OR NEW.minutes NOT IN ('', OLD.minutes)
  OR (NEW.id, NEW.public_id, NEW.community_id, NEW.decided_on, NEW.effective_on, NEW.recorded_by_id, NEW.recorded_at,
      NEW.corrects_id, NEW.words_commitment)
     IS DISTINCT FROM
     (OLD.id, OLD.public_id, OLD.community_id, OLD.decided_on, OLD.effective_on, OLD.recorded_by_id, OLD.recorded_at,
      OLD.corrects_id, OLD.words_commitment))
EXECUTE FUNCTION refuse_change();;

-- Words can be taken away when somebody asks to be forgotten, and nothing else of a plan ever changes.
DROP TRIGGER IF EXISTS evidence_plan_no_delete ON evidence_plan;;
CREATE TRIGGER evidence_plan_no_delete BEFORE DELETE OR TRUNCATE ON evidence_plan
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();;
DROP TRIGGER IF EXISTS evidence_plan_keep ON evidence_plan;;
CREATE TRIGGER evidence_plan_keep BEFORE UPDATE ON evidence_plan
FOR EACH ROW WHEN (length(NEW.salt) > 0
  OR NEW.question NOT IN ('', OLD.question)
  OR NEW.who NOT IN ('', OLD.who)
  OR NEW.offer NOT IN ('', OLD.offer)
  OR NEW.compared_with NOT IN ('', OLD.compared_with)
  OR NEW.time_zero NOT IN ('', OLD.time_zero)
  OR NEW.outcome NOT IN ('', OLD.outcome)
  OR (NEW.id, NEW.public_id, NEW.community_id, NEW.follow_up_days, NEW.kind, NEW.from_on, NEW.until_on, NEW.began_on, NEW.share_without,
      NEW.share_with, NEW.covariates::text, NEW.a_year, NEW.seal, NEW.replaces_id, NEW.replaced_rows, NEW.written_by_id, NEW.written_at, NEW.words_commitment)
     IS DISTINCT FROM
     (OLD.id, OLD.public_id, OLD.community_id, OLD.follow_up_days, OLD.kind, OLD.from_on, OLD.until_on, OLD.began_on, OLD.share_without,
      OLD.share_with, OLD.covariates::text, OLD.a_year, OLD.seal, OLD.replaces_id, OLD.replaced_rows, OLD.written_by_id, OLD.written_at, OLD.words_commitment))
EXECUTE FUNCTION refuse_change();;

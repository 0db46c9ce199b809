-- By which rules a community counted on a day is only ever added to; what is quoted of the decision can be taken away.
DROP TRIGGER IF EXISTS chosen_rules_no_change ON people_chosenrules;;
CREATE TRIGGER chosen_rules_no_change BEFORE DELETE OR TRUNCATE ON people_chosenrules
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();;
DROP TRIGGER IF EXISTS chosen_rules_keep ON people_chosenrules;;
CREATE TRIGGER chosen_rules_keep BEFORE UPDATE ON people_chosenrules
FOR EACH ROW WHEN (NEW.decision <> '' OR (NEW.id, NEW.public_id, NEW.community_id, NEW.arena, NEW.rule_set, NEW.version,
                   NEW."values", NEW.changed, NEW.from_on, NEW.decision_id, NEW.chosen_by_id, NEW.chosen_at)
  IS DISTINCT FROM (OLD.id, OLD.public_id, OLD.community_id, OLD.arena, OLD.rule_set, OLD.version,
                    OLD."values", OLD.changed, OLD.from_on, OLD.decision_id, OLD.chosen_by_id, OLD.chosen_at))
EXECUTE FUNCTION refuse_change();;

-- By which rules a community counted on a day is only ever added to; what is quoted of the decision can be taken away.
DROP TRIGGER IF EXISTS chosen_rules_keep;;
CREATE TRIGGER chosen_rules_keep BEFORE UPDATE ON people_chosenrules
WHEN NEW.decision <> '' OR (NEW.id, NEW.public_id, NEW.community_id, NEW.arena, NEW.rule_set, NEW.version,
                            NEW."values", NEW.changed, NEW.from_on, NEW.decision_id, NEW.chosen_by_id, NEW.chosen_at)
  IS NOT (OLD.id, OLD.public_id, OLD.community_id, OLD.arena, OLD.rule_set, OLD.version,
          OLD."values", OLD.changed, OLD.from_on, OLD.decision_id, OLD.chosen_by_id, OLD.chosen_at)
BEGIN SELECT RAISE(ABORT, 'append-only: people_chosenrules'); END;;
DROP TRIGGER IF EXISTS chosen_rules_no_delete;;
CREATE TRIGGER chosen_rules_no_delete BEFORE DELETE ON people_chosenrules
BEGIN SELECT RAISE(ABORT, 'append-only: people_chosenrules'); END;;
-- INSERT OR REPLACE deletes without firing the trigger above.
DROP TRIGGER IF EXISTS chosen_rules_no_replace;;
CREATE TRIGGER chosen_rules_no_replace BEFORE INSERT ON people_chosenrules
WHEN EXISTS (SELECT 1 FROM people_chosenrules WHERE id = NEW.id OR public_id = NEW.public_id)
BEGIN SELECT RAISE(ABORT, 'append-only: people_chosenrules'); END;;

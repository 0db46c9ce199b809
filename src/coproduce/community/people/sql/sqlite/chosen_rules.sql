-- By which rules a community counted on a day is only ever added to.
DROP TRIGGER IF EXISTS chosen_rules_no_update;;
CREATE TRIGGER chosen_rules_no_update BEFORE UPDATE ON people_chosenrules
BEGIN SELECT RAISE(ABORT, 'append-only: people_chosenrules'); END;;
DROP TRIGGER IF EXISTS chosen_rules_no_delete;;
CREATE TRIGGER chosen_rules_no_delete BEFORE DELETE ON people_chosenrules
BEGIN SELECT RAISE(ABORT, 'append-only: people_chosenrules'); END;;
-- INSERT OR REPLACE deletes without firing the trigger above.
DROP TRIGGER IF EXISTS chosen_rules_no_replace;;
CREATE TRIGGER chosen_rules_no_replace BEFORE INSERT ON people_chosenrules
WHEN EXISTS (SELECT 1 FROM people_chosenrules WHERE id = NEW.id OR public_id = NEW.public_id)
BEGIN SELECT RAISE(ABORT, 'append-only: people_chosenrules'); END;;

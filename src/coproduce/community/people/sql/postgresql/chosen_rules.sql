-- By which rules a community counted on a day is only ever added to.
DROP TRIGGER IF EXISTS chosen_rules_no_change ON people_chosenrules;;
CREATE TRIGGER chosen_rules_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON people_chosenrules
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();;

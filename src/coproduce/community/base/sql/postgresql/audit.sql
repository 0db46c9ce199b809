-- The record of who did what is only ever added to.
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;;
DROP TRIGGER IF EXISTS audit_no_change ON base_auditrow;;
CREATE TRIGGER audit_no_change BEFORE UPDATE OR TRUNCATE ON base_auditrow
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();;
-- Who looked at whose is kept for three years; what was done, for ever; what is about something that is sealed one day
-- goes when it is.
DROP TRIGGER IF EXISTS audit_no_delete ON base_auditrow;;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON base_auditrow
FOR EACH ROW WHEN (OLD.about IS NULL AND (OLD.kind <> 'read' OR OLD.recorded_at > now() - interval '1095 days'))
EXECUTE FUNCTION refuse_change();;

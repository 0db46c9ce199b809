-- The record of who did what is only ever added to.
DROP TRIGGER IF EXISTS audit_no_update;;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON base_auditrow
BEGIN SELECT RAISE(ABORT, 'append-only: base_auditrow'); END;;
DROP TRIGGER IF EXISTS audit_no_delete;;
-- Who looked at whose is kept for three years; what was done, for ever; what is about something that is sealed one day
-- goes when it is.
CREATE TRIGGER audit_no_delete BEFORE DELETE ON base_auditrow
WHEN OLD.about IS NULL AND (OLD.kind <> 'read' OR OLD.recorded_at > datetime('now', '-1095 days'))
BEGIN SELECT RAISE(ABORT, 'append-only: base_auditrow'); END;;
-- INSERT OR REPLACE deletes without firing the trigger above.
DROP TRIGGER IF EXISTS audit_no_replace;;
CREATE TRIGGER audit_no_replace BEFORE INSERT ON base_auditrow
WHEN EXISTS (SELECT 1 FROM base_auditrow WHERE id = NEW.id)
  OR (NEW.kind = 'done' AND EXISTS (SELECT 1 FROM base_auditrow
      WHERE community_id = NEW.community_id AND request_id = NEW.request_id AND kind = 'done'))
BEGIN SELECT RAISE(ABORT, 'append-only: base_auditrow, UNIQUE'); END;;

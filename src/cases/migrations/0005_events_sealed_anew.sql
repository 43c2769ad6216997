-- Events stay append-only, but for sealing their text anew with another key: nobody without the key makes a text that opens.
-- @sqlite
DROP TRIGGER finding_events_no_update;
CREATE TRIGGER finding_events_no_update
BEFORE UPDATE OF finding, version, at, account_id, step, from_state, to_state, reason, assigned ON finding_events
BEGIN SELECT RAISE(ABORT, 'events of findings are only ever appended'); END;
-- @postgresql
DROP TRIGGER finding_events_append_only ON finding_events;
CREATE TRIGGER finding_events_append_only BEFORE DELETE OR TRUNCATE ON finding_events
FOR EACH STATEMENT EXECUTE FUNCTION yishou_events_append_only();
CREATE TRIGGER finding_events_no_update
BEFORE UPDATE OF finding, version, at, account_id, step, from_state, to_state, reason, assigned ON finding_events
FOR EACH STATEMENT EXECUTE FUNCTION yishou_events_append_only();
-- @both

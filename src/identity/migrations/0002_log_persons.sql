-- The persons of the access log, sealed, beside its records: the chain holds their blind index, which never changes, so that they can
-- be sealed anew with another key. Records from before keep theirs in access_log.object_sealed.
CREATE TABLE access_log_persons (
  seq BIGINT PRIMARY KEY,
  person_sealed TEXT NOT NULL
);

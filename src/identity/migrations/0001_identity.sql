-- Accounts, sessions, tokens, gateway settings of institutions, the access log. See docs/formats/store.md.
CREATE TABLE store_key (
  one BIGINT PRIMARY KEY CHECK (one = 1),
  sealed TEXT NOT NULL,
  blind_index TEXT NOT NULL
);

CREATE TABLE accounts (
  account_id TEXT PRIMARY KEY,
  login TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  role TEXT NOT NULL,
  scope TEXT NOT NULL,
  active BIGINT NOT NULL,
  password TEXT NOT NULL,
  must_change BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);

-- By login rather than by account, so that a login that does not exist behaves like one that does.
CREATE TABLE login_failures (
  login TEXT PRIMARY KEY,
  failed BIGINT NOT NULL,
  last_at BIGINT NOT NULL
);
CREATE INDEX login_failures_last ON login_failures (last_at);

CREATE TABLE sessions (
  session_id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  account_id TEXT NOT NULL REFERENCES accounts (account_id),
  made_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  client TEXT NOT NULL
);
CREATE INDEX sessions_account ON sessions (account_id);
CREATE INDEX sessions_ends ON sessions (ends_at);

CREATE TABLE api_tokens (
  token_id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  institution TEXT NOT NULL,
  name TEXT NOT NULL,
  made_by TEXT NOT NULL REFERENCES accounts (account_id),
  made_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  revoked_at BIGINT
);
CREATE INDEX api_tokens_institution ON api_tokens (institution);

CREATE TABLE institution_settings (
  institution TEXT PRIMARY KEY,
  paasid TEXT NOT NULL UNIQUE,
  token_sealed TEXT NOT NULL,
  apikey_hash TEXT NOT NULL,
  apikey_sealed TEXT NOT NULL,
  single_object BIGINT NOT NULL,
  blocks BIGINT NOT NULL,
  language TEXT NOT NULL,
  active BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE TABLE institution_settings_revision (
  one BIGINT PRIMARY KEY CHECK (one = 1),
  revision BIGINT NOT NULL
);
INSERT INTO institution_settings_revision VALUES (1, 0);

CREATE TABLE access_log (
  seq BIGINT PRIMARY KEY,
  at BIGINT NOT NULL,
  account_id TEXT NOT NULL,
  login TEXT NOT NULL,
  role TEXT NOT NULL,
  action TEXT NOT NULL,
  object_kind TEXT NOT NULL,
  object_id TEXT NOT NULL,
  object_sealed TEXT NOT NULL,
  reason TEXT NOT NULL,
  request_id TEXT NOT NULL,
  result TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL
);
CREATE INDEX access_log_object ON access_log (object_kind, object_id, seq);
CREATE INDEX access_log_account ON access_log (account_id, seq);

CREATE TABLE access_log_head (
  one BIGINT PRIMARY KEY CHECK (one = 1),
  seq BIGINT NOT NULL,
  hash TEXT NOT NULL,
  signature TEXT NOT NULL
);
INSERT INTO access_log_head VALUES (1, 0, '', '');

-- @sqlite
CREATE TRIGGER access_log_no_update BEFORE UPDATE ON access_log
BEGIN SELECT RAISE(ABORT, 'the access log is only ever appended to'); END;
CREATE TRIGGER access_log_no_delete BEFORE DELETE ON access_log
BEGIN SELECT RAISE(ABORT, 'the access log is only ever appended to'); END;
-- INSERT OR REPLACE would delete without the trigger above.
CREATE TRIGGER access_log_no_replace BEFORE INSERT ON access_log
WHEN EXISTS (SELECT 1 FROM access_log WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'the access log is only ever appended to'); END;
-- @postgresql
CREATE FUNCTION yishou_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the access log is only ever appended to' USING ERRCODE = '42501';
END $$;
CREATE TRIGGER access_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON access_log
FOR EACH STATEMENT EXECUTE FUNCTION yishou_append_only();
REVOKE UPDATE, DELETE, TRUNCATE ON access_log FROM PUBLIC;
REVOKE UPDATE, DELETE, TRUNCATE ON access_log FROM CURRENT_USER;

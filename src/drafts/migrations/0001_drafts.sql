-- Drafts of changes to rules, parameters and knowledge, what each asked for through time, its files and its steps. See
-- docs/formats/store.md.
CREATE TABLE drafts (
  draft_no BIGINT PRIMARY KEY,
  title TEXT NOT NULL,
  region TEXT NOT NULL,
  author TEXT NOT NULL,
  state TEXT NOT NULL,
  version BIGINT NOT NULL,
  content_no BIGINT NOT NULL,
  made_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  publisher TEXT NOT NULL,
  effective_from BIGINT,
  batches TEXT NOT NULL,
  backtest_job BIGINT,
  shadow_id TEXT NOT NULL
);
CREATE INDEX drafts_state ON drafts (state, draft_no);

CREATE TABLE draft_counter (
  one BIGINT PRIMARY KEY,
  value BIGINT NOT NULL
);
INSERT INTO draft_counter VALUES (1, 0);

CREATE TABLE draft_contents (
  draft_no BIGINT NOT NULL REFERENCES drafts (draft_no),
  content_no BIGINT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (draft_no, content_no)
);

CREATE TABLE draft_files (
  draft_no BIGINT NOT NULL REFERENCES drafts (draft_no),
  file_no BIGINT NOT NULL,
  name TEXT NOT NULL,
  published_at BIGINT,
  content TEXT NOT NULL,
  PRIMARY KEY (draft_no, file_no)
);

CREATE TABLE draft_events (
  draft_no BIGINT NOT NULL REFERENCES drafts (draft_no),
  version BIGINT NOT NULL,
  at BIGINT NOT NULL,
  account_id TEXT NOT NULL,
  step TEXT NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (draft_no, version)
);

-- @sqlite
CREATE TRIGGER draft_events_no_update BEFORE UPDATE ON draft_events
BEGIN SELECT RAISE(ABORT, 'events of drafts are only ever appended'); END;
CREATE TRIGGER draft_events_no_delete BEFORE DELETE ON draft_events
BEGIN SELECT RAISE(ABORT, 'events of drafts are only ever appended'); END;
CREATE TRIGGER draft_contents_no_update BEFORE UPDATE ON draft_contents
BEGIN SELECT RAISE(ABORT, 'what a draft asked for is only ever appended'); END;
CREATE TRIGGER draft_contents_no_delete BEFORE DELETE ON draft_contents
BEGIN SELECT RAISE(ABORT, 'what a draft asked for is only ever appended'); END;
-- @postgresql
CREATE FUNCTION yishou_drafts_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'events and contents of drafts are only ever appended' USING ERRCODE = '42501';
END $$;
CREATE TRIGGER draft_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON draft_events
FOR EACH STATEMENT EXECUTE FUNCTION yishou_drafts_append_only();
CREATE TRIGGER draft_contents_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON draft_contents
FOR EACH STATEMENT EXECUTE FUNCTION yishou_drafts_append_only();

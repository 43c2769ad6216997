-- Files that belong to findings, and searches that persons keep. See docs/formats/store.md.
INSERT INTO counters VALUES ('file', 0);
INSERT INTO counters VALUES ('search', 0);

CREATE TABLE finding_files (
  file_no BIGINT PRIMARY KEY,
  finding BIGINT NOT NULL REFERENCES findings (id),
  account_id TEXT NOT NULL,
  role TEXT NOT NULL,
  added_at BIGINT NOT NULL,
  media_type TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  sm3 TEXT NOT NULL,
  name_sealed TEXT NOT NULL,
  content_sealed TEXT NOT NULL
);
CREATE INDEX finding_files_finding ON finding_files (finding, file_no);

CREATE TABLE saved_searches (
  search_no BIGINT PRIMARY KEY,
  account_id TEXT NOT NULL,
  login TEXT NOT NULL,
  shared BIGINT NOT NULL,
  made_at BIGINT NOT NULL,
  name TEXT NOT NULL,
  query_sealed TEXT NOT NULL
);
CREATE UNIQUE INDEX saved_searches_name ON saved_searches (account_id, name);
CREATE INDEX saved_searches_shared ON saved_searches (shared, search_no);

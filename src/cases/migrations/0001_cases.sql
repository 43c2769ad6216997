-- Institutions, findings with their lines and events, runs that took them, jobs. See docs/formats/store.md.
CREATE TABLE institutions (
  code TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  admdvs TEXT NOT NULL,
  level TEXT NOT NULL,
  type TEXT NOT NULL
);
CREATE INDEX institutions_admdvs ON institutions (admdvs);

CREATE TABLE counters (
  name TEXT PRIMARY KEY,
  value BIGINT NOT NULL
);
INSERT INTO counters VALUES ('finding', 0);
INSERT INTO counters VALUES ('run', 0);
INSERT INTO counters VALUES ('job', 0);

CREATE TABLE finding_runs (
  run_no BIGINT PRIMARY KEY,
  run_id TEXT NOT NULL UNIQUE,
  begun_at BIGINT NOT NULL,
  finished_at BIGINT
);

CREATE TABLE findings (
-- @sqlite
  id INTEGER PRIMARY KEY,
-- @postgresql
  id BIGINT PRIMARY KEY,
-- @both
  finding_id TEXT NOT NULL UNIQUE,
  run_no BIGINT NOT NULL REFERENCES finding_runs (run_no),
  last_run_no BIGINT NOT NULL,
  rule_no BIGINT NOT NULL,
  rule_version TEXT NOT NULL,
  knowledge_version TEXT NOT NULL,
  verdict BIGINT NOT NULL,
  sev_deg BIGINT NOT NULL,
  psn_index TEXT NOT NULL,
  psn_sealed TEXT NOT NULL,
  doctor_index TEXT NOT NULL,
  doctor_sealed TEXT NOT NULL,
  institution TEXT NOT NULL,
  province TEXT NOT NULL,
  city TEXT NOT NULL,
  district TEXT NOT NULL,
  mdtrt_id TEXT NOT NULL,
  setl_id TEXT NOT NULL,
  begin_time BIGINT NOT NULL,
  end_time BIGINT NOT NULL,
  month BIGINT NOT NULL,
  vola BIGINT NOT NULL,
  fund BIGINT NOT NULL,
  observed TEXT NOT NULL,
  limit_text TEXT NOT NULL,
  vola_cont TEXT NOT NULL,
  vola_evid TEXT NOT NULL,
  bkkp_sns TEXT NOT NULL,
  related_sns TEXT NOT NULL,
  state TEXT NOT NULL,
  assigned TEXT NOT NULL,
  gone BIGINT NOT NULL,
  version BIGINT NOT NULL,
  taken_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
-- A page is read along one of these and stops when it is full: each begins in the order of a sort, or with what is equal. The
-- first two carry what searches ask for, so that rows which do not fit are passed over without being read.
CREATE INDEX findings_vola ON findings (vola, id, begin_time, rule_no, verdict, state, province, city, district, institution)
  WHERE gone = 0;
CREATE INDEX findings_time ON findings (begin_time, id, vola, rule_no, verdict, state, province, city, district, institution)
  WHERE gone = 0;
CREATE INDEX findings_rule ON findings (rule_no, id) WHERE gone = 0;
CREATE INDEX findings_rule_vola ON findings (rule_no, vola, id) WHERE gone = 0;
CREATE INDEX findings_institution ON findings (institution, id) WHERE gone = 0;
CREATE INDEX findings_institution_vola ON findings (institution, vola, id) WHERE gone = 0;
CREATE INDEX findings_institution_time ON findings (institution, begin_time, id) WHERE gone = 0;
CREATE INDEX findings_city_vola ON findings (city, vola, id) WHERE gone = 0;
CREATE INDEX findings_city_time ON findings (city, begin_time, id) WHERE gone = 0;
CREATE INDEX findings_district_vola ON findings (district, vola, id) WHERE gone = 0;
CREATE INDEX findings_state_vola ON findings (state, vola, id) WHERE gone = 0;
CREATE INDEX findings_assigned ON findings (assigned, vola, id) WHERE assigned <> '';
CREATE INDEX findings_person ON findings (psn_index, id);
CREATE INDEX findings_doctor ON findings (doctor_index, id);
-- Sums and groups read this one instead of the rows.
CREATE INDEX findings_sums ON findings (province, city, district, institution, rule_no, state, verdict, sev_deg, month,
  begin_time, vola, fund) WHERE gone = 0;

CREATE TABLE finding_lines (
  finding BIGINT NOT NULL REFERENCES findings (id),
  institution TEXT NOT NULL,
  bkkp_sn TEXT NOT NULL,
  vola BIGINT NOT NULL,
  PRIMARY KEY (finding, bkkp_sn)
-- @sqlite
) WITHOUT ROWID;
-- @postgresql
);
-- @both
CREATE INDEX finding_lines_once ON finding_lines (institution, bkkp_sn, vola, finding);

CREATE TABLE finding_events (
  finding BIGINT NOT NULL REFERENCES findings (id),
  version BIGINT NOT NULL,
  at BIGINT NOT NULL,
  account_id TEXT NOT NULL,
  step TEXT NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  reason TEXT NOT NULL,
  assigned TEXT NOT NULL,
  text_sealed TEXT NOT NULL,
  PRIMARY KEY (finding, version)
);

CREATE TABLE jobs (
  job_no BIGINT PRIMARY KEY,
  kind TEXT NOT NULL,
  parameters TEXT NOT NULL,
  state TEXT NOT NULL,
  done BIGINT NOT NULL,
  total BIGINT NOT NULL,
  cancel_asked BIGINT NOT NULL,
  requested_by TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  started_at BIGINT,
  ended_at BIGINT,
  result TEXT NOT NULL,
  error TEXT NOT NULL
);
CREATE INDEX jobs_state ON jobs (state, job_no);

-- @sqlite
CREATE TRIGGER finding_events_no_update BEFORE UPDATE ON finding_events
BEGIN SELECT RAISE(ABORT, 'events of findings are only ever appended'); END;
CREATE TRIGGER finding_events_no_delete BEFORE DELETE ON finding_events
BEGIN SELECT RAISE(ABORT, 'events of findings are only ever appended'); END;
CREATE TRIGGER finding_events_no_replace BEFORE INSERT ON finding_events
WHEN EXISTS (SELECT 1 FROM finding_events WHERE finding = NEW.finding AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'events of findings are only ever appended'); END;
-- @postgresql
CREATE FUNCTION yishou_events_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'events of findings are only ever appended' USING ERRCODE = '42501';
END $$;
CREATE TRIGGER finding_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON finding_events
FOR EACH STATEMENT EXECUTE FUNCTION yishou_events_append_only();

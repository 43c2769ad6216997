-- The department of a finding; what rules over institutions measured, and where they could not decide. See docs/formats/store.md.
ALTER TABLE findings ADD COLUMN department TEXT NOT NULL DEFAULT '';

CREATE TABLE institution_rules (
  rule_no BIGINT PRIMARY KEY,
  judged_at BIGINT NOT NULL
);

CREATE TABLE institution_measures (
  institution TEXT NOT NULL,
  rule_no BIGINT NOT NULL,
  month BIGINT NOT NULL,
  peer_rank BIGINT NOT NULL,
  share BIGINT NOT NULL,
  limit_share BIGINT,
  cases BIGINT NOT NULL,
  part BIGINT NOT NULL,
  whole BIGINT NOT NULL,
  peers BIGINT NOT NULL,
  place BIGINT NOT NULL,
  least BIGINT NOT NULL,
  p10 BIGINT NOT NULL,
  p25 BIGINT NOT NULL,
  median BIGINT NOT NULL,
  p75 BIGINT NOT NULL,
  p90 BIGINT NOT NULL,
  most BIGINT NOT NULL,
  PRIMARY KEY (institution, rule_no, month)
);

CREATE TABLE institution_doubts (
  institution TEXT NOT NULL,
  rule_no BIGINT NOT NULL,
  doubts BIGINT NOT NULL,
  missing TEXT NOT NULL,
  PRIMARY KEY (institution, rule_no)
);

-- Which finding makes the same accusation as an earlier one, under other knowledge or another version of its rule.
CREATE TABLE finding_successions (
  later BIGINT PRIMARY KEY REFERENCES findings (id),
  earlier BIGINT NOT NULL UNIQUE REFERENCES findings (id),
  at BIGINT NOT NULL
);
CREATE INDEX findings_accusation ON findings (rule_no, psn_index, institution, begin_time);

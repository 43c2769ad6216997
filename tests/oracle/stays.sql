-- Settlements in effect and paid visits, for the oracles of the rules on codes, stays and behaviour (35, 37–40, 42, 49–55); run
-- after common_ground.sql, and only for oracles that name these tables.

-- A5: from the known birth dates of a patient; missing when there is none, when two differ, or on an earlier day.
CREATE OR REPLACE MACRO completed_years(births, on_day) AS
  CASE WHEN len(births) = 1 AND births[1] <= on_day THEN
    year(on_day) - year(births[1]) - CASE WHEN (month(on_day), day(on_day)) < (month(births[1]), day(births[1])) THEN 1 ELSE 0 END
  END;

-- A1, A4, A5: each settlement in effect with what its person and its visit say of the patient; `begin_day`: the first day.
CREATE OR REPLACE TABLE paid_settlement AS
WITH facts AS (
  SELECT s.psn_no, s.setl_id, s.mdtrt_id, coalesce(s.fixmedins_code, '') AS institution,
         concat('@', s.psn_no, '/', s.fixmedins_code, '/', s.mdtrt_id, '/', s.setl_id) AS subject,
         TRY_CAST(s.med_type AS INTEGER) AS med_type, s.setl_time, s.begndate, s.enddate,
         (s.medfee_sumamt * 100)::BIGINT AS total_fen, (s.fund_pay_sumamt * 100)::BIGINT AS fund_fen,
         (s.acct_pay * 100)::BIGINT AS account_fen, (s.cash_payamt * 100)::BIGINT AS cash_fen,
         v.mdtrt_id IS NOT NULL AS has_row, v.begntime, v.endtime, v.dscg_way,
         plain_code(coalesce(v.dscg_maindiag_code, '')) AS row_main, plain_code(coalesce(v.chfpdr_code, '')) AS row_chief,
         coalesce(v.nwb_flag, '0') = '1' AS newborn,
         EXISTS (SELECT 1 FROM mdtrt_d AS c WHERE c.psn_no = s.psn_no AND c.mdtrt_id = s.mdtrt_id AND c.vali_flag = '0') AS cancelled,
         list_distinct(list_filter([p.gend, s.gend, v.gend], lambda g : g IN ('1', '2'))) AS sexes,
         list_distinct(list_filter([p.brdy, s.brdy, v.brdy],
                                   lambda b : b IS NOT NULL AND NOT list_contains(h.dates, b))) AS births,
         coalesce(v.begntime::DATE, s.begndate) AS begin_day
  FROM settlement AS s
  LEFT JOIN visit AS v ON v.psn_no = s.psn_no AND v.mdtrt_id = s.mdtrt_id
  LEFT JOIN psn_info_b AS p ON p.psn_no = s.psn_no
  LEFT JOIN placeholder AS h ON h.psn_no = s.psn_no
  WHERE s.in_effect)
SELECT *, CASE WHEN NOT newborn AND len(sexes) = 1 THEN sexes[1] END AS sex,
       CASE WHEN newborn THEN 0 ELSE completed_years(births, begin_day) END AS years,
       med_type IN (21, 22, 23, 24, 25, 26, 28, 52) AS in_bed
FROM facts;

-- The settlements of one mdtrt_id together. A stay (rule 49) has no other med_types than 21–26.
CREATE OR REPLACE TABLE paid_visit AS
WITH joined AS (
  SELECT psn_no, mdtrt_id, min(setl_id) AS setl_id, min_by(institution, setl_id) AS institution,
         CASE WHEN bool_or(cancelled) THEN []  -- a cancelled visit does not count (A1)
              ELSE coalesce(list_distinct(list(med_type) FILTER (WHERE med_type IS NOT NULL)), []) END AS types,
         coalesce(any_value(begntime), CASE WHEN count(begndate) = count(*) THEN min(begndate)::TIMESTAMP END) AS begins,
         coalesce(any_value(endtime), CASE WHEN count(enddate) = count(*) THEN max(enddate)::TIMESTAMP END)::DATE AS last_day,
         bool_or(has_row) AND any_value(endtime) IS NULL AS row_without_end,
         any_value(TRY_CAST(dscg_way AS INTEGER)) AS way, any_value(row_main) AS row_main,
         bool_or(newborn) AS newborn, list_distinct(flatten(list(births))) AS births,
         sum(total_fen)::BIGINT AS total_fen, sum(fund_fen)::BIGINT AS fund_fen
  FROM paid_settlement GROUP BY psn_no, mdtrt_id),
mains AS (SELECT psn_no, mdtrt_id, list_distinct(list(code)) AS mains FROM diagnosis WHERE main GROUP BY psn_no, mdtrt_id)
SELECT j.* EXCLUDE (last_day, row_main, births),  -- a main diagnosis that is not national is none
       concat('@', psn_no, '/', institution, '/', mdtrt_id, '/') AS subject,
       begins::DATE AS begin_day, coalesce(begins::DATE > last_day, false) AS dates_contradict,
       CASE WHEN begins IS NULL OR begins::DATE <= last_day THEN last_day END AS end_day,
       CASE WHEN mains IS NULL AND is_national(row_main) THEN row_main
            WHEN len(mains) = 1 AND is_national(mains[1]) THEN mains[1] END AS main,
       CASE WHEN newborn THEN 0 ELSE completed_years(births, begins::DATE) END AS years,
       len(types) > 0 AND len(list_filter(types, lambda t : t NOT BETWEEN 21 AND 26)) = 0 AS is_stay
FROM joined AS j LEFT JOIN mains USING (psn_no, mdtrt_id);

-- The codes of settlements in effect with the points of code rules that hold on the first day, of those all with the longest code
-- (A9): diagnosis rows, the visit's two codes, operations.
CREATE OR REPLACE TABLE paid_code AS
WITH code AS (
  SELECT psn_no, setl_id, code, 'diagnosis' AS kind FROM diagnosis
  UNION SELECT psn_no, setl_id, unnest([row_main, row_chief]), 'visit diagnosis' FROM paid_settlement
  UNION SELECT psn_no, setl_id, code, 'operation' FROM operation)
SELECT s.*, c.code, c.kind, p.* EXCLUDE (code)
FROM code AS c JOIN paid_settlement AS s USING (psn_no, setl_id)
JOIN points AS p ON starts_with(c.code, p.code)
WHERE c.code <> '' AND p.rule_no IN (37, 39, 40, 54, 55) AND holds(p.valid_from, p.valid_to, s.begin_day)
QUALIFY len(p.code) = max(len(p.code)) OVER (PARTITION BY c.psn_no, c.setl_id, c.code, c.kind, p.rule_no);

-- Does a diagnosis begin with one of the prefixes of a parameter on the day.
CREATE OR REPLACE MACRO parameter_fits(parameter_name, on_day, diagnosis) AS (
  SELECT count(*) > 0 FROM parameter_codes
  WHERE name = parameter_name AND fits(diagnosis, code) AND (valid_from IS NULL OR on_day >= valid_from)
    AND (valid_to IS NULL OR on_day < valid_to OR on_day IS NULL AND valid_from IS NULL));

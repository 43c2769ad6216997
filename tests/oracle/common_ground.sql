-- The common ground of rules.md A1–A12 as tables made one after the other, for the SQL oracles of the rules; run it after the data change. Shares no
-- code with the engine. Money is in fen, quantities in ten-thousandths, both whole numbers, so that nothing is rounded but
-- where A12 says so.
--
-- Tables: the extracts of contract §2 under their names; the knowledge as
--   points(point_no, rule_no, point_id, code, name, value, value_name, num, num2, scope, valid_from, valid_to, needs_condition,
--          unit),
-- one row for each code of a point; the parameters as parameters(name, valid_from, valid_to, value) and
-- parameter_codes(name, valid_from, valid_to, code), valid_to being the first day that no longer belongs.

-- a × b / c, rounded half away from zero (A12). c > 0.
CREATE OR REPLACE MACRO mul_div(a, b, c) AS
  (CASE WHEN a::HUGEINT * b < 0 THEN -1 ELSE 1 END) * ((2 * abs(a::HUGEINT * b) + c) // (2 * c::HUGEINT));

CREATE OR REPLACE MACRO parameter(parameter_name, on_day) AS (
  SELECT max(value) FROM parameters
  WHERE name = parameter_name AND (valid_from IS NULL OR on_day >= valid_from)
    AND (valid_to IS NULL OR on_day < valid_to OR on_day IS NULL AND valid_from IS NULL));

-- True when the parameter's set holds `wanted` on the day.
CREATE OR REPLACE MACRO parameter_holds(parameter_name, on_day, wanted) AS (
  SELECT count(*) > 0 FROM parameter_codes
  WHERE name = parameter_name AND code = wanted AND (valid_from IS NULL OR on_day >= valid_from)
    AND (valid_to IS NULL OR on_day < valid_to OR on_day IS NULL AND valid_from IS NULL));
CREATE OR REPLACE MACRO parameter_size(parameter_name, on_day) AS (
  SELECT count(*) FROM parameter_codes
  WHERE name = parameter_name AND (valid_from IS NULL OR on_day >= valid_from)
    AND (valid_to IS NULL OR on_day < valid_to OR on_day IS NULL AND valid_from IS NULL));

-- Codes as they are compared (A8): full-width characters as ASCII ones, upper case, without spaces around.
CREATE OR REPLACE MACRO plain_code(text) AS upper(trim(translate(text,
  '　ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ０１２３４５６７８９．－＋＊／',
  ' ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-+*/')));
-- Has a diagnosis code the form of a national one; any other may be every disease.
CREATE OR REPLACE MACRO is_national(diagnosis) AS regexp_full_match(diagnosis, '[A-Z][0-9]{2}[!-~]*');

-- A return without name and time may have returned any line of its visit and item. Those are judged twice: as if they were all
-- there, and as if they were gone. Who asks for the second says so here; the answers that are the same are the answers.
CREATE TABLE IF NOT EXISTS world AS SELECT true AS has_doubtful;

-- A4: a date that systems write when they know no birth date; the list of the person's last fee.
CREATE OR REPLACE TABLE placeholder AS
WITH last_fee AS (SELECT psn_no, max(fee_ocur_time)::DATE AS day FROM fee_list_d GROUP BY psn_no),
person AS (SELECT psn_no FROM psn_info_b UNION SELECT psn_no FROM setl_d UNION SELECT psn_no FROM mdtrt_d),
dated AS (SELECT p.psn_no, f.day FROM person AS p LEFT JOIN last_fee AS f USING (psn_no))
SELECT psn_no, coalesce(list(c.code::DATE) FILTER (c.code IS NOT NULL), []) AS dates
FROM dated AS d LEFT JOIN parameter_codes AS c
  ON c.name = 'birth_placeholders' AND (c.valid_from IS NULL OR d.day >= c.valid_from)
 AND (c.valid_to IS NULL OR d.day < c.valid_to OR d.day IS NULL AND c.valid_from IS NULL)
GROUP BY psn_no;

-- A1: settlements in effect.
CREATE OR REPLACE TABLE settlement AS
SELECT s.*,
       coalesce(s.vali_flag, '1') <> '0' AND coalesce(s.refd_setl_flag, '0') <> '1' AND NOT EXISTS (
         SELECT 1 FROM setl_d AS r
         WHERE r.init_setl_id = s.setl_id AND r.psn_no = s.psn_no
           AND r.refd_setl_flag = '1' AND coalesce(r.vali_flag, '1') <> '0') AS in_effect
FROM setl_d AS s;

-- A1: visits that count: valid, and not all of their settlements out of effect.
CREATE OR REPLACE TABLE visit AS
SELECT v.*
FROM mdtrt_d AS v
LEFT JOIN (SELECT psn_no, mdtrt_id, bool_or(in_effect) AS any_in_effect FROM settlement GROUP BY ALL) AS s
  USING (psn_no, mdtrt_id)
WHERE coalesce(v.vali_flag, '1') <> '0' AND coalesce(s.any_in_effect, true);

-- A1: lines that count, before returns.
CREATE OR REPLACE TABLE counting_line AS
SELECT f.psn_no, f.bkkp_sn, f.mdtrt_id, f.med_list_codg, f.fee_ocur_time, f.init_feedetl_sn,
       (f.cnt * 10000)::BIGINT AS cnt, (f.det_item_fee_sumamt * 100)::BIGINT AS fen,
       f.cnt < 0 OR f.det_item_fee_sumamt < 0 AS is_return
FROM fee_list_d AS f
JOIN settlement AS s ON s.psn_no = f.psn_no AND s.setl_id = f.setl_id
WHERE s.in_effect AND coalesce(f.vali_flag, '1') <> '0';

-- A2, returns that name their line: it is lowered, also below zero.
CREATE OR REPLACE TABLE after_named AS
SELECT l.psn_no, l.bkkp_sn, l.mdtrt_id, l.med_list_codg, l.fee_ocur_time,
       l.cnt - coalesce(r.cnt, 0) AS cnt, l.fen - coalesce(r.fen, 0) AS fen
FROM counting_line AS l
LEFT JOIN (
  SELECT psn_no, init_feedetl_sn, sum(abs(cnt))::BIGINT AS cnt, sum(abs(fen))::BIGINT AS fen
  FROM counting_line WHERE is_return AND init_feedetl_sn IS NOT NULL GROUP BY ALL) AS r
  ON r.psn_no = l.psn_no AND r.init_feedetl_sn = l.bkkp_sn
WHERE NOT l.is_return;

-- A2, the other returns: from the latest earlier line of the visit and item, going back. The lines of a visit and item are a
-- pile: a line puts its units on top, a return takes units from the top. `height` is the pile after each event, so the units
-- of a line lie between its `bottom` and the height, and are taken when the pile later sinks below them.
CREATE OR REPLACE TABLE pile AS
WITH event AS (
  SELECT psn_no, mdtrt_id, med_list_codg, bkkp_sn, fee_ocur_time, greatest(cnt, 0) AS up, 0 AS fen, false AS is_return
  FROM after_named
  UNION ALL
  SELECT psn_no, mdtrt_id, med_list_codg, bkkp_sn, fee_ocur_time, -abs(cnt), abs(fen), true
  FROM counting_line WHERE is_return AND init_feedetl_sn IS NULL AND fee_ocur_time IS NOT NULL),
returned AS (SELECT DISTINCT psn_no, mdtrt_id, med_list_codg FROM event WHERE is_return),
summed AS (
  SELECT event.*,
         row_number() OVER in_order AS step,
         sum(up) OVER in_order AS total
  FROM event SEMI JOIN returned USING (psn_no, mdtrt_id, med_list_codg)
  WINDOW in_order AS (PARTITION BY psn_no, mdtrt_id, med_list_codg ORDER BY fee_ocur_time::DATE NULLS FIRST,
                       is_return AND fee_ocur_time = fee_ocur_time::DATE, fee_ocur_time, bkkp_sn)),  -- a day alone: at its end
floored AS (  -- a return beyond the pile leaves it empty, not below
  SELECT *, total - least(0, min(total) OVER (PARTITION BY psn_no, mdtrt_id, med_list_codg ORDER BY step)) AS height
  FROM summed)
SELECT psn_no, mdtrt_id, med_list_codg, bkkp_sn, step, is_return, (-up)::BIGINT AS units, fen, height::BIGINT AS height,
       coalesce(lag(height) OVER (PARTITION BY psn_no, mdtrt_id, med_list_codg ORDER BY step), 0)::BIGINT AS bottom
FROM floored;

CREATE OR REPLACE TABLE taken AS
WITH met AS (  -- each line with each later return; `top`: the pile's lowest height in between, where the line's units end
  SELECT l.psn_no, l.bkkp_sn, l.bottom AS line_bottom, r.units, r.fen, r.bottom AS before, r.height AS after,
         min(k.height) AS top
  FROM pile AS l
  JOIN pile AS r ON r.is_return AND r.step > l.step AND (r.psn_no, r.mdtrt_id, r.med_list_codg) = (l.psn_no, l.mdtrt_id, l.med_list_codg)
  JOIN pile AS k ON k.step >= l.step AND k.step < r.step
   AND (k.psn_no, k.mdtrt_id, k.med_list_codg) = (l.psn_no, l.mdtrt_id, l.med_list_codg)
  WHERE NOT l.is_return
  GROUP BY l.psn_no, l.bkkp_sn, l.bottom, r.step, r.units, r.fen, r.bottom, r.height)
SELECT psn_no, bkkp_sn,
       sum(top - greatest(line_bottom, after))::BIGINT AS cnt,
       -- the return's amount is spread by units, counted from the top of the pile; the roundings add up to the amount
       sum(mul_div(fen, before - greatest(line_bottom, after), units) - mul_div(fen, before - top, units))::BIGINT AS fen
FROM met
WHERE top > greatest(line_bottom, after)
GROUP BY psn_no, bkkp_sn;

-- A2: the lines that a return without name and time may have returned.
CREATE OR REPLACE TABLE doubtful AS
SELECT psn_no, bkkp_sn FROM after_named SEMI JOIN (
  SELECT psn_no, mdtrt_id, med_list_codg FROM counting_line
  WHERE is_return AND init_feedetl_sn IS NULL AND fee_ocur_time IS NULL) USING (psn_no, mdtrt_id, med_list_codg);

-- The effective lines (A1, A2) with what every rule needs of them.
CREATE OR REPLACE TABLE line AS
WITH net AS (
  SELECT n.psn_no, n.bkkp_sn, (n.cnt - coalesce(t.cnt, 0))::BIGINT AS net_cnt, (n.fen - coalesce(t.fen, 0))::BIGINT AS net_fen
  FROM after_named AS n LEFT JOIN taken AS t USING (psn_no, bkkp_sn)),
facts AS (
  SELECT f.psn_no, f.bkkp_sn, f.mdtrt_id, f.setl_id, f.fixmedins_code, f.med_list_codg AS code, f.fee_ocur_time AS time,
         f.fee_ocur_time::DATE AS day, n.net_cnt, n.net_fen, (f.pric * 1000000)::BIGINT AS pric,
         (f.pric_uplmt_amt * 1000000)::BIGINT AS pric_limit, f.inscp_amt, f.chrgitm_lv, TRY_CAST(f.list_type AS INTEGER) AS list_type,
         f.rx_drord_no AS rx, f.bilg_dr_code AS doctor, f.prd_days, f.dscg_tkdrug_flag, plain_code(f.dise_codg) AS disease,
         upper(f.bilg_dept_codg) AS department, f.crte_time AS created, TRY_CAST(f.med_chrgitm_type AS INTEGER) AS charge_type,
         f.sin_dos_dscr AS dose, f.used_frqu_dscr AS frequency,
         s.insutype, TRY_CAST(s.med_type AS INTEGER) AS med_type,
         TRY_CAST(i.fixmedins_type AS INTEGER) AS institution_type,
         -- A4: two known values that differ are no value
         CASE WHEN coalesce(v.nwb_flag, '0') = '1' THEN NULL ELSE
           list_filter([p.gend, s.gend, v.gend], lambda g : g IN ('1', '2')) END AS sexes,
         list_distinct(list_filter([p.brdy, s.brdy, v.brdy],
                                   lambda b : b IS NOT NULL AND NOT list_contains(h.dates, b))) AS births,
         coalesce(v.nwb_flag, '0') = '1' AS newborn,
         -- A6
         list_filter([TRY_CAST(i.hosp_lv AS INTEGER), TRY_CAST(s.hosp_lv AS INTEGER), TRY_CAST(v.hosp_lv AS INTEGER)],
                     lambda level : level BETWEEN 1 AND 11)[1] AS level
  FROM net AS n
  JOIN fee_list_d AS f ON f.psn_no = n.psn_no AND f.bkkp_sn = n.bkkp_sn
  JOIN setl_d AS s ON s.psn_no = f.psn_no AND s.setl_id = f.setl_id
  LEFT JOIN visit AS v ON v.psn_no = f.psn_no AND v.mdtrt_id = f.mdtrt_id
  LEFT JOIN psn_info_b AS p ON p.psn_no = f.psn_no
  LEFT JOIN fixmedins_b AS i ON i.fixmedins_code = f.fixmedins_code
  LEFT JOIN placeholder AS h ON h.psn_no = f.psn_no
  LEFT JOIN doubtful AS u ON u.psn_no = n.psn_no AND u.bkkp_sn = n.bkkp_sn
  WHERE n.net_cnt > 0 AND (u.bkkp_sn IS NULL OR (SELECT has_doubtful FROM world)))
SELECT facts.* EXCLUDE (sexes, births, level),
       CASE WHEN len(list_distinct(sexes)) = 1 THEN sexes[1] END AS sex,
       CASE WHEN len(births) = 1 AND births[1] <= day THEN births[1] END AS birth,
       CASE WHEN level <= 4 THEN 3 WHEN level <= 7 THEN 2 WHEN level <= 11 THEN 1 END AS rank,
       -- A3
       net_fen > 0 AND coalesce(inscp_amt, 1) > 0 AND coalesce(TRY_CAST(chrgitm_lv AS INTEGER), 0) <> 3 AS claimed,
       -- A5
       CASE WHEN newborn THEN 0 WHEN len(births) = 1 AND births[1] <= day THEN
         year(day) - year(births[1]) - CASE WHEN (month(day), day(day)) < (month(births[1]), day(births[1])) THEN 1 ELSE 0 END
       END AS years,
       CASE WHEN newborn THEN 0 WHEN len(births) = 1 AND births[1] <= day THEN day - births[1] END AS days,
       -- A7
       CASE WHEN med_type IN (21, 22, 23, 24, 25, 26, 28, 52) THEN 'inpatient' WHEN med_type = 13 THEN 'emergency'
            WHEN med_type IN (11, 12, 14, 19, 51, 9901) THEN 'outpatient' WHEN med_type = 41 THEN 'pharmacy' END AS visit_class
FROM facts;

-- A8: the diagnoses of a line: of its visit, and its own.
CREATE OR REPLACE TABLE line_diagnosis AS
WITH visit_diagnosis AS (
  SELECT s.psn_no, s.mdtrt_id, plain_code(d.diag_code) AS code
  FROM setl_list_diag_d AS d JOIN settlement AS s ON s.psn_no = d.psn_no AND s.setl_id = d.setl_id
  WHERE s.in_effect
  UNION
  SELECT psn_no, mdtrt_id, plain_code(unnest([chfpdr_code, dscg_maindiag_code])) FROM visit)
SELECT l.psn_no, l.bkkp_sn, d.code FROM line AS l JOIN visit_diagnosis AS d USING (psn_no, mdtrt_id) WHERE d.code <> ''
UNION
SELECT psn_no, bkkp_sn, disease FROM line WHERE disease <> '';

-- Diagnosis and operation rows that count (A1).
CREATE OR REPLACE TABLE diagnosis AS
SELECT d.psn_no, s.mdtrt_id, d.setl_id, plain_code(d.diag_code) AS code, coalesce(d.maindiag_flag, '') = '1' AS main,
       TRY_CAST(d.maindiag_flag AS INTEGER) IS NOT NULL AS main_known,
       TRY_CAST(d.adm_cond_type AS INTEGER) AS admission
FROM setl_list_diag_d AS d JOIN settlement AS s ON s.psn_no = d.psn_no AND s.setl_id = d.setl_id
WHERE s.in_effect AND trim(coalesce(d.diag_code, '')) <> '';
CREATE OR REPLACE TABLE operation AS
SELECT o.psn_no, s.mdtrt_id, o.setl_id, plain_code(o.oprn_oprt_code) AS code, coalesce(o.main_oprn_flag, '') = '1' AS main,
       TRY_CAST(o.main_oprn_flag AS INTEGER) IS NOT NULL AS main_known,
       o.oprn_oprt_date AS date, o.oprn_oprt_begntime AS begin_time, o.oprn_oprt_endtime AS end_time
FROM setl_list_oprn_d AS o JOIN settlement AS s ON s.psn_no = o.psn_no AND s.setl_id = o.setl_id
WHERE s.in_effect AND trim(coalesce(o.oprn_oprt_code, '')) <> '';

-- Does a diagnosis begin with a prefix, or lie in a range of categories (A8).
CREATE OR REPLACE MACRO fits(diagnosis, prefix) AS
  CASE WHEN contains(prefix, '-')
       THEN left(diagnosis, len(split_part(prefix, '-', 1))) >= split_part(prefix, '-', 1)
        AND left(diagnosis, len(split_part(prefix, '-', 2))) <= split_part(prefix, '-', 2)
       ELSE starts_with(diagnosis, upper(prefix)) END;

-- A9: each billed code with each point whose code is a prefix of it.
CREATE OR REPLACE TABLE code_point AS
SELECT c.code, p.* EXCLUDE (code), len(p.code) AS length
FROM (SELECT DISTINCT med_list_codg AS code FROM fee_list_d) AS c JOIN points AS p ON starts_with(c.code, p.code);

-- Does a point hold on a day. Without a date only a point without dates does.
CREATE OR REPLACE MACRO holds(from_day, to_day, on_day) AS
  CASE WHEN on_day IS NULL THEN from_day IS NULL AND to_day IS NULL
       ELSE coalesce(on_day >= from_day, true) AND coalesce(on_day <= to_day, true) END;

-- A9: the effective lines with the points that hold on their date, of those all with the longest code. One row a line and
-- point.
CREATE OR REPLACE TABLE line_point AS
SELECT DISTINCT ON (psn_no, bkkp_sn, rule_no, point_no) * FROM (
  SELECT l.*, p.* EXCLUDE (code)
  FROM line AS l JOIN code_point AS p USING (code)
  WHERE holds(p.valid_from, p.valid_to, l.day)
  QUALIFY p.length = max(p.length) OVER (PARTITION BY l.psn_no, l.bkkp_sn, p.rule_no));

-- Every answer of a rule on single lines, by line and point, becomes one by line: accused if one point accuses, else
-- undecided if one cannot say. `answer` is 'accused', 'undecided' or 'clear'.
CREATE OR REPLACE MACRO one_answer(answers) AS
  CASE WHEN list_contains(answers, 'accused') THEN 'accused' WHEN list_contains(answers, 'undecided') THEN 'undecided' END;

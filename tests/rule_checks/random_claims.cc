#include "random_claims.h"

#include <algorithm>
#include <random>
#include <set>

#include <fmt/format.h>

#include "base/calendar.h"

namespace yishou::rule_checks {

namespace {

constexpr const char* kStranger = "A-stranger";
constexpr Day kFirst = 19'000;  // 2022-01-08

bool is_digit(char c) { return c >= '0' && c <= '9'; }

class Maker {
 public:
  Maker(const Pool& pool, std::uint64_t seed) : pool_(pool), random_(seed) {}

  Claims make(int persons) {
    Claims claims;
    for (int i = 0; i < 4; ++i) {
      claims["fixmedins_b"].push_back({{"fixmedins_code", fmt::format("H{}", i)},
                                       {"hosp_lv", pick({"", "01", "04", "05", "07", "08", "11", "99"})},
                                       {"fixmedins_type", pick({"", "1", "1", "2"})}});
    }
    claims["fee_list_d"].push_back({{"bkkp_sn", kStranger},
                                    {"mdtrt_id", kStranger},
                                    {"setl_id", kStranger},
                                    {"psn_no", kStranger},
                                    {"fixmedins_code", "H0"},
                                    {"fee_ocur_time", format_day(kFirst)},
                                    {"cnt", "1"},
                                    {"pric", "1"},
                                    {"det_item_fee_sumamt", "1"},
                                    {"med_list_codg", "YSTRANGER"}});
    for (int i = 0; i < 4; ++i) {
      for (const char* doctor : {"D1", "D2"}) {
        if (chance(70)) {
          claims["medins_staff_b"].push_back({{"fixmedins_code", fmt::format("H{}", i)},
                                              {"prac_psn_code", doctor},
                                              {"antb_lv", pick({"", "1", "2", "3", "9"})}});
        }
      }
    }
    for (int i = 0; i < persons; ++i) person(claims, fmt::format("P{:04}", i));
    return claims;
  }

 private:
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }
  bool chance(int percent) { return below(100) < static_cast<std::size_t>(percent); }
  std::string pick(std::initializer_list<const char*> texts) { return *(texts.begin() + below(texts.size())); }
  /// For a regular person nearly always.
  bool usually(int percent) { return chance(regular_ ? 97 : percent); }
  bool rarely(int percent) { return chance(regular_ ? 3 : percent); }
  std::string usually(const char* text, std::initializer_list<const char*> others, int percent) {
    return usually(percent) ? std::string{text} : pick(others);
  }
  std::string mostly(const char* text, std::initializer_list<const char*> others, int percent) {
    return chance(percent) ? std::string{text} : pick(others);
  }

  void person(Claims& claims, const std::string& id) {
    const Day start = kFirst + static_cast<Day>(below(3) == 0 ? below(40) : 400 + below(40));
    const std::string birth = birth_near(start);
    const std::string sex = pick({"1", "2"});
    if (chance(80)) {
      claims["psn_info_b"].push_back(
          {{"psn_no", id}, {"gend", mostly(sex.c_str(), {"", "0", "9"}, 80)}, {"brdy", chance(80) ? birth : ""}});
    }
    // Many persons have one disease, one kind of visit and one kind of charge, so that their visits resemble one another; some
    // have nearly all of their facts in order besides, for rules that need many of them.
    regular_ = chance(35);
    usual_diagnosis_ = regular_ || chance(40) ? pool_.diagnoses[below(pool_.diagnoses.size())] : "";
    const std::string usual_type = regular_     ? pick({"11", "21", "21", "41"})
                                   : chance(50) ? pick({"11", "13", "21", "21", "24", "41"})
                                                : "";
    usual_charge_ = regular_ ? "03" : chance(40) ? pick({"03", "04", "05", "06"}) : "";
    const std::size_t visits = regular_ ? 2 + below(4) : 1 + below(chance(20) ? 6 : 3);
    std::vector<std::string> settlements, settlement_visits;
    Day begin = start;
    for (std::size_t v = 0; v < visits; ++v) {
      const std::string visit = fmt::format("{}-M{}", id, v);
      if (chance(60)) begin += pool_.gaps[below(pool_.gaps.size())];
      const std::string begins = format_day(begin);
      const std::string med_type = !usual_type.empty() && usually(80)
                                       ? usual_type
                                       : pick({"11", "13", "14", "21", "21", "21", "24", "28", "41", "52", "9901", ""});
      const std::string institution = chance(85) ? "H0" : "H1";
      const Day end_day = begin + static_cast<Day>(below(4));
      const std::string ends = usually(85) ? format_day(end_day) : "";
      if (usually(70)) {
        claims["mdtrt_d"].push_back({{"mdtrt_id", visit},
                                     {"psn_no", id},
                                     {"fixmedins_code", institution},
                                     {"begntime", usually(92) ? begins : ""},
                                     {"endtime", ends},
                                     {"med_type", med_type},
                                     {"dscg_way", usually("1", {"", "2", "3", "4", "5", "9"}, 70)},
                                     {"dise_no", chance(50) ? disease() : ""},
                                     {"geso_val", mostly("", {"0", "12", "38.5"}, 80)},
                                     {"gend", fact_near(sex)},
                                     {"brdy", chance(30) ? (chance(90) ? birth : "1990-05-05") : ""},
                                     {"hosp_lv", pick({"", "02", "06", "09"})},
                                     {"nwb_flag", usually("", {"0", "1"}, 80)},
                                     {"chfpdr_code", chance(30) ? diagnosis() : ""},
                                     {"dscg_maindiag_code", chance(regular_ ? 90 : 30) ? diagnosis() : ""},
                                     {"vali_flag", usually("", {"0", "1"}, 90)}});
      }
      const std::size_t count = usually(75) ? 1 : 2;
      for (std::size_t s = 0; s < count; ++s) {
        const std::string settlement = fmt::format("{}S{}", visit, s);
        claims["setl_d"].push_back(
            {{"setl_id", settlement},
             {"mdtrt_id", visit},
             {"psn_no", id},
             {"fixmedins_code", institution},
             {"gend", fact_near(sex)},
             {"brdy", chance(30) ? (chance(90) ? birth : "1990-05-05") : ""},
             {"insutype", mostly("310", {"510", "999", ""}, 60)},
             {"hosp_lv", pick({"", "03", "05", "10"})},
             {"med_type", usually(usual_type.empty() ? 50 : 90) && !med_type.empty()
                              ? med_type
                              : pick({"11", "13", "14", "21", "21", "24", "28", "41", "51", "52", "9901", "99", ""})},
             {"setl_time", usually(50) ? format_day(end_day) : format_day(start + 900)},
             {"begndate", chance(50) ? begins : ""},
             {"enddate", chance(40)   ? ends
                         : chance(10) ? format_day(begin - 1)
                                      : ""},
             {"medfee_sumamt", mostly("100", {"0", "333.33"}, 70)},
             {"fund_pay_sumamt", mostly("80", {"0", "77.77", "100.01"}, 70)},
             {"acct_pay", mostly("10", {"", "0", "9.95", "9.94"}, 60)},
             {"cash_payamt", mostly("10", {"", "0", "10.01"}, 60)},
             {"dise_no", chance(50) ? disease() : ""},
             {"vali_flag", usually("", {"0", "1"}, 92)}});
        if (rarely(8)) {
          claims["setl_d"].push_back({{"setl_id", settlement + "r"},
                                      {"mdtrt_id", visit},
                                      {"psn_no", id},
                                      {"fixmedins_code", "H0"},
                                      {"insutype", "310"},
                                      {"med_type", "21"},
                                      {"medfee_sumamt", "-100"},
                                      {"fund_pay_sumamt", "-80"},
                                      {"refd_setl_flag", "1"},
                                      {"init_setl_id", settlement},
                                      {"vali_flag", mostly("", {"0"}, 80)}});
        }
        for (std::size_t d = below(3); d-- > 0;) {
          claims["setl_list_diag_d"].push_back({{"setl_id", settlement},
                                                {"mdtrt_id", visit},
                                                {"psn_no", id},
                                                {"diag_code", diagnosis()},
                                                {"maindiag_flag", pick({"", "0", "1", "1"})},
                                                {"adm_cond_type", pick({"", "1", "3", "4", "4"})}});
        }
        for (std::size_t o = rarely(40) ? 1 + below(2) : 0; o-- > 0;) {
          claims["setl_list_oprn_d"].push_back(
              {{"setl_id", settlement},
               {"mdtrt_id", visit},
               {"psn_no", id},
               {"oprn_oprt_code", pool_.operations[below(pool_.operations.size())]},
               {"main_oprn_flag", pick({"", "0", "1", "1"})},
               {"oprn_oprt_date", chance(85) ? begins : ""},
               {"oprn_oprt_endtime", chance(60) ? begins + pick({" 08:00:00", " 09:00:00", " 14:00:00"}) : ""}});
        }
        settlements.push_back(settlement);
        settlement_visits.push_back(visit);
      }
    }
    lines(claims, id, start, settlements, settlement_visits);
  }

  void lines(Claims& claims, const std::string& id, Day day, const std::vector<std::string>& settlements,
             const std::vector<std::string>& visits) {
    const std::size_t count = 1 + below(9);
    // Few codes in one person, so that lines meet.
    std::vector<std::string> codes;
    if (chance(60)) {
      if (!pool_.families.empty()) codes = pool_.families[below(pool_.families.size())];
      if (codes.empty()) codes.push_back(pool_.codes[below(pool_.codes.size())]);
    } else {
      for (std::size_t i = 1 + below(3); i-- > 0;) codes.push_back(pool_.codes[below(pool_.codes.size())]);
    }
    std::vector<std::string> sns;
    for (std::size_t i = 0; i < count; ++i) {
      if (chance(60)) day += pool_.gaps[below(pool_.gaps.size())];
      const std::size_t settlement = below(settlements.size());
      const std::string sn = fmt::format("{}-L{}{}", id, chance(50) ? 'a' : 'b', i);
      const bool gives_back = chance(12);
      Row row{
          {"bkkp_sn", sn},
          {"psn_no", id},
          {"setl_id", chance(97) ? settlements[settlement] : "?none"},
          {"mdtrt_id", chance(96) ? visits[settlement] : visits[below(visits.size())]},
          {"fixmedins_code", chance(85) ? "H0" : fmt::format("H{}", below(4))},
          {"med_list_codg", chance(85) ? codes[below(codes.size())] : pool_.codes[below(pool_.codes.size())]},
          {"fee_ocur_time", chance(95) ? format_day(day) + " " +
                                             pick({"00:00:00", "00:00:01", "08:00:00", "08:00:00", "09:00:00",
                                                   "14:00:00", "14:00:01", "20:00:00", "23:59:59"})
                                       : ""},
          {"cnt", (gives_back ? "-" : "") + mostly("1", {"2", "3", "0.5", "1.5", "0"}, 65)},
          {"pric", mostly("10", {"5", "5.01", "7.5", "20"}, 50)},
          {"det_item_fee_sumamt", (gives_back ? "-" : "") + mostly("10.00", {"0.01", "9.99", "20.01", "33.33"}, 60)},
          {"pric_uplmt_amt", mostly("", {"0", "10", "10", "20", "15.01"}, 40)},
          {"inscp_amt", mostly("", {"0", "0.01", "5", "100"}, 70)},
          {"chrgitm_lv", mostly("", {"01", "03"}, 80)},
          {"list_type", mostly("", {"101", "102", "201", "301"}, 75)},
          {"bilg_dept_codg", mostly("", {"A03", "A03.01", "A04", "a0301"}, 40)},
          {"med_chrgitm_type", !usual_charge_.empty() && usually(80)
                                   ? usual_charge_
                                   : mostly("", {"03", "04", "05", "06", "08", "09", "11"}, 40)},
          {"sin_dos_dscr", mostly("", {"1g", "0.5 g", "500mg", "2片", "750mg", "1", "适量"}, 30)},
          {"used_frqu_dscr", mostly("", {"qd", "bid", "TID", "qod", "q8h", "每日2次", "一日3次", "必要时"}, 30)},
          {"rx_drord_no", mostly("", {"R1", "R2"}, 50)},
          {"bilg_dr_code", mostly("", {"D1", "D2"}, 40)},
          {"dscg_tkdrug_flag", mostly("", {"0", "1"}, 80)},
          {"prd_days", mostly("", {"0", "1", "2", "3", "5"}, 50)},
          {"dise_codg", chance(10) ? diagnosis() : ""},
          {"vali_flag", mostly("", {"0", "1"}, 92)}};
      if (chance(70) && !row["fee_ocur_time"].empty()) {
        row["crte_time"] = format_day(day + static_cast<Day>(below(5))) + pick({" 08:00:00", " 08:00:01", " 00:00:00"});
      }
      if (gives_back && !sns.empty() && chance(50))
        row["init_feedetl_sn"] = chance(85) ? sns[below(sns.size())] : "nobody";
      if (gives_back && row["cnt"] == "-0") row["cnt"] = "-1";
      claims["fee_list_d"].push_back(std::move(row));
      sns.push_back(sn);
    }
  }

  std::string fact_near(const std::string& sex) {
    if (chance(60)) return "";
    return chance(90) ? sex : pick({"1", "2", "9"});
  }
  std::string diagnosis() {
    return !usual_diagnosis_.empty() && usually(70) ? usual_diagnosis_ : pool_.diagnoses[below(pool_.diagnoses.size())];
  }
  std::string disease() { return pick({"M001", "M002", "M00101", "m001", "M9"}); }
  /// A birth date that makes the patient cross an age limit within days.
  std::string birth_near(Day day) {
    CivilDate date = civil_from_day(day + static_cast<Day>(below(5)));
    const int ages[] = {0, 3, 12, 14, 16, 18, 18, 59, 64, 40};
    date.year -= ages[below(std::size(ages))];
    if (date.month == 2 && date.day == 29) date.day = 28;
    const Day birth = day_from_civil(date);
    if (birth > day - 40) return format_day(day - 27 - static_cast<Day>(below(4)));
    if (chance(5)) return "1900-01-01";
    return chance(5) ? format_day(day + 3) : format_day(birth);
  }

  const Pool& pool_;
  std::mt19937_64 random_;
  bool regular_ = false;                        // of the person being made
  std::string usual_diagnosis_, usual_charge_;  // the same
};

}  // namespace

Pool pool_of(const rules::Rule& rule, const knowledge::Snapshot& snapshot) {
  Pool pool;
  std::set<std::string> codes;
  std::set<std::string> diagnoses{"J18.900", "C00", "c97.1",    "B99",    "D00", "D45",
                                  "I63.9",   "i63", "Ｉ６３.9", "ZY0012", "I6"};
  std::set<std::string> operations{"36.0600", "60.2", "99.99"};
  const auto add_code = [&](std::string_view code) {
    const bool icd10 = code.size() >= 3 && code[0] >= 'A' && code[0] <= 'Z' && is_digit(code[1]) && is_digit(code[2]);
    const bool icd9 = code.size() >= 2 && code.size() <= 7 && is_digit(code[0]) && is_digit(code[1]);
    const std::string_view shortened = code.substr(0, code.find('-'));
    if (icd10) diagnoses.insert({std::string{shortened}, fmt::format("{}.9", shortened)});
    if (icd9) operations.insert({std::string{code}, fmt::format("{}{}", code, code.size() == 2 ? ".1" : "1")});
  };
  std::set<int> gaps{0, 1, 1, 2};
  const auto wanted = [&](std::uint16_t number) {
    return number == rule.info().number ||
           std::ranges::find(rule.info().consults, number) != rule.info().consults.end();
  };
  if (rule.info().number == 73) {  // its clause names the diagnoses, not its points
    for (const char* code : {"O03", "O09", "O10", "O79", "O80", "O84", "O85", "O92", "O98", "Z32", "Z36", "Z39"})
      diagnoses.insert(code);
  }
  for (const knowledge::Point& point : snapshot.points()) {
    if (!wanted(point.rule)) continue;
    for (const std::int64_t number : {point.num, point.num2}) {
      if (number == kNoNumber || number > 400 * kOne) continue;
      const int days = static_cast<int>(number / kOne);
      gaps.insert({days, days + 1, std::max(0, days - 1)});
    }
    for (const std::string_view value : snapshot.values(point)) {
      const bool ascii = std::ranges::all_of(value, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
      if (ascii) add_code(value);
      if (ascii && rule.info().number != 13 && rule.info().number != 22)
        codes.insert({std::string{value}, std::string{value} + "7"});
    }
  }
  for (const std::string_view name : rule.info().parameters) {
    const auto& definitions = knowledge::Parameters::definitions();
    const auto definition = std::ranges::find(definitions, name, &knowledge::ParameterDefinition::name);
    if (definition != definitions.end() && definition->is_codes) {
      const knowledge::CodeSet& set = snapshot.parameters().codes(name).at(kNoDay);
      for (std::size_t i = 0; i < set.size(); i += 1 + set.size() / 4) add_code(set[i]);
      continue;
    }
    if (!name.starts_with("course_gap") && name != "split_days" && name != "readmit_days" && name != "low_los_days") {
      continue;
    }
    const int days = static_cast<int>(snapshot.parameters().number(name).at(kNoDay) / kOne);
    gaps.insert({days, days + 1});
  }
  if (rule.info().number == 38) codes.insert({"003301", "003302", "003316001", "003317", "0031", "0034"});
  pool.codes.assign(codes.begin(), codes.end());
  pool.diagnoses.assign(diagnoses.begin(), diagnoses.end());
  pool.operations.assign(operations.begin(), operations.end());
  pool.gaps.assign(gaps.begin(), gaps.end());
  return pool;
}

Claims random_claims(const Pool& pool, std::uint64_t seed, int persons) { return Maker{pool, seed}.make(persons); }

Claims of_person(const Claims& claims, const std::string& person) {
  Claims out;
  for (const auto& [table, rows] : claims.tables) {
    for (const Row& row : rows) {
      const auto number = row.find("psn_no");
      if (number == row.end() || number->second == person || number->second == kStranger) out[table].push_back(row);
    }
  }
  return out;
}

}  // namespace yishou::rule_checks

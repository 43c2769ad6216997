#include <random>

#include <fmt/format.h>

#include "base/calendar.h"
#include "institution_check.h"

namespace yishou::rule_checks {

namespace {

constexpr Day kFirst = 19'784;  // 2024-03-02

class Maker {
 public:
  Maker(std::uint64_t seed, bool strangers) : random_(seed), strangers_(strangers) {}

  Claims months(bool stays) {
    institutions(14);
    // Shares of an institution's items and stays: most alike, a few far off.
    for (int& share : heavy_)
      share = chance(15) ? 60 + static_cast<int>(below(40)) : (stays ? 2 : 15) + static_cast<int>(below(12));
    for (std::size_t p = 0; p < 150; ++p) {
      const std::string person = fmt::format("P{:03}", p);
      const std::size_t home = below(14);
      Day day = kFirst + static_cast<Day>(below(45));
      for (std::size_t v = stays ? 2 + below(3) : 1; v-- > 0;) {
        const std::size_t at = chance(93) ? home : below(14);
        day = stay(person, fmt::format("{}V{}", person, v), at, day, stays);
      }
    }
    return std::move(claims_);
  }

  Claims stock(char letter) {
    institutions(3);
    const std::vector<std::string> codes{fmt::format("{}A01", letter), fmt::format("{}B02", letter),
                                         fmt::format("{}B021", letter), letter == 'C' ? "XA01" : "CA01"};
    const auto moment = [&] { return format_day(kFirst + static_cast<Day>(below(60))) + pick({"", "", " 08:00:00"}); };
    for (int i = 0; i < 3; ++i) {
      for (const std::string& code : codes) {
        const auto row = [&](const char* time, std::string cnt) {
          return Row{{"fixmedins_code", place(static_cast<std::size_t>(i))},
                     {"med_list_codg", code},
                     {time, chance(97) ? moment() : ""},
                     {"cnt", chance(95) ? std::move(cnt) : ""},
                     {"bkkp_sn", fmt::format("B{}", serial_++)}};
        };
        for (std::size_t n = below(4); n-- > 0;)
          claims_["invinfo_d"].push_back(row("inv_time", pick({"0", "1", "5", "12", "20.5"})));
        for (std::size_t n = below(3); n-- > 0;)
          claims_["purcinfo_d"].push_back(row("purc_time", pick({"1", "4", "10", "-2"})));
        for (std::size_t n = below(4); n-- > 0;) {
          Row sale = row("sel_time", pick({"1", "2", "6", "-1"}));
          sale["sel_retn_flag"] = pick({"", "0", "1"});
          claims_["selinfo_d"].push_back(std::move(sale));
        }
        for (std::size_t n = below(2); n-- > 0;)
          claims_["invchg_d"].push_back(row("chg_time", pick({"-3", "-1", "2"})));
      }
    }
    for (std::size_t p = 0; p < 50; ++p) {
      const std::string person = fmt::format("P{:03}", p);
      const std::string settlement = person + "S";
      const std::string where = place(below(3));
      settle(person, person + "V", settlement, where, format_day(kFirst + 90), "41");
      for (std::size_t n = 1 + below(4); n-- > 0;) {
        Row line = this->line(person, person + "V", settlement, chance(90) ? where : place(below(3)));
        line["med_list_codg"] = codes[below(codes.size())];
        line["fee_ocur_time"] =
            chance(95) ? format_day(kFirst + static_cast<Day>(below(60))) + pick({"", " 08:00:00", " 09:30:00"}) : "";
        line["cnt"] = pick({"1", "1", "2", "0.5", "3"});
        if (chance(8)) {
          line["cnt"] = "-1";
          line["det_item_fee_sumamt"] = "-5";
        }
        claims_["fee_list_d"].push_back(std::move(line));
      }
    }
    return std::move(claims_);
  }

 private:
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }
  bool chance(int percent) { return below(100) < static_cast<std::size_t>(percent); }
  std::string pick(std::initializer_list<const char*> texts) { return *(texts.begin() + below(texts.size())); }
  static std::string place(std::size_t i) { return fmt::format("H{:02}", i); }

  void institutions(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      if (chance(4)) continue;
      claims_["fixmedins_b"].push_back({{"fixmedins_code", place(i)},
                                        {"hosp_lv", chance(80) ? "02" : pick({"", "05", "99", "07"})},
                                        {"fixmedins_type", strangers_   ? "2"
                                                           : chance(92) ? "1"
                                                                        : pick({"", "2"})}});
    }
  }

  void settle(const std::string& person, const std::string& visit, const std::string& settlement,
              const std::string& where, const std::string& time, const std::string& med_type) {
    claims_["setl_d"].push_back({{"setl_id", settlement},
                                 {"mdtrt_id", visit},
                                 {"psn_no", person},
                                 {"fixmedins_code", where},
                                 {"insutype", "310"},
                                 {"hosp_lv", chance(60) ? "02" : pick({"", "05", "99"})},
                                 {"med_type", med_type},
                                 {"setl_time", chance(96) ? time : ""},
                                 {"medfee_sumamt", "100"},
                                 {"fund_pay_sumamt", pick({"80", "77.77", "0"})},
                                 {"vali_flag", chance(95) ? "" : "0"}});
    if (!chance(5)) return;
    claims_["setl_d"].push_back({{"setl_id", settlement + "r"},
                                 {"mdtrt_id", visit},
                                 {"psn_no", person},
                                 {"fixmedins_code", where},
                                 {"insutype", "310"},
                                 {"med_type", med_type},
                                 {"setl_time", time},
                                 {"medfee_sumamt", "-100"},
                                 {"fund_pay_sumamt", "-80"},
                                 {"refd_setl_flag", "1"},
                                 {"init_setl_id", settlement}});
  }

  Row line(const std::string& person, const std::string& visit, const std::string& settlement,
           const std::string& where) {
    return {{"bkkp_sn", fmt::format("{}L{}{}", person, pick({"a", "b"}), serial_++)},
            {"psn_no", person},
            {"setl_id", settlement},
            {"mdtrt_id", visit},
            {"fixmedins_code", where},
            {"med_list_codg", "Y"},
            {"fee_ocur_time", format_day(kFirst)},
            {"cnt", "1"},
            {"pric", "10"},
            {"det_item_fee_sumamt", pick({"10", "9.99", "33.33", "20.01"})},
            {"inscp_amt", chance(85) ? "" : pick({"0", "3"})},
            {"vali_flag", chance(95) ? "" : "0"}};
  }

  /// A visit with its settlements, diagnoses and lines; returns a day on which the next may begin.
  Day stay(const std::string& person, const std::string& visit, std::size_t at, Day begin, bool stays) {
    const std::string where = place(at);
    const Day end = begin + static_cast<Day>(below(6));
    const auto gap = stays && chance(heavy_[at]) ? pick({"0", "1", "30", "31", "32"}) : pick({"33", "40"});
    const Day next = end + static_cast<Day>(std::stoi(gap));
    const std::string med_type = chance(85) ? "21" : pick({"22", "26", "28", "52", "11", ""});
    if (chance(90)) {
      claims_["mdtrt_d"].push_back({{"mdtrt_id", visit},
                                    {"psn_no", person},
                                    {"fixmedins_code", where},
                                    {"begntime", chance(94) ? format_day(begin) : ""},
                                    {"endtime", chance(94) ? format_day(end) : ""},
                                    {"med_type", med_type},
                                    {"hosp_lv", pick({"02", "02", "", "05"})},
                                    {"dscg_maindiag_code", chance(80) ? main_diagnosis() : ""},
                                    {"vali_flag", chance(95) ? "" : "0"}});
    }
    for (std::size_t s = chance(85) ? 1 : 2; s-- > 0;) {
      const std::string settlement = fmt::format("{}S{}", visit, s);
      settle(person, visit, settlement, chance(98) ? where : place(below(14)),
             format_day(end + static_cast<Day>(below(3))), med_type);
      Row& settled = claims_["setl_d"].back();
      if (chance(50)) settled["begndate"] = format_day(begin);
      if (chance(50)) settled["enddate"] = format_day(end + static_cast<Day>(below(2)));
      if (stays) {
        diagnoses(person, visit, settlement, at);
      } else {
        lines(person, visit, settlement, at);
      }
    }
    return next;
  }

  std::string main_diagnosis() {
    return chance(80) ? pick({"I63.9", "i63.1", "I63"}) : pick({"J18.9", "C34", "N18.5"});
  }

  void diagnoses(const std::string& person, const std::string& visit, const std::string& settlement, std::size_t at) {
    const auto add = [&](const std::string& code, const std::string& main, const std::string& admission) {
      claims_["setl_list_diag_d"].push_back({{"setl_id", settlement},
                                             {"mdtrt_id", visit},
                                             {"psn_no", person},
                                             {"diag_code", code},
                                             {"maindiag_flag", main},
                                             {"adm_cond_type", admission}});
    };
    if (chance(50)) add(main_diagnosis(), "1", pick({"1", "4", ""}));
    if (chance(heavy_[at]))
      add(pick({"A41.9", "J18.9", "T81.4", "N39.0", "J19", "T81.3"}), pick({"0", ""}), pick({"4", "4", "4", "1", ""}));
  }

  void lines(const std::string& person, const std::string& visit, const std::string& settlement, std::size_t at) {
    for (std::size_t n = 3; n-- > 0;) {
      Row row = line(person, visit, settlement, place(at));
      const bool heavy = chance(heavy_[at]);
      // Where an institution is heavy it is so in every indicator, so that one generator serves all.
      static constexpr const char* kHeavyTypes[] = {"09", "11", "03", "04", "05", "08"};
      row["med_chrgitm_type"] = heavy ? kHeavyTypes[(at + below(2)) % 6] : pick({"01", "02", "06", "14", "", "10"});
      row["med_list_codg"] =
          heavy ? pick({"002103000010000", "002102000010000", "XA01", "C01"}) : pick({"Y", "T01", "001101", "00210"});
      row["list_type"] = heavy && chance(30) ? pick({"101", "103", "301", "102"}) : "";
      if (heavy && chance(25)) row["med_chrgitm_type"].clear();
      claims_["fee_list_d"].push_back(std::move(row));
    }
    if (!chance(8)) return;
    Row returned = line(person, visit, settlement, place(at));
    returned["init_feedetl_sn"] = claims_["fee_list_d"].back()["bkkp_sn"];
    returned["cnt"] = pick({"-1", "-0.5"});
    returned["det_item_fee_sumamt"] = pick({"-5", "-10"});
    claims_["fee_list_d"].push_back(std::move(returned));
  }

  std::mt19937_64 random_;
  bool strangers_;
  Claims claims_;
  int heavy_[14] = {};
  int serial_ = 0;
};

}  // namespace

Claims random_institutions(const rules::Rule& rule, std::uint64_t seed, bool strangers) {
  Maker maker{seed, strangers};
  if (rule.stock_rule() != nullptr) return maker.stock(rule.info().number == 48 ? 'C' : 'X');
  return maker.months(rule.info().number == 62 || rule.info().number == 63);
}

}  // namespace yishou::rule_checks

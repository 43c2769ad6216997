// A counter: facts that arrive, and orders that are asked about, with the real engine, store and shipped knowledge. What the tests of
// this folder say of single cases.
#pragma once

#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "city.h"
#include "history/fact_book.h"
#include "model/proposal.h"

namespace yishou::precheck_tests {

inline constexpr std::string_view kHospital = "H99010200002", kPatient = "P1", kVisit = "V1";
/// A service item that is paid once in seven days (rule 31), a drug for women alone (rule 67), and a drug that nobody minds.
inline constexpr std::string_view kWeekly = "002503020020000", kWomens = "ZD01BAT0269010103082",
                                  kHarmless = "XA02BCD823E001010199138";

inline Second at(std::string_view time) {
  const auto read = parse_second(time);
  if (!read) throw std::runtime_error(fmt::format("no time: {}", time));
  return *read;
}

/// One order as a message tells it: one piece for ten yuan on the morning of 2026-01-01, prescription RX1.
struct Order {
  std::string_view id, item = kWeekly;
  std::string_view time = "2026-01-01 08:59:00";  ///< "" for none
  std::int64_t cnt = 1'0000;
  Fen amount = 10'00;
  std::string_view rx = "RX1";
  bool current = true;

  [[nodiscard]] model::ProposedLine line() const {
    model::ProposedLine made;
    made.id = id;
    made.rx = rx;
    made.item = item;
    made.doctor = "D1";
    made.time = time.empty() ? kNoSecond : at(time);
    made.cnt = cnt;
    made.pric = 10'000000;
    made.amount = amount;
    made.chrgitm_lv = 1;
    made.current = current;
    return made;
  }
};

/// A visit as a message tells it, on 2026-01-01 if not said otherwise.
inline model::ProposedVisit visit(std::string_view mdtrt_id, const std::vector<Order>& orders,
                                  std::string_view begin = "2026-01-01 08:30:00") {
  model::ProposedVisit made;
  made.mdtrt_id = mdtrt_id;
  made.institution = kHospital;
  made.insutype = "310";
  made.level = 5;
  made.med_type = 11;
  made.begin = made.end = at(begin);
  made.diagnoses = {{.code = "J00", .main = true, .main_known = true}};
  for (const Order& order : orders) made.lines.push_back(order.line());
  return made;
}

/// A man of 46; the last visit is asked about.
inline model::Proposal ask_of(std::vector<model::ProposedVisit> visits, std::string_view psn_no = kPatient) {
  model::Proposal made;
  made.psn_no = psn_no;
  made.sex = model::Sex::kMale;
  made.birth = *parse_day("1980-01-01");
  made.current = visits.size() - 1;
  made.visits = std::move(visits);
  return made;
}

class Counter {
 public:
  /// Its lake holds one line of somebody else on each of the two days.
  explicit Counter(std::string_view data_begin = "2024-01-01", std::string_view data_end = "2026-01-01") {
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "extracts");
    std::ofstream out(folder_ / "extracts" / "fee_list_d.csv");
    out << "bkkp_sn,mdtrt_id,setl_id,psn_no,fixmedins_code,fee_ocur_time,cnt,pric,det_item_fee_sumamt,med_list_codg\n";
    for (const std::string_view day : {data_begin, data_end})
      out << fmt::format("Z{0},ZV,ZS,Z,H1,{0} 08:00:00,1,1,1.00,X\n", day);
    out.close();
    lake::LoadOptions load;
    load.lake = (folder_ / "lake").string();
    load.paths = {(folder_ / "extracts").string()};
    must(lake::load(load));
    open();
  }
  ~Counter() {
    book_.reset();
    fs::remove_all(folder_);
  }
  Counter(const Counter&) = delete;
  Counter& operator=(const Counter&) = delete;

  /// Opens journal and history, once more if they are open.
  void open() {
    book_.reset();
    book_ = must(history::FactBook::open(
        {.state = (folder_ / "state").string(), .lake = (folder_ / "lake").string(), .building = {}}));
  }
  /// The same without the history, which is made from the lake.
  void forget_history() {
    book_.reset();
    fs::remove_all(folder_ / "state" / "history");
    open();
  }
  history::FactBook& book() { return *book_; }

  void take(std::string_view table, std::string_view row) {
    const auto done = must(book_->take(*model::find_table(table), row));
    if (done.refused != 0) throw std::runtime_error(done.refusals.front().reason);
  }
  /// A settled visit without lines.
  void settle(std::string_view psn_no = kPatient, std::string_view mdtrt_id = kVisit,
              std::string_view day = "2026-01-01") {
    take("psn_info_b", fmt::format(R"({{"psn_no":"{}","gend":"1","brdy":"1980-01-01"}})", psn_no));
    take("mdtrt_d", fmt::format(R"({{"mdtrt_id":"{0}","psn_no":"{1}","fixmedins_code":"{2}","begntime":"{3} 08:30:00",)"
                                R"("endtime":"{3} 08:30:00","med_type":"11"}})",
                                mdtrt_id, psn_no, kHospital, day));
    take("setl_d", fmt::format(R"({{"setl_id":"S-{0}","mdtrt_id":"{0}","psn_no":"{1}","fixmedins_code":"{2}",)"
                               R"("setl_time":"{3} 09:30:00","med_type":"11","medfee_sumamt":"100.00",)"
                               R"("fund_pay_sumamt":"50.00","insutype":"310"}})",
                               mdtrt_id, psn_no, kHospital, day));
  }
  /// A line of a visit that is settled, as it arrives.
  [[nodiscard]] static std::string line(std::string_view sn, const Order& order, std::string_view psn_no = kPatient,
                                        std::string_view mdtrt_id = "") {
    const std::string visit = mdtrt_id.empty() ? fmt::format("V-{}", psn_no) : std::string{mdtrt_id};
    return fmt::format(R"({{"bkkp_sn":"{0}","mdtrt_id":"{1}","setl_id":"S-{1}","psn_no":"{2}","fixmedins_code":"{3}",)"
                       R"("fee_ocur_time":"{4}","cnt":"{5}","pric":"10","det_item_fee_sumamt":"{6}",)"
                       R"("med_list_codg":"{7}","chrgitm_lv":"01","inscp_amt":"{6}","rx_drord_no":"{8}"}})",
                       sn, visit, psn_no, kHospital, order.time, format_decimal(order.cnt, 4),
                       format_decimal(order.amount, kFenScale), order.item, order.rx);
  }
  void bill(std::string_view sn, const Order& order, std::string_view psn_no = kPatient,
            std::string_view mdtrt_id = kVisit) {
    take("fee_list_d", line(sn, order, psn_no, mdtrt_id));
  }

  /// What is said: `RULE: accused lines; lines they rest on`, sorted.
  [[nodiscard]] std::vector<std::string> ask(const model::Proposal& proposal,
                                             std::span<const rules::Rule* const> rules = precheck::askable_rules()) {
    const precheck::Live live{
        snapshot ? snapshot : city().snapshot,
        std::make_shared<precheck::Surroundings>(must(precheck::surroundings_of((folder_ / "lake").string())))};
    precheck::Judge judge(std::make_shared<precheck::Live>(live), book_->store());
    std::vector<std::string> said;
    const auto answer = must(judge.judge(proposal, rules));
    undecided = answer.undecided;
    for (const model::Finding& finding : answer.findings) {
      said.push_back(fmt::format("{}: {}; {}", finding.rule_no, fmt::join(finding.bkkp_sns, " "),
                                 fmt::join(finding.related_bkkp_sns, " ")));
    }
    std::ranges::sort(said);
    return said;
  }

  std::shared_ptr<const knowledge::Snapshot> snapshot;  ///< instead of the city's
  std::uint64_t undecided = 0;                          ///< of the last answer

 private:
  fs::path folder_ = fs::temp_directory_path() / fmt::format("yishou-counter-{}", getpid());
  std::unique_ptr<history::FactBook> book_;
};

using Said = std::vector<std::string>;

}  // namespace yishou::precheck_tests

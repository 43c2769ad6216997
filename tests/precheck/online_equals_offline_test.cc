// Online equals offline: the same rows, judged before the bill from the history and by an audit of a lake, give the same findings,
// down to their ids.
#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "city.h"
#include "gateway/analysis_request.h"
#include "message.h"
#include "precheck/proposal_rows.h"

namespace yishou::precheck_tests {
namespace {

using precheck::kProposedSettlement;

TEST(OnlineEqualsOfflineTest, StoredPersonsAreJudgedAsInTheLake) {
  const std::string lake = city().load("whole", {city().extracts()});
  const auto store = city().history_of(lake);
  precheck::Judge judge(city().live_of(lake), *store);
  const Ids online = reviewed(lake, judge);
  const Ids offline = audited(lake, [](const model::Finding&) { return true; });
  EXPECT_GT(offline.size(), 90u);
  EXPECT_EQ(online, offline);
}

/// Splits the city: for each person one visit is proposed, everything else is history. `round` chooses the visit.
struct Split {
  Split(int round) {
    auto database = must(duck::Database::open("", {}));
    auto connection = must(database.connect());
    const auto run = [&](const std::string& sql) { must(connection.execute(sql)); };
    const std::string out = (city().folder / fmt::format("split-{}", round)).string();
    history = out + "/history";
    proposed = out + "/proposed";
    fs::create_directories(history);
    fs::create_directories(proposed);
    const auto from = [](const std::string& table) {
      return fmt::format("read_parquet({})", duck::literal(city().extracts() + "/" + table + "*.parquet"));
    };
    run(
        fmt::format("CREATE TABLE chosen AS SELECT psn_no, min_by(mdtrt_id, md5(mdtrt_id || '{}')) AS mdtrt_id FROM {} "
                    "GROUP BY psn_no",
                    round, from("fee_list_d")));
    const auto write = [&](const std::string& folder, const std::string& table, const std::string& select) {
      run(fmt::format("COPY ({}) TO {} (FORMAT parquet)", select, duck::literal(folder + "/" + table + ".parquet")));
    };
    for (const std::string table : {"fee_list_d", "setl_d", "mdtrt_d", "setl_list_diag_d", "setl_list_oprn_d"}) {
      write(history, table,
            fmt::format("SELECT * FROM {} WHERE mdtrt_id NOT IN (SELECT mdtrt_id FROM chosen)", from(table)));
    }
    for (const std::string table : {"psn_info_b", "fixmedins_b", "medins_staff_b"}) {
      write(history, table, fmt::format("SELECT * FROM {}", from(table)));
    }
    // What a 3101 can say, as rows: no dose, no days, no price limit, no money of the fund.
    const std::string mine = "WHERE mdtrt_id IN (SELECT mdtrt_id FROM chosen)";
    const std::string bill = fmt::format("'{}' || mdtrt_id AS setl_id", kProposedSettlement);
    write(
        proposed, "fee_list_d",
        fmt::format("SELECT bkkp_sn, mdtrt_id, {}, psn_no, fixmedins_code, fee_ocur_time, cnt, pric, "
                    "det_item_fee_sumamt, med_list_codg, rx_drord_no, bilg_dr_code, bilg_dept_codg, list_type, "
                    "chrgitm_lv, med_chrgitm_type, dscg_tkdrug_flag, CASE WHEN inscp_amt <= 0 THEN 0 END AS inscp_amt "
                    "FROM {} {}",
                    bill, from("fee_list_d"), mine));
    write(proposed, "setl_d",
          fmt::format("SELECT {}, mdtrt_id, any_value(psn_no) AS psn_no, any_value(gend) AS gend, any_value(brdy) AS "
                      "brdy, any_value(insutype) AS insutype, any_value(fixmedins_code) AS fixmedins_code, "
                      "any_value(hosp_lv) AS hosp_lv, NULL::TIMESTAMP AS setl_time, any_value(med_type) AS med_type, "
                      "sum(medfee_sumamt) AS medfee_sumamt, 0 AS fund_pay_sumamt, any_value(dise_no) AS dise_no "
                      "FROM {} {} GROUP BY mdtrt_id",
                      bill, from("setl_d"), mine));
    write(proposed, "mdtrt_d",
          fmt::format("SELECT mdtrt_id, psn_no, fixmedins_code, hosp_lv, begntime, endtime, med_type, "
                      "dscg_maindiag_code, dise_no FROM {} {}",
                      from("mdtrt_d"), mine));
    write(proposed, "setl_list_diag_d",
          fmt::format("SELECT DISTINCT {}, mdtrt_id, psn_no, diag_code, maindiag_flag FROM {} {}", bill,
                      from("setl_list_diag_d"), mine));
    write(proposed, "setl_list_oprn_d",
          fmt::format("SELECT DISTINCT {}, mdtrt_id, psn_no, oprn_oprt_code, main_oprn_flag, oprn_oprt_date FROM {} {}",
                      bill, from("setl_list_oprn_d"), mine));
  }
  std::string history, proposed;
};

/// The person's proposed visit as a 3101 would tell it. False when there is none.
bool proposal_of(const model::ClaimBlock& block, const model::Person& person, model::Proposal& proposal) {
  proposal.clear();
  for (model::Index s = person.settlements.begin; s < person.settlements.end; ++s) {
    const model::Settlement& settlement = block.settlements[s];
    if (!settlement.setl_id.starts_with(kProposedSettlement)) continue;
    const model::Visit& row = block.visits[settlement.visit];
    model::ProposedVisit visit{.mdtrt_id = row.mdtrt_id,
                               .institution = block.codes->institutions.text(settlement.institution),
                               .insutype = settlement.insutype,
                               .main_diagnosis = row.main_diagnosis,
                               .disease = settlement.disease,
                               .level = settlement.level,
                               .med_type = settlement.med_type,
                               .begin = row.begin,
                               .end = row.end,
                               .total = settlement.total,
                               .diagnoses = {},
                               .operations = {},
                               .lines = {}};
    for (model::Index d = person.diagnoses.begin; d < person.diagnoses.end; ++d) {
      const model::Diagnosis& diagnosis = block.diagnoses[d];
      if (diagnosis.settlement == s) visit.diagnoses.push_back({diagnosis.code, diagnosis.main, diagnosis.main_known});
    }
    for (model::Index o = person.operations.begin; o < person.operations.end; ++o) {
      const model::Operation& operation = block.operations[o];
      if (operation.settlement != s) continue;
      visit.operations.push_back({operation.code, operation.main, operation.main_known, operation.date});
    }
    const model::Lines& l = block.lines;
    for (model::Index i = person.lines.begin; i < person.lines.end; ++i) {
      if (l.settlement[i] != s) continue;
      model::ProposedLine line;
      line.id = l.sn[i];
      line.rx = l.rx[i];
      line.item = block.item_code(i);
      line.doctor = l.doctor[i];
      line.department = l.department[i];
      line.time = l.time[i];
      line.cnt = l.cnt[i];
      line.pric = l.pric[i];
      line.amount = l.amount[i];
      if (l.inscp[i] == 0) line.self_paid = l.amount[i];
      line.chrgitm_lv = l.chrgitm_lv[i];
      line.list_type = l.list_type[i];
      line.charge_type = l.charge_type[i];
      line.take_home = l.take_home[i] != 0;
      visit.lines.push_back(line);
    }
    proposal.psn_no = person.psn_no;
    proposal.sex = settlement.sex;
    proposal.birth = settlement.birth;
    proposal.visits.push_back(std::move(visit));
    return true;
  }
  return false;
}

class ProposalTest : public testing::TestWithParam<int> {};

TEST_P(ProposalTest, AProposedVisitIsJudgedAsIfItWereInTheLake) {
  const Split split(GetParam());
  const std::string history = city().load(fmt::format("history-{}", GetParam()), {split.history});
  const std::string both = city().load(fmt::format("both-{}", GetParam()), {split.history, split.proposed});
  const auto store = city().history_of(history);
  // The surroundings are those of the whole, so that only the proposals differ in where they come from.
  precheck::Judge judge(city().live_of(both), *store);
  Ids online;
  std::set<std::string> proposed;
  gateway::Message message;
  gateway::AnalysisParser parser;
  std::string message_of_proposal;
  each_block(both, [&](const model::ClaimBlock& block) -> Status {
    model::Proposal proposal;
    for (const model::Person& person : block.persons) {
      if (!proposal_of(block, person, proposal)) continue;
      for (const model::ProposedLine& line : proposal.visits.front().lines) proposed.emplace(line.id);
      // As a hospital says it: the proposal as a 3101, read back by the gateway.
      message_of_proposal = message_of(proposal);
      must(message.read(message_of_proposal));
      const gateway::AnalysisRequest* const read = must(parser.read(message));
      const auto answer = must(judge.judge(read->patients[0].proposal, precheck::askable_rules()));
      for (const model::Finding& finding : answer.findings) {
        online.insert(fmt::format("{} {}", finding.rule_no, finding.finding_id));
      }
    }
    return {};
  });
  const auto touches = [&](const model::Finding& finding) {
    const auto is_proposed = [&](const std::string& sn) { return proposed.contains(sn); };
    return finding.setl_id.starts_with(kProposedSettlement) || std::ranges::any_of(finding.bkkp_sns, is_proposed) ||
           std::ranges::any_of(finding.related_bkkp_sns, is_proposed);
  };
  const Ids offline = audited(both, touches);
  EXPECT_GT(offline.size(), 10u);
  Ids only_online, only_offline;
  std::ranges::set_difference(online, offline, std::inserter(only_online, only_online.end()));
  std::ranges::set_difference(offline, online, std::inserter(only_offline, only_offline.end()));
  EXPECT_EQ(only_online, Ids{});
  // Whose history begins within the days before a second-line drug: before the bill nobody can tell (precheck/unknown.h).
  std::erase_if(only_offline, [](const std::string& id) { return id.starts_with("5 "); });
  EXPECT_EQ(only_offline, Ids{});
}

INSTANTIATE_TEST_SUITE_P(Rounds, ProposalTest, testing::Range(0, 1));

}  // namespace
}  // namespace yishou::precheck_tests

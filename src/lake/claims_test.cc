// What the engine sees of a lake: whole persons, joined, with everything that is missing said to be missing.
#include "lake/claims.h"

#include <gtest/gtest.h>

#include "lake/load_fixture.h"

namespace yishou::lake {
namespace {

using model::kNone;

class ClaimsTest : public LoadTest {
 protected:
  // Copies of what the tests look at, since a block lives only while it is visited.
  struct Seen {
    std::vector<std::string> persons, line_sns, line_items, visit_ids;
    std::vector<model::Settlement> settlements;
    model::Lines lines;
    std::vector<bool> visit_known;
    std::vector<model::SmallCode> levels;
    std::size_t blocks = 0;
  };

  Seen read(const model::FactSet& wanted, std::size_t block_lines = 8192) {
    Seen seen;
    const auto claims = LakeClaims::open(lake_, {.block_lines = block_lines});
    EXPECT_TRUE(claims.has_value()) << claims.error().message;
    for (std::size_t part = 0; part < (*claims)->num_parts(); ++part) {
      model::Dictionaries codes;
      const Status status = (*claims)->read_part(part, wanted, codes, [&](model::ClaimBlock& block) -> Status {
        ++seen.blocks;
        for (const auto& person : block.persons) seen.persons.emplace_back(person.psn_no);
        for (const auto& visit : block.visits) {
          seen.visit_ids.emplace_back(visit.mdtrt_id);
          seen.visit_known.push_back(visit.known);
        }
        for (model::Index line = 0; line < block.lines.size(); ++line) {
          seen.line_sns.emplace_back(block.lines.sn[line]);
          seen.line_items.emplace_back(block.item_code(line));
          seen.levels.push_back(block.institution(line).level);
        }
        seen.settlements = block.settlements;
        seen.lines = block.lines;
        return {};
      });
      EXPECT_TRUE(status.has_value()) << status.error().message;
    }
    return seen;
  }
  void load_files() {
    const auto report = take(files_);
    ASSERT_TRUE(report.has_value()) << report.error().message;
    for (const auto& table : report->tables) ASSERT_EQ(table.refused, 0) << table.table;
  }
  std::vector<std::string> files_;
  static model::FactSet all() { return model::FactSet{}.set(); }
};

TEST_F(ClaimsTest, ColumnsThatAreNotThereAreMissing) {
  files_.push_back(
      write("fee_list_d.csv",
            "bkkp_sn,mdtrt_id,setl_id,psn_no,fixmedins_code,fee_ocur_time,cnt,pric,det_item_fee_sumamt,med_list_codg\n"
            "B1,M1,S1,P1,H1,2025-03-01 10:00:00,2,1.5,3.00,X1\n"
            "B2,M1,S1,P1,,,1,1,1.00,\n"));
  load_files();
  const Seen seen = read(all());
  ASSERT_EQ(seen.line_sns.size(), 2u);
  const model::Lines& l = seen.lines;
  for (model::Index line = 0; line < 2; ++line) {
    EXPECT_EQ(l.settlement[line], kNone);  // no setl_d: unsettled
    EXPECT_EQ(l.list_type[line], model::kNoCode);
    EXPECT_EQ(l.chrgitm_lv[line], model::kNoCode);
    EXPECT_EQ(l.valid[line], 1);
    EXPECT_EQ(l.take_home[line], 0);
    EXPECT_EQ(l.days[line], -1);
    EXPECT_EQ(l.inscp[line], kNoNumber);
    EXPECT_EQ(l.pric_limit[line], kNoNumber);
    EXPECT_EQ(seen.levels[line], model::kNoCode);
  }
  // Lines without a time come first.
  EXPECT_EQ(seen.line_sns, (std::vector<std::string>{"B2", "B1"}));
  EXPECT_EQ(l.time[0], kNoSecond);
  EXPECT_EQ(seen.line_items, (std::vector<std::string>{"", "X1"}));
  EXPECT_EQ(l.amount[1], 300);
  EXPECT_EQ(l.cnt[1], 20000);
  EXPECT_EQ(seen.visit_ids, (std::vector<std::string>{"M1"}));
  EXPECT_FALSE(seen.visit_known[0]);
}

TEST_F(ClaimsTest, EmptyValuesOfCodedColumnsAreMissingAmongOthers) {
  files_.push_back(write("fee_list_d.csv",
                         "bkkp_sn,mdtrt_id,setl_id,psn_no,fixmedins_code,fee_ocur_time,cnt,pric,det_item_fee_sumamt,"
                         "med_list_codg,list_type,"
                         "bilg_dr_code,vali_flag,dise_codg\n"
                         "B1,M1,S1,P1,H1,2025-03-01 10:00:00,1,1,1.00,X1,101,D1,0,i10.x\n"
                         "B2,M1,S1,P1,H1,2025-03-01 10:01:00,1,1,1.00,X1,,,,\n"));
  files_.push_back(write("setl_d.csv",
                         "setl_id,mdtrt_id,psn_no,insutype,fixmedins_code,setl_time,med_type,medfee_sumamt,fund_pay_"
                         "sumamt,gend,hosp_lv,vali_flag\n"
                         "S1,M1,P1,310,H1,2025-03-01 12:00:00,11,2.00,1.00,1,03,1\n"
                         "S2,M2,P1,,,2025-03-02 12:00:00,,2.00,1.00,,,\n"));
  load_files();
  const Seen seen = read(all());
  ASSERT_EQ(seen.line_sns.size(), 2u);
  EXPECT_EQ(seen.lines.list_type[0], 101);
  EXPECT_EQ(seen.lines.list_type[1], model::kNoCode);
  EXPECT_EQ(seen.lines.valid[0], 0);
  EXPECT_EQ(seen.lines.valid[1], 1);
  EXPECT_EQ(seen.lines.settlement[1], 0u);
  ASSERT_EQ(seen.settlements.size(), 2u);
  EXPECT_EQ(seen.settlements[0].med_type, 11);
  EXPECT_EQ(seen.settlements[0].sex, model::Sex::kMale);
  EXPECT_EQ(seen.settlements[0].level, 3);
  EXPECT_EQ(seen.settlements[1].med_type, -1);
  EXPECT_EQ(seen.settlements[1].sex, model::Sex::kMissing);
  EXPECT_EQ(seen.settlements[1].level, model::kNoCode);
  EXPECT_TRUE(seen.settlements[1].valid);
}

// An id says something only within its person, and of a visit something else than of a settlement.
TEST_F(ClaimsTest, IdsThatPersonsAndTablesShare) {
  files_.push_back(write("fee_list_d.csv", kFeeHeader + "B1,A,Z,P1,H1,2025-03-01 10:00:00,1,1,1.00,X1\n" +
                                               "B2,A,Z,P2,H1,2025-03-01 10:00:00,1,1,1.00,X1\n" +
                                               "B3,Z,Z,P3,H1,2025-03-01 10:00:00,1,1,1.00,X1\n"));
  files_.push_back(write("setl_d.csv", kSetlHeader + "Z,A,P1,310,H1,2025-03-01 12:00:00,11,2.00,1.00,0,\n"));
  load_files();
  const Seen seen = read(all());
  ASSERT_EQ(seen.line_sns, (std::vector<std::string>{"B1", "B2", "B3"}));
  EXPECT_EQ(seen.lines.person, (std::vector<model::Index>{0, 1, 2}));
  EXPECT_EQ(seen.lines.settlement, (std::vector<model::Index>{0, kNone, kNone}));
  EXPECT_EQ(seen.lines.visit, (std::vector<model::Index>{0, 1, 2}));
  EXPECT_EQ(seen.visit_ids, (std::vector<std::string>{"A", "A", "Z"}));
}

TEST_F(ClaimsTest, PersonsWithoutLinesAreThereAndBlocksHoldWholePersons) {
  std::string lines =
      "bkkp_sn,mdtrt_id,setl_id,psn_no,fixmedins_code,fee_ocur_time,cnt,pric,det_item_fee_sumamt,med_list_codg\n";
  for (int i = 0; i < 10; ++i) {
    lines += "B" + std::to_string(i) + ",M1,S1,P" + std::to_string(i / 5) + ",H1,2025-03-01 10:00:00,1,1,1.00,X1\n";
  }
  files_.push_back(write("fee_list_d.csv", lines));
  files_.push_back(
      write("setl_d.csv",
            "setl_id,mdtrt_id,psn_no,insutype,fixmedins_code,setl_time,med_type,medfee_sumamt,fund_pay_sumamt\n"
            "S0,M0,A0,310,H1,2025-03-01 12:00:00,11,2.00,1.00\n"
            "S9,M9,P05,310,H1,2025-03-01 12:00:00,11,2.00,1.00\n"
            "S8,M8,Z9,310,H1,2025-03-01 12:00:00,11,2.00,1.00\n"));
  load_files();
  const Seen seen = read(all(), 1);
  EXPECT_EQ(seen.persons, (std::vector<std::string>{"A0", "P0", "P05", "P1", "Z9"}));
  EXPECT_EQ(seen.line_sns.size(), 10u);
}

TEST_F(ClaimsTest, FactsThatAreNotWantedAreWithheld) {
  files_.push_back(
      write("fee_list_d.csv",
            "bkkp_sn,mdtrt_id,setl_id,psn_no,fixmedins_code,fee_ocur_time,cnt,pric,det_item_fee_sumamt,med_list_codg\n"
            "B1,M1,S1,P1,H1,2025-03-01 10:00:00,2,1.5,3.00,X1\n"));
  load_files();
  const Seen seen = read(model::facts(model::Fact::kLineCnt));
  EXPECT_EQ(seen.lines.cnt[0], 20000);
  EXPECT_EQ(seen.lines.amount[0], kNoNumber);
  EXPECT_EQ(seen.lines.pric[0], kNoNumber);
  EXPECT_EQ(seen.lines.time[0], kNoSecond);
  EXPECT_EQ(seen.line_items[0], "");
}

}  // namespace
}  // namespace yishou::lake

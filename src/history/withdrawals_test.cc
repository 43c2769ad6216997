// Reports that are withdrawn: gone from the lake with the next drain, whatever lay where at that time, and nothing else.
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "engine/engine.h"
#include "history/fact_book.h"
#include "intake/row.h"
#include "lake/load.h"
#include "lake/stock_rows.h"

namespace yishou::history {
namespace {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

constexpr std::string_view kOthers =
    R"({"fixmedins_code":"H2","med_list_codg":"X1","cnt":"5","sel_time":"2024-03-01 08:00:00","fixmedins_bchno":"B1","sel_retn_flag":"0"})";

std::string sale(std::string_view batch, int cnt, std::string_view setl = "S1", std::string_view second = "00") {
  return fmt::format(
      R"({{"fixmedins_code":"H1","med_list_codg":"X1","cnt":"{}","sel_time":"2024-03-01 08:00:{}","fixmedins_bchno":"{}","setl_id":"{}","psn_no":"P1","sel_retn_flag":"0"}})",
      cnt, second, batch, setl);
}
std::string scan(std::string_view code, std::string_view setl = "S1", std::string_view second = "00",
                 std::string_view institution = "H1") {
  return fmt::format(
      R"({{"drug_trac_codg":"{}","fixmedins_code":"{}","scan_time":"2024-03-01 08:00:{}","scan_type":"2","med_list_codg":"X1","setl_id":"{}","psn_no":"P1"}})",
      code, institution, second, setl);
}

class WithdrawalTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / fmt::format("yishou-withdraw-{}", getpid());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    const std::string extract = (folder_ / "fixmedins_b.csv").string();
    std::ofstream(extract) << "fixmedins_code,fixmedins_name,fixmedins_type,hosp_lv,admdvs\nH1,one,1,03,110101\n";
    lake::LoadOptions load;
    load.lake = lake();
    load.paths = {extract};
    ASSERT_TRUE(lake::load(load).has_value());
    open();
  }
  void TearDown() override {
    book_.reset();
    fs::remove_all(folder_);
  }
  [[nodiscard]] std::string lake() const { return (folder_ / "lake").string(); }
  void open() {
    book_.reset();
    auto opened = FactBook::open({.state = (folder_ / "state").string(), .lake = lake(), .building = {}});
    ASSERT_TRUE(opened.has_value()) << opened.error().message;
    book_ = std::move(*opened);
  }
  void take(std::string_view table, std::string_view line) {
    const auto taken = book_->take(*model::find_table(table), line);
    ASSERT_TRUE(taken.has_value()) << taken.error().message;
    ASSERT_EQ(taken->taken, 1u) << (taken->refusals.empty() ? "" : taken->refusals.front().reason);
  }
  bool withdraw(const std::string& batch, std::string_view table = "selinfo_d") {
    const StockBatch one{model::find_table(table), "H1", batch};
    const auto known = book_->withdraw({&one, 1});
    EXPECT_TRUE(known.has_value()) << known.error().message;
    return known.has_value() && known->at(0);
  }
  std::int64_t drain() {
    const auto drained = book_->drain();
    EXPECT_TRUE(drained.has_value()) << drained.error().message;
    EXPECT_EQ(book_->waiting(), 0u);
    return drained.has_value() ? drained->withdrawn : -1;
  }
  /// What a rule sees of the sales: institution and quantity, sorted.
  Lines sales() {
    Lines seen;
    const auto read = lake::read_stock_movements(lake(), manifest(), [&](const model::StockRow& row) {
      seen.push_back(fmt::format("{} {}", row.institution, row.cnt / 10'000));
      return Status{};
    });
    EXPECT_TRUE(read.has_value()) << read.error().message;
    std::ranges::sort(seen);
    return seen;
  }
  Lines scans() {
    Lines seen;
    const intake::RowFormat format(*model::find_table("drug_trac_d"));
    const auto read = lake::read_institutions(lake(), manifest(), format, {}, {"H1", "H2"}, [&](intake::Row row) {
      seen.emplace_back(row.value(format, 0).text);
      return Status{};
    });
    EXPECT_TRUE(read.has_value()) << read.error().message;
    std::ranges::sort(seen);
    return seen;
  }
  [[nodiscard]] lake::Manifest manifest() const { return *lake::Manifest::open(lake()); }

  fs::path folder_;
  std::unique_ptr<FactBook> book_;
};

TEST_F(WithdrawalTest, WhatIsInTheLakeGoesWithItsScansAndNothingElse) {
  take("selinfo_d", sale("B1", 1));
  take("selinfo_d", sale("B2", 2, "S2"));
  take("selinfo_d", kOthers);
  for (const auto& line : {scan("A"), scan("B", "S2"), scan("C", "S1", "00", "H2")}) take("drug_trac_d", line);
  EXPECT_EQ(drain(), 0);
  EXPECT_EQ(sales(), (Lines{"H1 1", "H1 2", "H2 5"}));
  EXPECT_TRUE(withdraw("B1"));
  EXPECT_FALSE(withdraw("B1")) << "withdrawn already, though not drained";
  EXPECT_FALSE(withdraw("B1", "purcinfo_d")) << "another kind of report";
  EXPECT_FALSE(withdraw("B9"));
  EXPECT_EQ(drain(), 2) << "the sale and its scan";
  EXPECT_EQ(sales(), (Lines{"H1 2", "H2 5"}));
  EXPECT_EQ(scans(), (Lines{"B", "C"}));
  EXPECT_FALSE(withdraw("B1"));
  EXPECT_EQ(drain(), 0);
  EXPECT_EQ(sales(), (Lines{"H1 2", "H2 5"}));
}

TEST_F(WithdrawalTest, WhatWaitsIsTakenOutInItsOrderAlsoAfterAnotherStart) {
  take("selinfo_d", sale("B1", 1));
  take("drug_trac_d", scan("A"));
  EXPECT_TRUE(withdraw("B1"));
  take("selinfo_d", sale("B1", 7));  // the corrected report, with the same numbers
  take("drug_trac_d", scan("D"));
  open();  // as after a crash: the journal is all there is
  EXPECT_EQ(drain(), 0);
  EXPECT_EQ(sales(), (Lines{"H1 7"}));
  EXPECT_EQ(scans(), (Lines{"D"}));
  EXPECT_TRUE(withdraw("B1"));
  take("selinfo_d", sale("B1", 7));  // the very same row that the lake gives up
  EXPECT_EQ(drain(), 2);
  EXPECT_EQ(sales(), (Lines{"H1 7"}));
  EXPECT_EQ(scans(), (Lines{}));
}

TEST_F(WithdrawalTest, AScanThatAStandingReportVouchesForStays) {
  take("selinfo_d", sale("B1", 1));
  take("selinfo_d", sale("B2", 2));  // the same item, second, bill and person
  take("drug_trac_d", scan("A"));
  take("drug_trac_d", scan("E", "S1", "01"));
  EXPECT_EQ(drain(), 0);
  EXPECT_TRUE(withdraw("B1"));
  EXPECT_EQ(drain(), 1);
  EXPECT_EQ(sales(), (Lines{"H1 2"}));
  EXPECT_EQ(scans(), (Lines{"A", "E"}));
  EXPECT_TRUE(withdraw("B2"));
  EXPECT_EQ(drain(), 2);
  EXPECT_EQ(sales(), (Lines{}));
  EXPECT_EQ(scans(), (Lines{"E"}));
}

TEST_F(WithdrawalTest, ADrainThatIsStoppedLeavesEverythingWaiting) {
  take("selinfo_d", sale("B1", 1));
  const std::int64_t before = manifest().generation;
  const std::atomic<bool> stop = true;
  const auto stopped = book_->drain(&stop);
  ASSERT_FALSE(stopped.has_value());
  EXPECT_EQ(stopped.error().code, ErrorCode::kConflict);
  EXPECT_EQ(manifest().generation, before);
  EXPECT_EQ(book_->waiting(), 1u);
  EXPECT_EQ(drain(), 0);
  EXPECT_EQ(sales(), (Lines{"H1 1"}));
}

// Killed between the begin of a drain and its load; then somebody loads with the command.
TEST_F(WithdrawalTest, AnInterruptedDrainIsNotTakenForSomebodyElsesLoad) {
  take("selinfo_d", sale("B1", 1));
  book_.reset();
  {
    const auto journal = Journal::open((folder_ / "state" / "journal").string());
    ASSERT_TRUE(journal.has_value()) << journal.error().message;
    ASSERT_TRUE((*journal)->begin_drain({.last = (*journal)->last(), .lake_generation = manifest().generation}));
  }
  lake::LoadOptions load;
  load.lake = lake();
  load.paths = {(folder_ / "fixmedins_b.csv").string()};
  ASSERT_TRUE(lake::load(load).has_value());
  open();
  EXPECT_EQ(book_->waiting(), 1u);
  EXPECT_EQ(drain(), 0);
  EXPECT_EQ(sales(), (Lines{"H1 1"}));
}

TEST_F(WithdrawalTest, ALakeWithoutTheWithdrawnEqualsOneThatNeverHadIt) {
  for (int i = 0; i < 60; ++i) take("selinfo_d", sale(fmt::format("B{}", i), i, fmt::format("S{}", i)));
  drain();
  for (int i = 0; i < 60; i += 3) EXPECT_TRUE(withdraw(fmt::format("B{}", i)));
  EXPECT_EQ(drain(), 20);
  Lines wanted;
  for (int i = 0; i < 60; ++i) {
    if (i % 3 != 0) wanted.push_back(fmt::format("H1 {}", i));
  }
  std::ranges::sort(wanted);
  EXPECT_EQ(sales(), wanted);
  EXPECT_EQ(manifest().rows("selinfo_d"), 40);
}

}  // namespace
}  // namespace yishou::history

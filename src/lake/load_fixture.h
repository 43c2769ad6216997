// What the tests of a load share: a folder of their own, small extracts, and the lake read back by another engine.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include "base/not_run.h"
#include "duck/duck.h"
#include "lake/load.h"

namespace yishou::lake {

namespace fs = std::filesystem;

inline const std::string kFeeHeader =
    "bkkp_sn,mdtrt_id,setl_id,psn_no,fixmedins_code,fee_ocur_time,cnt,pric,det_item_fee_sumamt,med_list_codg\n";
inline const std::string kSetlHeader =
    "setl_id,mdtrt_id,psn_no,insutype,fixmedins_code,setl_time,med_type,medfee_sumamt,fund_pay_sumamt,refd_setl_flag,"
    "init_setl_id\n";

inline std::string fee(int sn, int person, const std::string& time = "2024-03-01 08:00:00",
                       const std::string& cnt = "1") {
  return fmt::format("B{:05},M1,S{},P{:04},H1,{},{},10.00,10.00,X01\n", sn, person, person, time, cnt);
}
inline std::string setl(int id, int person) {
  return fmt::format("S{},M1,P{:04},310,H1,2024-03-02 09:00:00,11,10,8,0,\n", id, person);
}

class LoadTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() /
              fmt::format("yishou-load-{}-{}", getpid(), testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    lake_ = (folder_ / "lake").string();
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& content) {
    const fs::path path = folder_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
    return path.string();
  }
  Result<LoadReport> take(std::vector<std::string> paths, unsigned threads = 2, std::int64_t rows_per_part = 500'000) {
    LoadOptions options;
    options.lake = lake_;
    options.paths = std::move(paths);
    options.threads = threads;
    options.rows_per_part = rows_per_part;
    return load(options);
  }
  /// taken, skipped, replaced, refused of the only table.
  std::vector<std::int64_t> counts(const Result<LoadReport>& done) {
    if (!done.has_value()) {
      ADD_FAILURE() << done.error().message;
      return {};
    }
    const TableLoaded& t = done->tables.at(0);
    return {t.counts.taken, t.counts.skipped, t.counts.replaced, t.refused};
  }
  std::vector<std::vector<std::string>> query(const std::string& table, const std::string& select,
                                              const std::string& rest = "") {
    auto manifest = Manifest::open(lake_);
    if (!manifest) {
      ADD_FAILURE() << manifest.error().message;
      return {};
    }
    std::vector<std::string> files;
    for (const auto& f : manifest->files(lake_, table)) files.push_back(duck::literal(f));
    auto database = duck::Database::open("", {});
    auto connection = database->connect();
    auto rows =
        connection->query(fmt::format("SELECT {} FROM read_parquet([{}], file_row_number=true, filename=true) {}",
                                      select, fmt::join(files, ","), rest));
    if (!rows) {
      ADD_FAILURE() << rows.error().message;
      return {};
    }
    return rows->rows;
  }
  /// The file of refused rows, as another program reads it.
  std::vector<std::vector<std::string>> rejects(const TableLoaded& table) {
    auto database = duck::Database::open("", {});
    auto connection = database->connect();
    auto rows = connection->query(
        fmt::format("SELECT * FROM read_csv({}, header=true, all_varchar=true, auto_detect=false, delim=',', "
                    "quote='\"', escape='\"', columns={{'file': 'VARCHAR', 'row': 'VARCHAR', 'column': 'VARCHAR', "
                    "'value': 'VARCHAR', 'reason': 'VARCHAR', 'line': 'VARCHAR'}})",
                    duck::literal(table.rejects)));
    if (!rows) {
      ADD_FAILURE() << rows.error().message;
      return {};
    }
    return rows->rows;
  }
  void expect_file_error(const std::string& content, const std::string& part_of_message) {
    const auto done = take({write("fee_list_d.csv", content)});
    ASSERT_FALSE(done.has_value()) << part_of_message;
    EXPECT_EQ(done.error().code, ErrorCode::kBadInput);
    EXPECT_NE(done.error().message.find(part_of_message), std::string::npos) << done.error().message;
    EXPECT_NE(done.error().message.find("fee_list_d"), std::string::npos) << done.error().message;
    EXPECT_FALSE(fs::exists(lake_ + "/manifest.json"));
    EXPECT_FALSE(fs::exists(lake_ + "/g000001"));
  }
  fs::path folder_;
  std::string lake_;
};

}  // namespace yishou::lake

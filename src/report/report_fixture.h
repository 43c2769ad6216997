// What the tests of this room share: a folder of their own, and findings to write into it.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "duck/duck.h"
#include "report/report.h"

namespace yishou::report {

namespace fs = std::filesystem;
using model::Finding;
using model::Verdict;

class Report : public testing::Test {
 protected:
  void SetUp() override {
    std::string made = (fs::temp_directory_path() / "yishou-report-XXXXXX").string();
    ASSERT_NE(::mkdtemp(made.data()), nullptr);
    folder_ = made;
  }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string file(const std::string& name) const { return (folder_ / name).string(); }
  [[nodiscard]] std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }
  static std::string read(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream all;
    all << in.rdbuf();
    return all.str();
  }
  static duck::Table query(const std::string& sql) {
    auto database = duck::Database::open("", {});
    auto connection = database->connect();
    auto table = connection->query(sql);
    EXPECT_TRUE(table.has_value()) << (table.has_value() ? "" : table.error().message);
    return table.has_value() ? *table : duck::Table{};
  }

  fs::path folder_;
};

inline WriterOptions options() {
  WriterOptions made;
  made.rules = {{81, "GZ081", "医疗服务项目区分性别使用", "items for one sex"},
                {67, "GZ067", "药品限性别", "drugs for one sex"},
                {5, "GZ005", "限疗程", "courses"}};
  made.institutions = {{"H1", "第一人民医院"}, {"H2", "城关镇卫生院"}};
  return made;
}

inline Finding finding(std::uint16_t rule, const std::string& person, const std::string& sn, Fen amount,
                       const std::string& place = "H1") {
  Finding made;
  made.finding_id = fmt::format("F-{}-{}-{}", rule, person, sn);
  made.rule_no = rule;
  made.rule_version = fmt::format("{}@1", rule);
  made.knowledge_version = "2026-06-29.1f3a9c07b2d4";
  made.psn_no = person;
  made.fixmedins_code = place;
  made.bkkp_sns = {sn};
  made.line_amounts = {amount};
  made.begin_time = made.end_time = *parse_second("2025-03-04 05:06:07");
  made.vola_amt = amount;
  made.fund_amt = amount / 2;
  made.observed = "男";
  made.limit = "女";
  made.vola_cont = "男性患者使用了仅限女性的项目。";
  made.vola_evid = "规则 81";
  return made;
}

// Writes `findings` to `path` and returns the totals.
inline FindingTotals write(const std::string& path, const std::vector<Finding>& findings) {
  auto writer = FindingWriter::open(path, options());
  EXPECT_TRUE(writer.has_value()) << (writer.has_value() ? "" : writer.error().message);
  EXPECT_TRUE(writer->add(findings).has_value());
  auto totals = writer->finish();
  EXPECT_TRUE(totals.has_value()) << (totals.has_value() ? "" : totals.error().message);
  return totals.has_value() ? *totals : FindingTotals{};
}

inline std::vector<Finding> hostile() {
  Finding one = finding(81, "=1+1", "A,1", 123456);
  one.vola_cont = "引号\" 逗号, 换行\n制表\t=cmd|' /C calc'!A0";
  one.vola_evid = "<a href=\"x\">&amp;</a> _x0041_ \x01";
  one.observed = "bad \xff\xfe bytes";
  one.limit = "@SUM(A1)";
  one.bkkp_sns = {"A,1", "B\"2"};
  one.line_amounts = {100000, 23456};
  one.related_bkkp_sns = {"R1", "R2"};
  Finding two = finding(67, "000123456789012345678", "S", -5);
  two.begin_time = two.end_time = kNoSecond;
  two.fund_amt = kNoNumber;
  return {one, two};
}

}  // namespace yishou::report

#include "report/report_fixture.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "duck/duck.h"
#include "report/columns.h"
#include "report/text.h"

namespace yishou::report {
namespace {

TEST_F(Report, EndingsNameTheFormatAndOthersAreRefused) {
  EXPECT_EQ(*format_of("a.csv"), Format::kCsv);
  EXPECT_EQ(*format_of("/x/y.parquet"), Format::kParquet);
  EXPECT_EQ(*format_of("a.b.jsonl"), Format::kJsonl);
  EXPECT_EQ(*format_of("结果.xlsx"), Format::kXlsx);
  for (const char* bad : {"a", "a.json", "a.xls", "csv", "a.csv.gz"}) {
    const auto refused = FindingWriter::open(file(bad), {});
    ASSERT_FALSE(refused.has_value()) << bad;
    EXPECT_EQ(refused.error().code, ErrorCode::kBadCall);
    for (const char* format : {".csv", ".parquet", ".jsonl", ".xlsx"})
      EXPECT_THAT(refused.error().message, testing::HasSubstr(format));
  }
  EXPECT_EQ(files(), 0u);
}

TEST_F(Report, CsvIsExactlyTheContract) {
  write(file("f.csv"), {finding(81, "P1", "L1", 1200)});
  EXPECT_EQ(read(file("f.csv")),
            "finding_id,rule_no,rule_code,rule_name,rule_version,knowledge_version,verdict,sev_deg,psn_no,fixmedins_"
            "code,mdtrt_id,"
            "setl_id,bilg_dr_code,bkkp_sns,related_bkkp_sns,begin_time,end_time,vola_amt,fund_amt,observed,limit,vola_"
            "cont,vola_evid\n"
            "F-81-P1-L1,81,GZ081,医疗服务项目区分性别使用,81@1,2026-06-29.1f3a9c07b2d4,violation,1,P1,H1,,,,L1,,2025-"
            "03-04 05:06:07,"
            "2025-03-04 05:06:07,12.00,6.00,男,女,男性患者使用了仅限女性的项目。,规则 81\n");
  EXPECT_EQ(files(), 1u) << "the work folder is gone";
}

TEST_F(Report, EveryTextFormatGivesTheSameRowsBack) {
  const auto findings = hostile();
  const std::string columns =
      "psn_no, bkkp_sns, related_bkkp_sns, strftime(begin_time, '%Y-%m-%d %H:%M:%S'), "
      "vola_amt::DECIMAL(18,2)::VARCHAR, "
      "fund_amt::DECIMAL(18,2)::VARCHAR, observed, \"limit\", vola_cont, vola_evid, verdict, rule_code";
  std::vector<std::vector<std::string>> expected = {
      {"000123456789012345678", "S", "", "", "-0.05", "", "男", "女", findings[1].vola_cont, findings[1].vola_evid,
       "violation", "GZ067"},
      {"=1+1", "A,1;B\"2", "R1;R2", "2025-03-04 05:06:07", "1234.56", "617.28", "bad \xef\xbf\xbd\xef\xbf\xbd bytes",
       "@SUM(A1)", findings[0].vola_cont, findings[0].vola_evid, "violation", "GZ081"}};
  write(file("f.csv"), findings);
  write(file("f.jsonl"), findings);
  write(file("f.parquet"), findings);
  const std::string types =
      "{'psn_no':'VARCHAR','begin_time':'TIMESTAMP','bkkp_sns':'VARCHAR','related_bkkp_sns':'VARCHAR',"
      "'vola_amt':'DECIMAL(18,2)','fund_amt':'DECIMAL(18,2)'}";
  EXPECT_EQ(
      query("SELECT " + columns + " FROM read_csv(" + duck::literal(file("f.csv")) + ", types=" + types + ")").rows,
      expected);
  EXPECT_EQ(query("SELECT " + columns + " FROM read_parquet(" + duck::literal(file("f.parquet")) + ")").rows, expected);
  EXPECT_EQ(query("SELECT count(*), count(DISTINCT psn_no) FROM read_json_auto(" + duck::literal(file("f.jsonl")) + ")")
                .rows[0],
            (std::vector<std::string>{"2", "2"}));
  EXPECT_EQ(query("SELECT psn_no, vola_cont, vola_evid FROM read_json_auto(" + duck::literal(file("f.jsonl")) +
                  ") WHERE rule_no = 81")
                .rows[0],
            (std::vector<std::string>{"=1+1", findings[0].vola_cont, findings[0].vola_evid}));
}

TEST_F(Report, ParquetCarriesTheContractsColumnsWithTypes) {
  write(file("f.parquet"), {});
  const auto table = query("DESCRIBE SELECT * FROM read_parquet(" + duck::literal(file("f.parquet")) + ")");
  ASSERT_EQ(table.rows.size(), kColumnCount);
  for (std::size_t c = 0; c < kColumnCount; ++c) {
    EXPECT_EQ(table.rows[c][0], kColumns[c].name);
    const ColumnType type = kColumns[c].type;
    EXPECT_EQ(table.rows[c][1], type == ColumnType::kText      ? "VARCHAR"
                                : type == ColumnType::kInteger ? "INTEGER"
                                : type == ColumnType::kTime    ? "TIMESTAMP"
                                                               : "DECIMAL(18,2)");
  }
}

TEST_F(Report, NoFindingsMakeAFileWithoutRows) {
  const auto totals = write(file("f.csv"), {});
  EXPECT_EQ(totals.findings, 0u);
  EXPECT_EQ(totals.vola_amt_distinct_lines, 0);
  ASSERT_EQ(totals.by_rule.size(), 3u) << "rules that ran stand in the totals with zeros";
  EXPECT_EQ(totals.by_rule[0].rule.number, 5);
  const std::string text = read(file("f.csv"));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
  write(file("f.jsonl"), {});
  EXPECT_EQ(read(file("f.jsonl")), "");
  write(file("f.xlsx"), {});
  EXPECT_GT(fs::file_size(file("f.xlsx")), 0u);
}

TEST_F(Report, TheOrderOfArrivalAndTheThreadsDoNotShow) {
  std::vector<Finding> findings;
  for (int i = 0; i < 500; ++i) {
    Finding one = finding(static_cast<std::uint16_t>(i % 3 == 0 ? 67 : 81), fmt::format("P{:03}", i % 50),
                          fmt::format("L{:04}", i), 100 + i);
    one.begin_time = start_of(20000 + i % 7);
    if (i % 11 == 0) one.begin_time = kNoSecond;
    findings.push_back(one);
  }
  auto sorted = findings;
  std::sort(sorted.begin(), sorted.end(), [](const Finding& a, const Finding& b) {
    return std::tie(a.rule_no, a.psn_no, a.begin_time, a.bkkp_sns[0], a.finding_id) <
           std::tie(b.rule_no, b.psn_no, b.begin_time, b.bkkp_sns[0], b.finding_id);
  });
  for (const char* ending : {".csv", ".jsonl", ".parquet", ".xlsx"}) {
    write(file(std::string("a") + ending), findings);
    auto shuffled = findings;
    std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937(7));
    auto writer = FindingWriter::open(file(std::string("b") + ending), options());
    ASSERT_TRUE(writer.has_value());
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < 4; ++t) {
      threads.emplace_back([&, t] {
        for (std::size_t i = t; i < shuffled.size(); i += 4) EXPECT_TRUE(writer->add({&shuffled[i], 1}).has_value());
      });
    }
    for (auto& thread : threads) thread.join();
    ASSERT_TRUE(writer->finish().has_value());
    EXPECT_TRUE(read(file(std::string("a") + ending)) == read(file(std::string("b") + ending))) << ending;
  }
  const auto ids =
      query("SELECT finding_id FROM read_csv(" + duck::literal(file("a.csv")) + ", all_varchar=true)").rows;
  ASSERT_EQ(ids.size(), sorted.size());
  for (std::size_t i = 0; i < ids.size(); ++i) ASSERT_EQ(ids[i][0], sorted[i].finding_id) << i;
}

TEST_F(Report, EachLineCountsOnceWithItsLargestAmount) {
  Finding maybe = finding(5, "P1", "L9", 700000);
  maybe.verdict = Verdict::kIndeterminate;
  Finding suspect = finding(67, "P2", "L1", 3000);
  suspect.verdict = Verdict::kSuspicion;
  Finding pair = finding(67, "P3", "L2", 900, "H2");
  pair.bkkp_sns = {"L2", "L3"};
  pair.line_amounts = {400, 500};
  Finding stay = finding(81, "P4", "", 10000, "H2");
  stay.bkkp_sns.clear();
  stay.line_amounts.clear();
  const auto totals = write(file("f.csv"), {finding(81, "P2", "L1", 5000), suspect, pair, stay, maybe});
  EXPECT_EQ(totals.findings, 4u);
  EXPECT_EQ(totals.violations, 3u);
  EXPECT_EQ(totals.suspicions, 1u);
  EXPECT_EQ(totals.indeterminate, 1u);
  EXPECT_EQ(totals.lines, 3u);
  EXPECT_EQ(totals.vola_amt, 18900);
  EXPECT_EQ(totals.vola_amt_distinct_lines, 5900);
  ASSERT_EQ(totals.by_rule.size(), 3u);
  EXPECT_EQ(totals.by_rule[0].indeterminate, 1u);
  EXPECT_EQ(totals.by_rule[0].findings, 0u);
  EXPECT_EQ(totals.by_rule[1].findings, 2u);
  EXPECT_EQ(totals.by_rule[1].lines, 3u);
  EXPECT_EQ(totals.by_rule[1].vola_amt, 3900);
  ASSERT_EQ(totals.by_institution.size(), 2u);
  EXPECT_EQ(totals.by_institution[0].name, "第一人民医院");
  EXPECT_EQ(totals.by_institution[0].vola_amt, 5000);
  EXPECT_EQ(totals.by_institution[1].lines, 2u);
  EXPECT_EQ(totals.by_institution[1].findings, 2u);
}

TEST_F(Report, AHundredThousandFindingsInLittleMemory) {
  WriterOptions small = options();
  small.memory_bytes = std::uint64_t{64} << 20;
  auto writer = FindingWriter::open(file("f.parquet"), small);
  ASSERT_TRUE(writer.has_value());
  constexpr int kFindings = 100'000;
  std::vector<Finding> batch;
  for (int i = 0; i < kFindings; ++i) {
    batch.push_back(finding(81, fmt::format("P{:06}", (i * 7919) % kFindings), fmt::format("L{:06}", i), 1));
    batch.back().vola_cont += std::string(400, 'x');
    if (batch.size() == 1000) {
      ASSERT_TRUE(writer->add(batch).has_value());
      batch.clear();
    }
  }
  const auto totals = writer->finish();
  ASSERT_TRUE(totals.has_value()) << totals.error().message;
  EXPECT_EQ(totals->findings, std::uint64_t{kFindings});
  EXPECT_EQ(totals->vola_amt_distinct_lines, kFindings);
  const std::string from = " FROM read_parquet(" + duck::literal(file("f.parquet")) + ")";
  EXPECT_EQ(query("SELECT count(*), sum(vola_amt)" + from).rows[0], (std::vector<std::string>{"100000", "1000.00"}));
  EXPECT_EQ(query("SELECT count(*) FROM (SELECT psn_no < lag(psn_no) OVER (ORDER BY r) AS fell FROM (SELECT psn_no, "
                  "row_number() OVER () AS r" +
                  from + ")) WHERE fell")
                .rows[0][0],
            "0");
}

TEST_F(Report, AnExistingFileIsReplacedOnlyByAWholeOne) {
  std::ofstream(file("f.csv")) << "before";
  {
    auto writer = FindingWriter::open(file("f.csv"), options());
    ASSERT_TRUE(writer.has_value());
    ASSERT_TRUE(writer->add(hostile()).has_value());
    EXPECT_EQ(read(file("f.csv")), "before");
  }
  EXPECT_EQ(read(file("f.csv")), "before") << "an abandoned writer changes nothing";
  EXPECT_EQ(files(), 1u);
  write(file("f.csv"), {});
  EXPECT_NE(read(file("f.csv")), "before");
}

TEST_F(Report, PlacesThatCannotBeWrittenAreNamed) {
  const auto missing = FindingWriter::open(file("no/such/f.csv"), {});
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(missing.error().message, testing::HasSubstr("no/such/f.csv"));
  fs::create_directory(file("d.csv"));
  EXPECT_FALSE(FindingWriter::open(file("d.csv"), {}).has_value());
  const auto summary = write_summary(file("no/summary.json"), {});
  ASSERT_FALSE(summary.has_value());
  EXPECT_EQ(summary.error().code, ErrorCode::kNotFound);
}

// A child whose files may not grow beyond `limit` bytes stands for a full disk: 0 when the error came back and nothing was left.
int write_with_limit(const std::string& path, rlim_t limit) {
  const pid_t child = ::fork();
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{limit, limit};
    ::setrlimit(RLIMIT_FSIZE, &small);
    bool failed = false;
    {
      auto writer = FindingWriter::open(path, options());
      if (!writer) {
        failed = true;
      } else {
        std::vector<Finding> batch(2000, finding(81, "P", "L", 1));
        for (auto& one : batch) one.vola_cont = fmt::format("{}{}", std::string(400, 'x'), &one - batch.data());
        failed = !writer->add(batch).has_value() || !writer->finish().has_value();
      }
    }
    const auto parent = fs::path(path).parent_path();
    const bool clean = fs::directory_iterator(parent) == fs::directory_iterator();
    ::_exit(!failed ? 1 : !clean ? 2 : 0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 100;
}

TEST_F(Report, AFullDiskLeavesNothingHalfWritten) {
  for (const char* name : {"f.csv", "f.jsonl", "f.parquet", "f.xlsx"}) {
    EXPECT_EQ(write_with_limit(file(name), 300'000), 0) << name;
    EXPECT_EQ(write_with_limit(file(name), 4'096), 0) << name;
  }
}

TEST_F(Report, TheWorkbookOpensWithTwoSheetsAndTextsThatStayTexts) {
  auto findings = hostile();
  findings[0].related_bkkp_sns.assign(4000, "一二三四五六七八九十");
  write(file("f.xlsx"), findings);
  const std::string script = std::string(YISHOU_SOURCE_DIR) + "/src/report/xlsx_test.py";
  EXPECT_EQ(std::system(fmt::format("python3 {} {}", script, file("f.xlsx")).c_str()), 0);
}

}  // namespace
}  // namespace yishou::report

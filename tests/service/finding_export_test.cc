// The export of findings, opened again and compared with what the search shows.
#include "find_service.h"

#include "csv/records.h"
#include "knowledge/workbook.h"
#include "report/columns.h"

namespace yishou::find_tests {
namespace {

using Table = std::vector<std::vector<std::string>>;

Table read_csv(std::string_view text) {
  Table rows;
  csv::Records records(text);
  while (const csv::Record* record = records.next()) {
    rows.emplace_back(record->fields.begin(), record->fields.end());
  }
  return rows;
}

std::string joined(const json::value& texts) {
  std::string all;
  for (const json::value& one : texts.as_array()) {
    if (!all.empty()) all += ';';
    all += one.as_string();
  }
  return all;
}

// A cell as the API shows it.
std::string cell_of(const json::object& finding, std::string_view column) {
  const json::value& value = finding.at(column);
  if (value.is_array()) return joined(value);
  if (value.is_null()) return {};
  return value.is_string() ? std::string{value.as_string()} : json::serialize(value);
}

void expect_same(const Table& rows, const json::array& items) {
  ASSERT_EQ(rows.size(), items.size() + 1);
  std::map<std::string, const std::vector<std::string>*> by_id;
  for (std::size_t r = 1; r < rows.size(); ++r) by_id[rows[r][0]] = &rows[r];
  for (const json::value& item : items) {
    const auto row = by_id.find(text_of(item, "finding_id"));
    ASSERT_NE(row, by_id.end());
    for (std::size_t c = 0; c < report::kCaseColumns.size(); ++c) {
      const std::string_view name = report::kCaseColumns[c].name;
      EXPECT_EQ((*row->second)[c], cell_of(item.as_object(), name)) << name;
    }
  }
}

TEST(FindingExportTest, TheCsvHoldsWhatTheSearchShowsToEachRole) {
  for (const std::string_view login : {"inspector", "reviewer", "analyst", "institution", "regional", "elsewhere"}) {
    for (const std::string_view search : {"", "&sev_deg=1"}) {
      const Reply reply = city().get(fmt::format("/v1/findings/export?format=csv{}", search), login);
      ASSERT_EQ(reply.status(), 200) << reply.raw.body;
      EXPECT_EQ(reply.raw.header("Content-Type"), "text/csv; charset=utf-8");
      EXPECT_TRUE(reply.raw.header("Content-Disposition").starts_with("attachment; filename=\"findings-"));
      expect_same(read_csv(reply.raw.body), city().all(fmt::format("/v1/findings?limit=200{}", search), login));
    }
  }
  EXPECT_TRUE(fs::is_empty(city().folder() / "state" / "exports")) << "nothing stays on the disk";
}

TEST(FindingExportTest, TheWorkbookHoldsTheSame) {
  const Reply reply = city().get("/v1/findings/export?format=xlsx&institution=" + city().institution, "analyst");
  ASSERT_EQ(reply.status(), 200) << reply.raw.body;
  const auto items = city().all("/v1/findings?limit=200&institution=" + city().institution, "analyst");
  const knowledge::Workbook book = must(knowledge::read_workbook(reply.raw.body, "export"));
  const auto& rows = book.sheets.at(0).rows;
  ASSERT_EQ(rows.size(), items.size() + 1);
  std::map<std::string, const knowledge::SheetRow*> by_id;
  for (std::size_t r = 1; r < rows.size(); ++r) by_id[rows[r].cells.at(0).text] = &rows[r];
  for (const json::value& item : items) {
    const auto& cells = by_id.at(text_of(item, "finding_id"))->cells;
    for (std::size_t c = 0; c < report::kCaseColumns.size(); ++c) {
      if (report::kCaseColumns[c].type != report::ColumnType::kText) continue;
      const std::string cell = c < cells.size() ? cells[c].text : std::string{};
      EXPECT_EQ(cell, cell_of(item.as_object(), report::kCaseColumns[c].name)) << report::kCaseColumns[c].name;
    }
  }
}

TEST(FindingExportTest, IsRecordedBeforeItIsSent) {
  ASSERT_EQ(city().get("/v1/findings/export?format=csv&sev_deg=2", "inspector").status(), 200);
  const identity::LogEntry record = city().last_record();
  EXPECT_EQ(record.access.action, identity::Action::kExportFindings);
  EXPECT_TRUE(record.access.reason.starts_with("format=csv sev_deg=2 findings=")) << record.access.reason;
}

TEST(FindingExportTest, RefusesWhatItShould) {
  for (const std::string_view query :
       {"", "?format=", "?format=parquet", "?format=../x", "?format=csv&limit=5", "?format=csv&sev_deg=9"}) {
    EXPECT_EQ(city().get(fmt::format("/v1/findings/export{}", query), "inspector").status(), 400) << query;
  }
  EXPECT_EQ(city().get("/v1/findings/export?format=csv", "auditor").status(), 403);
  EXPECT_EQ(city().get("/v1/findings/export?format=csv", "administrator").status(), 403);
  EXPECT_EQ(city().get("/v1/findings/export?format=csv&psn_no=1", "analyst").status(), 403);
  auto& most = city().app().settings.export_findings;
  const auto before = std::exchange(most, 3);
  const Reply reply = city().get("/v1/findings/export?format=csv", "inspector");
  most = before;
  EXPECT_EQ(reply.status(), 400);
  EXPECT_NE(reply.raw.body.find("narrow the search"), std::string::npos);
}

}  // namespace
}  // namespace yishou::find_tests

#include "knowledge/ship.h"

#include <algorithm>
#include <map>
#include <system_error>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "csv/small_table.h"
#include "knowledge/files.h"
#include "knowledge/official_document.h"
#include "knowledge/official_point.h"
#include "knowledge/official_rules.h"
#include "knowledge/point_file.h"
#include "knowledge/workbook.h"

namespace yishou::knowledge {
namespace {

namespace fs = std::filesystem;

Result<csv::SmallTable> read_table(const fs::path& path) {
  YISHOU_TRY(const std::string text, read_file(path));
  return csv::read_small_table(text, path.string());
}

// What the workbooks say, by natural key.
Result<std::map<std::string, OfficialPoint>> read_workbooks(const fs::path& folder,
                                                            const std::function<bool(std::string_view)>& known_code) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".xlsx") files.push_back(entry.path());
  }
  if (error)
    return fail(ErrorCode::kNotFound,
                fmt::format("cannot list the workbooks: {}: {}", folder.string(), error.message()));
  std::ranges::sort(files);
  std::map<std::string, OfficialPoint> out;
  for (const fs::path& file : files) {
    YISHOU_TRY(const std::string bytes, read_file(file));
    YISHOU_TRY(const Workbook workbook, read_workbook(bytes, file.string()));
    YISHOU_TRY(OfficialDocument document, find_points(workbook, file.string(), known_code));
    for (OfficialPoint& point : document.points) {
      const std::string key = natural_key(derive(point));
      out.emplace(key, std::move(point));
    }
  }
  return out;
}

// The row of a list that is a remark about the list itself.
bool is_remark(const OfficialPoint& point) { return point.codes.empty() && point.name.starts_with("说明"); }

}  // namespace

Result<std::string> make_shipped_points(const fs::path& from) {
  YISHOU_TRY(const csv::SmallTable flat, read_table(from / "rules_flat.csv"));
  YISHOU_TRY(const csv::SmallTable links, read_table(from / "rule_codes.csv"));
  std::unordered_map<std::string, std::vector<std::string>> codes;
  std::unordered_map<std::string, bool> known;
  for (const auto& row : links.rows) {
    codes[row.fields.at(0)].push_back(row.fields.at(1));
    known[row.fields.at(1)] = true;
  }
  YISHOU_TRY(const auto workbooks, read_workbooks(from / "workbooks", [&](std::string_view code) {
    return known.contains(std::string{code});
  }));
  std::vector<StoredPoint> points;
  std::unordered_map<std::string, std::size_t> places;
  for (const auto& row : flat.rows) {
    const auto cell = [&](std::string_view column) -> const std::string& {
      return row.fields.at(flat.column(column).value());
    };
    OfficialPoint official;
    official.rule = rule_of_name(cell("rule_class"));
    if (official.rule == 0) {
      return fail(ErrorCode::kBadInput,
                  fmt::format("no national rule has this name: {} row {}: {}", (from / "rules_flat.csv").string(),
                              row.number, cell("rule_class")));
    }
    official.name = cell("item_name");
    official.text = cell("constraint");
    official.logic = cell("detect_logic");
    official.codes = codes[cell("kp_id")];
    if (is_remark(official)) official.name = "说明";
    if (official.rule == 25 && official.codes.size() == 2) {
      official.pair_code = official.codes[1];
      official.codes.resize(1);
    }
    const bool is_update = cell("batch_tag").starts_with("updates");
    const auto found = is_update ? workbooks.end() : workbooks.find(natural_key(derive(official)));
    if (found != workbooks.end()) {
      const OfficialPoint& workbook = found->second;
      official.name = workbook.name;
      official.value = workbook.value;
      official.quantity = workbook.quantity;
      official.unit = workbook.unit;
      official.times = workbook.times;
      official.cycle = workbook.cycle;
      official.frequency = workbook.frequency;
      official.pair_name = workbook.pair_name;
    }
    StoredPoint point;
    point.row = derive(official);
    point.row.point_id = cell("kp_id");
    point.batch = cell("batch_tag");
    point.document = cell("attachment");
    point.document_row = cell("row");
    point.supersedes = cell("supersedes");
    if (const std::string& day = cell("published_at"); !day.empty()) {
      const auto parsed = parse_day(day);
      if (!parsed.has_value()) {
        return fail(
            ErrorCode::kBadInput,
            fmt::format("date must be YYYY-MM-DD: rules_flat.csv row {} column published_at: {}", row.number, day));
      }
      point.published_at = *parsed;
    }
    // The flag says what holds after inheritance; the value itself stays with the point that was published with it.
    if (const auto earlier = places.find(point.supersedes); earlier != places.end()) {
      PointRow whole = point.row;
      inherit(whole, points[earlier->second].row);
      point.row.needs_condition = whole.needs_condition;
    }
    places.emplace(point.row.point_id, points.size());
    points.push_back(std::move(point));
  }
  return write_points(points);
}

}  // namespace yishou::knowledge

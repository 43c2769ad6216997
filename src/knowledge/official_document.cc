#include "knowledge/official_document.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "csv/small_table.h"
#include "knowledge/item_code.h"
#include "knowledge/official_rules.h"
#include "knowledge/official_table.h"

namespace yishou::knowledge {
namespace {

using Kind = TableColumn;
using Table = OfficialTable;

// Words of a file's name for documents whose sheets do not name their rule.
constexpr std::pair<std::string_view, std::uint16_t> kFileWords[] = {
    {"重复收费", 25}, {"限定频次", 27}, {"限定年龄", 29}, {"限定疗程", 23}, {"限定周期", 31}};

constexpr std::string_view kTotals[] = {"合计", "总计", "小计", "共计"};
constexpr std::string_view kNotes[] = {"备注", "说明：", "说明:", "注：", "注:", "填表", "附："};

// The columns of numbers that a rule judges by.
struct LimitColumn {
  std::uint16_t rule;
  Kind column;
  std::string_view name, suffix;
};
constexpr LimitColumn kLimits[] = {
    {27, Kind::kQuantity, "限制数量", ""}, {31, Kind::kTimes, "频次上限", ""}, {31, Kind::kCycle, "疗程周期", "天"}};
// What a published count or number of days can be (docs/formats/knowledge.md); beyond it lies a slip of the pen.
constexpr std::int64_t kLeastLimit = 1, kGreatestLimit = 10'000;

bool is_limit(std::string_view text, std::string_view suffix) {
  if (text.ends_with(suffix)) text.remove_suffix(suffix.size());
  const auto number = parse_decimal(text, kQtyScale);
  return number.has_value() && *number >= kLeastLimit * kOne && *number <= kGreatestLimit * kOne;
}

class Finder {
 public:
  Finder(const Workbook& workbook, std::string_view file, const std::function<bool(std::string_view)>& known_code)
      : workbook_(workbook), known_code_(known_code) {
    const std::size_t slash = file.find_last_of("/\\");
    document_.file = file.substr(slash == std::string_view::npos ? 0 : slash + 1);
  }

  Result<OfficialDocument> find() {
    for (const Sheet& sheet : workbook_.sheets) {
      auto table = find_table(sheet);
      if (table.has_value()) {
        tables_.push_back(*std::move(table));
      } else if (!sheet.rows.empty()) {
        leave(sheet.name, 0, "", Why::kNoTable, sheet.rows.front().cells.empty() ? "" : first_text(sheet.rows.front()));
      }
    }
    if (tables_.empty()) {
      return fail(ErrorCode::kBadInput,
                  fmt::format("no sheet has a table we know (a header with 名称 and 编码 columns): check the "
                              "file: {}",
                              document_.file));
    }
    const bool split = std::ranges::any_of(tables_, [](const Table& table) { return !table.has(Kind::kCode); });
    const auto is_code_sheet = [&](const Table& table) {
      return split && table.has(Kind::kCode) && table.has(Kind::kName) && !table.has(Kind::kText) &&
             !table.has(Kind::kValue) && !table.has(Kind::kLogic) && !table.has(Kind::kQuantity) &&
             !table.has(Kind::kTimes) && !table.has(Kind::kPairCode);
    };
    for (const Table& table : tables_) {
      if (is_code_sheet(table)) read_codes(table);
    }
    for (const Table& table : tables_) {
      if (!is_code_sheet(table)) read_details(table);
    }
    for (const auto& [name, codes] : codes_) {
      if (!codes.used) leave(codes.sheet, codes.row, "", Why::kNoDetail, name);
    }
    return std::move(document_);
  }

 private:
  struct NamedCodes {
    std::vector<std::string> codes;
    std::string sheet;
    std::size_t row = 0;
    bool used = false;
  };

  void leave(std::string_view sheet, std::size_t row, std::string_view column, Why why, std::string_view text) {
    document_.left.push_back(
        {document_.file, std::string{sheet}, row, std::string{column}, why, std::string{shortened(text)}, {}, {}});
  }

  static std::string first_text(const SheetRow& row) {
    for (const Cell& cell : row.cells) {
      if (!cell.text.empty()) return cell.text;
    }
    return {};
  }

  // A total or a note; nullopt when the row is data.
  static std::optional<Why> no_data(const Table& table, const SheetRow& row) {
    const std::string first = first_text(row);
    const auto begins = [&](std::string_view word) {
      return bare_title(first).starts_with(word) || first.starts_with(word);
    };
    const std::size_t filled = static_cast<std::size_t>(
        std::ranges::count_if(row.cells, [](const Cell& cell) { return cell.kind != CellKind::kEmpty; }));
    const bool has_code = !table.cell(row, Kind::kCode).text.empty();
    if (!has_code && filled <= 3 && std::ranges::any_of(kTotals, begins)) return Why::kTotal;
    if (!has_code && filled == 1 && std::ranges::any_of(kNotes, begins)) return Why::kNote;
    if (filled == 1 && table.cell(row, Kind::kName).text.empty() && !has_code) return Why::kNote;
    return std::nullopt;
  }

  // Rows below the header that hold data; the others are left out here.
  template <typename Visit>
  void for_data(const Table& table, Visit&& visit) {
    const Sheet& sheet = *table.sheet;
    for (std::size_t place = 0; place < sheet.rows.size(); ++place) {
      const SheetRow& row = sheet.rows[place];
      if (place == table.header) continue;
      if (place < table.header) {
        leave(sheet.name, row.number, "", Why::kTitle, first_text(row));
      } else if (const auto why = no_data(table, row); why.has_value()) {
        leave(sheet.name, row.number, "", *why, first_text(row));
      } else if (std::ranges::any_of(row.cells, [](const Cell& cell) { return cell.kind == CellKind::kUnread; })) {
        const auto cell = std::ranges::find(row.cells, CellKind::kUnread, &Cell::kind);
        leave(sheet.name, row.number,
              sheet.rows[table.header].cells.size() > static_cast<std::size_t>(cell - row.cells.begin())
                  ? sheet.rows[table.header].cells[static_cast<std::size_t>(cell - row.cells.begin())].text
                  : "",
              Why::kUnread, cell->text);
      } else if (!same_as_header(table, row)) {
        visit(row);
      } else {
        leave(sheet.name, row.number, "", Why::kTitle, first_text(row));
      }
    }
  }

  // Printed lists repeat their header on every page.
  static bool same_as_header(const Table& table, const SheetRow& row) {
    const auto& header = table.sheet->rows[table.header].cells;
    return header.size() == row.cells.size() && std::ranges::equal(header, row.cells, {}, &Cell::text, &Cell::text);
  }

  // The codes of a cell; what is no code is left out with its reason.
  std::vector<std::string> codes_of(const Table& table, const SheetRow& row, Kind kind) {
    const Cell& cell = table.cell(row, kind);
    std::vector<std::string> codes;
    std::string_view rest = cell.text;
    while (!rest.empty()) {
      std::size_t end = rest.size(), skip = 0;
      for (const std::string_view mark : {";", ",", "、", "；", "，", "\n"}) {
        if (const std::size_t at = rest.find(mark); at < end) {
          end = at;
          skip = mark.size();
        }
      }
      std::string code = plain_code(rest.substr(0, end));
      rest.remove_prefix(std::min(end + skip, rest.size()));
      if (code.empty()) continue;
      if (cell.kind == CellKind::kNumber && all_digits(code) && code.size() < 15) {
        const std::string whole = std::string(15 - code.size(), '0') + code;
        if (!known_code_(whole)) {
          leave(table.sheet->name, row.number, "编码", Why::kLostZeros, code);
          continue;
        }
        code = whole;
      }
      if (!is_code(code)) {
        leave(table.sheet->name, row.number, "编码", Why::kBadCode, code);
        continue;
      }
      codes.push_back(std::move(code));
    }
    return codes;
  }

  void read_codes(const Table& table) {
    for_data(table, [&](const SheetRow& row) {
      const std::string& name = table.cell(row, Kind::kName).text;
      if (name.empty()) return leave(table.sheet->name, row.number, "名称", Why::kNoName, first_text(row));
      const std::size_t before = document_.left.size();
      const std::vector<std::string> codes = codes_of(table, row, Kind::kCode);
      if (codes.empty() && document_.left.size() == before)
        leave(table.sheet->name, row.number, "编码", Why::kNoCode, name);
      NamedCodes& named = codes_[name];
      if (named.row == 0) named = {{}, table.sheet->name, row.number, false};
      for (const std::string& code : codes) {
        if (seen_.insert(name + '\t' + code).second) {
          named.codes.push_back(code);
        } else {
          leave(table.sheet->name, row.number, "编码", Why::kRepeated, code);
        }
      }
    });
  }

  [[nodiscard]] std::uint16_t rule_of(const Table& table, const SheetRow& row, const OfficialPoint& point) const {
    if (const std::uint16_t rule = rule_of_name(table.cell(row, Kind::kRule).text); rule != 0) return rule;
    if (table.has(Kind::kRule) && !table.cell(row, Kind::kRule).text.empty()) {
      if (const std::uint16_t rule = rule_named_in(table.cell(row, Kind::kRule).text); rule != 0) return rule;
    }
    for (const std::string_view text :
         {std::string_view{table.sheet->name}, std::string_view{table.titles}, std::string_view{document_.file}}) {
      if (const std::uint16_t rule = rule_named_in(text); rule != 0) return rule;
    }
    const bool drug = point.codes.empty() ? table.drugs : !all_digits(point.codes.front());
    const std::string& type = table.cell(row, Kind::kType).text;
    const auto begins_with_limit = [&] { return point.text.starts_with("限"); };
    if (type == "限定性别对象") return drug ? 67 : 81;
    if (type == "限定年龄对象") {
      if (!drug) return 80;
      return begins_with_limit() ? 7
                                 : 65;  // a limit of payment begins with 限; the rest is the product's own description
    }
    if (type == "限定保险类型") {
      if (point.value.starts_with("工伤")) return drug ? 1 : 16;
      if (point.value.starts_with("生育")) return drug ? 2 : 17;
      return 0;
    }
    if (type == "限定主次操作") return 15;
    if (type == "限定机构等级") return drug ? 12 : 24;
    if (type == "限定就医方式") return drug ? 13 : 22;
    if (type == "限定支付疗程") return drug ? 10 : 23;
    if (table.has(Kind::kFrequency) && table.has(Kind::kPairCode)) return 25;
    if (table.has(Kind::kQuantity)) return 27;
    if (table.has(Kind::kTimes) && table.has(Kind::kCycle)) return 31;
    for (const auto& [word, rule] : kFileWords) {
      if (document_.file.find(word) != std::string::npos) return rule;
    }
    return 0;
  }

  // A limit that the document has a column for must be readable: a predecessor's limit is no answer to a cell we cannot read.
  bool refuses_limit(const Table& table, const SheetRow& row, const OfficialPoint& point) {
    // The days of a course stand in words or in the value: where the document has either, one of them must say the days.
    const bool has_course = table.has(Kind::kText) || table.has(Kind::kValue);
    if ((point.rule == 10 || point.rule == 23) && has_course && derive(point).num == kNoNumber) {
      document_.left.push_back({document_.file, point.sheet, row.number, "支付天数", Why::kBadValue,
                                std::string{shortened(point.value.empty() ? point.text : point.value)},
                                "须写明支付天数，如 支付不超过14天、最多支付12个月、一年",
                                "must say the days, as 支付不超过14天, 最多支付12个月 or 一年"});
      return true;
    }
    for (const LimitColumn& limit : kLimits) {
      if (limit.rule != point.rule || !table.has(limit.column)) continue;
      const std::string& text = table.cell(row, limit.column).text;
      if (is_limit(text, limit.suffix)) continue;
      document_.left.push_back({document_.file, point.sheet, row.number, std::string{limit.name}, Why::kBadValue,
                                std::string{shortened(text)}, "须为 1 至 10000 的数",
                                "must be a number from 1 to 10000"});
      return true;
    }
    return false;
  }

  void read_details(const Table& table) {
    for_data(table, [&](const SheetRow& row) {
      OfficialPoint point;
      point.sheet = table.sheet->name;
      point.row = row.number;
      point.name = table.cell(row, Kind::kName).text;
      point.text = table.cell(row, Kind::kText).text;
      point.logic = table.cell(row, Kind::kLogic).text;
      point.value = table.cell(row, Kind::kValue).text;
      point.quantity = table.cell(row, Kind::kQuantity).text;
      point.unit = table.cell(row, Kind::kUnit).text;
      point.times = table.cell(row, Kind::kTimes).text;
      point.cycle = table.cell(row, Kind::kCycle).text;
      point.frequency = table.cell(row, Kind::kFrequency).text;
      point.pair_name = table.cell(row, Kind::kPairName).text;
      if (point.name.empty()) return leave(point.sheet, row.number, "名称", Why::kNoName, first_text(row));
      const std::size_t before = document_.left.size();
      point.codes = codes_of(table, row, Kind::kCode);
      if (const auto named = codes_.find(point.name); named != codes_.end()) {
        named->second.used = true;
        const std::set<std::string> own(point.codes.begin(), point.codes.end());
        std::ranges::copy_if(named->second.codes, std::back_inserter(point.codes),
                             [&](const std::string& code) { return !own.contains(code); });
      }
      if (table.has(Kind::kPairCode)) {
        const auto pair = codes_of(table, row, Kind::kPairCode);
        if (!pair.empty()) point.pair_code = pair.front();
      }
      if (document_.left.size() != before) return;  // a code of this row was refused: half a point would judge wrongly
      if (point.codes.empty() || (table.has(Kind::kPairCode) && point.pair_code.empty())) {
        return leave(point.sheet, row.number, "编码", Why::kNoCode, point.name);
      }
      point.rule = rule_of(table, row, point);
      if (point.rule == 0) return leave(point.sheet, row.number, "", Why::kUnknownRule, point.name);
      if (refuses_limit(table, row, point)) return;
      take(std::move(point));
    });
  }

  // Lists with one row for each code of a drug make one point; a row that only repeats is said so.
  void take(OfficialPoint point) {
    const std::string key = natural_key(derive(point));
    const auto [place, fresh] = places_.emplace(key, document_.points.size());
    if (fresh) {
      for (const std::string& code : point.codes) taken_.insert(key + '\t' + code);
      document_.points.push_back(std::move(point));
      return;
    }
    OfficialPoint& earlier = document_.points[place->second];
    PointRow mine = derive(point), theirs = derive(earlier);
    mine.codes.clear();
    theirs.codes.clear();
    if (!same_facts(mine, theirs)) return leave(point.sheet, point.row, "", Why::kContradicts, point.name);
    bool added = false;
    for (std::string& code : point.codes) {
      if (!taken_.insert(key + '\t' + code).second) continue;
      earlier.codes.push_back(std::move(code));
      added = true;
    }
    if (!added) leave(point.sheet, point.row, "", Why::kRepeated, point.name);
  }

  const Workbook& workbook_;
  const std::function<bool(std::string_view)>& known_code_;
  OfficialDocument document_;
  std::vector<Table> tables_;
  std::map<std::string, NamedCodes> codes_;
  std::map<std::string, std::size_t> places_;
  std::set<std::string> seen_;   // name and code, of the code sheets
  std::set<std::string> taken_;  // key and code, of the points
};

}  // namespace

Result<OfficialDocument> find_points(const Workbook& workbook, std::string_view file,
                                     const std::function<bool(std::string_view)>& known_code) {
  return Finder(workbook, file, known_code).find();
}

}  // namespace yishou::knowledge

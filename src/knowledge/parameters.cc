#include "knowledge/parameters.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/check.h"
#include "base/decimal.h"
#include "csv/records.h"
#include "csv/small_table.h"
#include "knowledge/embedded.h"

namespace yishou::knowledge {
namespace {

constexpr int kScale = kQtyScale;

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(';'), text.size());
    if (const auto part = csv::trim(text.substr(0, end)); !part.empty()) parts.emplace_back(part);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

struct Shipped {
  std::vector<ParameterDefinition> definitions;
  std::vector<ParameterRow> rows;
};

std::int64_t shipped_number(std::string_view text) {
  const auto number = parse_decimal(text, kScale);
  YISHOU_CHECK(number.has_value(), "a bound in the shipped parameters is a number");
  return *number;
}

// The embedded file is ours: what is wrong in it is a bug, and the tests of this room find it.
const Shipped& shipped() {
  static const Shipped kShipped = [] {
    Shipped out;
    const auto table = csv::read_small_table(embedded::shipped_parameters, "parameters.csv");
    YISHOU_CHECK(table.has_value(), "the shipped parameter file can be read");
    const auto cell = [&](const csv::SmallTable::Row& row, std::string_view column) -> const std::string& {
      const auto at = table->column(column);
      YISHOU_CHECK(at.has_value(), "the shipped parameter file has its columns");
      return row.fields[*at];
    };
    for (const auto& row : table->rows) {
      ParameterDefinition& definition = out.definitions.emplace_back();
      definition.name = cell(row, "name");
      for (const std::string& rule : split_list(cell(row, "rules"))) {
        definition.rules.push_back(static_cast<std::uint16_t>(shipped_number(rule) / kOne));
      }
      definition.is_codes = cell(row, "kind") == "codes";
      if (!definition.is_codes) {
        definition.min = shipped_number(cell(row, "min"));
        definition.max = shipped_number(cell(row, "max"));
      }
      out.rows.push_back({.name = definition.name,
                          .region = {},
                          .value = cell(row, "value"),
                          .unit = cell(row, "unit"),
                          .source = cell(row, "source"),
                          .from = kNoDay,
                          .known_since = kNoDay,
                          .official = cell(row, "official") == "1",
                          .row = row.number});
    }
    return out;
  }();
  return kShipped;
}

const ParameterDefinition* find_definition(std::string_view name) {
  const auto found = std::ranges::find(shipped().definitions, name, &ParameterDefinition::name);
  return found == shipped().definitions.end() ? nullptr : &*found;
}

std::string where(const ParameterRow& row, std::string_view file) {
  return row.row == 0 ? fmt::format("{} {}", file, row.name) : fmt::format("{} row {} ({})", file, row.row, row.name);
}

Status check_row(const ParameterRow& row, std::string_view file) {
  const ParameterDefinition* definition = find_definition(row.name);
  if (definition == nullptr) {
    return fail(ErrorCode::kBadInput,
                fmt::format("no parameter has this name: docs/formats/parameters.md lists them: {} column "
                            "name",
                            where(row, file)));
  }
  if (!std::ranges::all_of(row.region, [](char c) { return c >= '0' && c <= '9'; }) || row.region.size() > 12) {
    return fail(ErrorCode::kBadInput,
                fmt::format("region must be the first digits of a 行政区划 code, or empty: {} column region: "
                            "{}",
                            where(row, file), row.region));
  }
  if (row.name == kRulesOff) {
    for (const std::string& rule : split_list(row.value)) {
      const auto number = parse_decimal(rule, 0);
      if (number.has_value() && *number >= 1 && *number <= 88 && std::to_string(*number) == rule) continue;
      return fail(ErrorCode::kBadInput,
                  fmt::format("value must be numbers of rules, 1 to 88, with ; between: {} column "
                              "value: {}",
                              where(row, file), rule));
    }
  }
  if (definition->is_codes) return {};
  const auto number = parse_decimal(row.value, kScale);
  if (!number.has_value()) {
    return fail(ErrorCode::kBadInput,
                fmt::format("value must be a plain decimal number: {} column value: {}", where(row, file), row.value));
  }
  if (*number < definition->min || *number > definition->max) {
    return fail(
        ErrorCode::kBadInput,
        fmt::format("value must lie between {} and {}: {} column value: {}", format_trimmed(definition->min, kScale),
                    format_trimmed(definition->max, kScale), where(row, file), row.value));
  }
  return {};
}

// Of rows of one name: the longest region, then the latest begun, then the later in the file.
const ParameterRow* winner(const std::vector<const ParameterRow*>& rows, Day day) {
  const ParameterRow* best = nullptr;
  for (const ParameterRow* row : rows) {
    if (row->from > day) continue;
    if (best == nullptr || std::pair(row->region.size(), row->from) >= std::pair(best->region.size(), best->from))
      best = row;
  }
  return best;
}

std::vector<const ParameterRow*> rows_of(const std::vector<ParameterRow>& rows, std::string_view name) {
  std::vector<const ParameterRow*> out;
  for (const ParameterRow& row : rows) {
    if (row.name == name) out.push_back(&row);
  }
  return out;
}

// What holds through time: on each day on which something begins, the row that wins that day.
template <typename T, typename Convert>
Dated<T> timeline(const std::vector<const ParameterRow*>& rows, Convert&& convert) {
  std::set<Day> days;
  for (const ParameterRow* row : rows) days.insert(row->from);
  std::optional<Dated<T>> out;
  const ParameterRow* holding = nullptr;
  for (const Day day : days) {
    const ParameterRow* best = winner(rows, day);
    if (best == holding) continue;
    holding = best;
    if (out.has_value()) {
      out->add(day, convert(*best));
    } else {
      out.emplace(convert(*best));
    }
  }
  YISHOU_CHECK(out.has_value(), "every shipped parameter has a default without a date");
  return *std::move(out);
}

}  // namespace

const std::vector<ParameterDefinition>& Parameters::definitions() { return shipped().definitions; }

const Dated<std::int64_t>& Parameters::number(std::string_view name) const {
  const auto found = numbers_.find(name);
  YISHOU_CHECK(found != numbers_.end(), "a rule asks for a number that the shipped parameters have");
  return found->second;
}

const Dated<CodeSet>& Parameters::codes(std::string_view name) const {
  const auto found = codes_.find(name);
  YISHOU_CHECK(found != codes_.end(), "a rule asks for codes that the shipped parameters have");
  return found->second;
}

const ParameterRow& Parameters::holding(std::string_view name, Day day) const {
  const ParameterRow* row = winner(rows_of(rows_, name), day);
  YISHOU_CHECK(row != nullptr, "every shipped parameter has a default without a date");
  return *row;
}

std::vector<Day> Parameters::turns(std::string_view name, Day from) const {
  std::set<Day> days{from};
  for (const ParameterRow* row : rows_of(rows_, name)) {
    if (row->from > from) days.insert(row->from);
  }
  return {days.begin(), days.end()};
}

Result<Parameters> Parameters::build(std::vector<ParameterRow> rows, std::string_view region) {
  Parameters out;
  out.rows_ = shipped().rows;
  for (ParameterRow& row : rows) {
    YISHOU_CHECK_OK(check_row(row, "parameters"));
    if (region.starts_with(row.region)) out.rows_.push_back(std::move(row));
  }
  for (const ParameterDefinition& definition : shipped().definitions) {
    const std::vector<const ParameterRow*> mine = rows_of(out.rows_, definition.name);
    if (definition.is_codes) {
      out.codes_.emplace(definition.name, timeline<CodeSet>(mine, [](const ParameterRow& row) {
        CodeSet codes = split_list(row.value);
        std::ranges::sort(codes);
        return codes;
      }));
    } else {
      out.numbers_.emplace(definition.name, timeline<std::int64_t>(mine, [](const ParameterRow& row) {
        return *parse_decimal(row.value, kScale);
      }));
    }
  }
  return out;
}

std::string write_parameters(const std::vector<ParameterRow>& rows) {
  std::string out = "name,region,valid_from,value,unit,official,source\n";
  for (const ParameterRow& row : rows) {
    for (const std::string& field :
         {row.name, row.region, format_day(row.from), row.value, row.unit, std::string{row.official ? "1" : "0"}}) {
      csv::append_field(out, field);
      out += ',';
    }
    csv::append_field(out, row.source);
    out += '\n';
  }
  return out;
}

Result<std::vector<ParameterRow>> read_parameters(std::string_view csv_text, std::string_view file) {
  YISHOU_TRY(const csv::SmallTable table, csv::read_small_table(csv_text, file));
  for (const std::string_view needed : {"name", "value"}) {
    if (!table.column(needed).has_value()) {
      return fail(ErrorCode::kBadInput,
                  fmt::format("a parameter file needs the columns name and value: {} row 1 lacks {}", file, needed));
    }
  }
  std::vector<ParameterRow> rows;
  for (const auto& fields : table.rows) {
    const auto cell = [&](std::string_view column) {
      const auto at = table.column(column);
      return at.has_value() ? fields.fields[*at] : std::string{};
    };
    ParameterRow row{.name = cell("name"),
                     .region = cell("region"),
                     .value = cell("value"),
                     .unit = cell("unit"),
                     .source = cell("source"),
                     .from = kNoDay,
                     .known_since = kNoDay,
                     .official = cell("official") == "1",
                     .row = fields.number};
    for (const auto& [column, target] :
         {std::pair{"valid_from", &row.from}, std::pair{"known_since", &row.known_since}}) {
      const std::string text = cell(column);
      if (text.empty()) continue;
      const auto day = parse_day(text);
      if (!day.has_value()) {
        return fail(ErrorCode::kBadInput,
                    fmt::format("date must be YYYY-MM-DD: {} column {}: {}", where(row, file), column, text));
      }
      *target = *day;
    }
    YISHOU_CHECK_OK(check_row(row, file));
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace yishou::knowledge

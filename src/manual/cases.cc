#include "manual/cases.h"

#include <charconv>

#include <fmt/format.h>

#include "base/check.h"
#include "csv/small_table.h"

namespace yishou::embedded {
extern const std::string_view rule_cases;
}

namespace yishou::manual {

const std::map<std::uint16_t, RuleCases>& all_cases() {
  // The embedded file is ours: what is wrong in it is a bug, and a test compares it with the golden files.
  static const auto kCases = [] {
    std::map<std::uint16_t, RuleCases> out;
    const auto table = csv::read_small_table(embedded::rule_cases, "cases.csv");
    YISHOU_CHECK(table.has_value(), "the embedded cases can be read");
    for (const auto& row : table->rows) {
      const auto cell = [&](std::string_view column) -> const std::string& {
        const auto at = table->column(column);
        YISHOU_CHECK(at.has_value(), "the embedded cases have their columns");
        return row.fields[*at];
      };
      const std::string& number = cell("rule_no");
      std::uint16_t rule = 0;
      std::from_chars(number.data(), number.data() + number.size(), rule);
      RuleCases& of = out[rule];
      of.cases.push_back({cell("case"), cell("outcome")});
      if (cell("tables").empty()) continue;
      of.example = Example{cell("case"),     cell("tables"), cell("lines"),   cell("vola"),
                           cell("observed"), cell("limit"),  cell("sentence")};
    }
    return out;
  }();
  return kCases;
}

std::string english(const Example& example) {
  std::string out = fmt::format("{}: {} accused, {} yuan in dispute", example.name,
                                example.lines.empty() ? "without lines" : example.lines, example.vola);
  if (!example.observed.empty()) out += fmt::format("; observed {}", example.observed);
  if (!example.limit.empty()) out += fmt::format(", limit {}", example.limit);
  return out + ".";
}

}  // namespace yishou::manual

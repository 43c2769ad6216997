#include "manual/oracles.h"

#include <charconv>
#include <map>
#include <string>

#include "base/check.h"
#include "csv/small_table.h"

namespace yishou::embedded {
extern const std::string_view rule_oracles, oracle_common_ground, oracle_stays;
}

namespace yishou::manual {

std::string_view oracle_of(std::uint16_t number) {
  // The embedded file is ours: what is wrong in it is a bug, and a test compares it with the golden files.
  static const auto kOracles = [] {
    std::map<std::uint16_t, std::string> out;
    const auto table = csv::read_small_table(embedded::rule_oracles, "oracles.csv");
    YISHOU_CHECK(table.has_value(), "the embedded oracles can be read");
    const auto rule_column = table->column("rule_no"), sql_column = table->column("sql");
    YISHOU_CHECK(rule_column.has_value() && sql_column.has_value(), "the embedded oracles have their columns");
    for (const auto& row : table->rows) {
      const std::string& text = row.fields[*rule_column];
      std::uint16_t rule = 0;
      std::from_chars(text.data(), text.data() + text.size(), rule);
      out[rule] = row.fields[*sql_column];
    }
    return out;
  }();
  const auto found = kOracles.find(number);
  return found == kOracles.end() ? std::string_view{} : found->second;
}

std::string_view common_ground_sql() { return embedded::oracle_common_ground; }
std::string_view stays_sql() { return embedded::oracle_stays; }

}  // namespace yishou::manual

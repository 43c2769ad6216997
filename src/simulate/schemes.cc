#include "simulate/schemes.h"

#include <fmt/format.h>

#include "simulate/tables.h"

namespace yishou::embedded {
extern const std::string_view simulate_points;
}  // namespace yishou::embedded

namespace yishou::simulate {

void plant_schemes(const City& city, Ledger& ledger, Life& life) {
  Planter planter(city, ledger, life, 5);
  plant_cases(planter, false);
  plant_policy(planter);
  plant_buckets(planter, false);
  plant_records(planter, false);
  plant_stays(planter, false);
  plant_frequency(planter, false);
  plant_indicators(planter, false);
  plant_stock(planter, false);
  plant_fraud(planter);
  plant_counters(planter);
}

std::string truth_row(const Truth& t) {
  std::string lines;
  for (const std::uint64_t line : t.lines) {
    if (!lines.empty()) lines += ';';
    lines += number_text(line);
  }
  return fmt::format("{},{},{},{},{},{},{},{},{},{}\n", t.scheme, t.subject_kind, t.subject,
                     t.rule > 0 ? std::to_string(t.rule) : std::string{},
                     t.visit != 0 ? number_text(t.visit) : std::string{}, lines, format_second(t.begin),
                     format_second(t.end), format_decimal(t.amount, kFenScale), t.benign);
}

std::string_view local_points() { return embedded::simulate_points; }

}  // namespace yishou::simulate

#include "simulate/schemes.h"

#include <fmt/format.h>

#include "simulate/tables.h"

namespace yishou::simulate {

void plant_lookalikes(const City&, Ledger&, Life&) {}
void plant_schemes(const City&, Ledger&, Life&) {}

std::string truth_row(const Truth& t) {
  std::string lines;
  for (const std::uint64_t line : t.lines) {
    if (!lines.empty()) lines += ';';
    lines += number_text(line);
  }
  return fmt::format("{},{},{},{},{},{},{},{},{},{}\n", t.scheme, t.subject_kind, t.subject,
                     t.rule > 0 ? std::to_string(t.rule) : std::string{}, t.visit != 0 ? number_text(t.visit) : std::string{},
                     lines, format_second(t.begin), format_second(t.end), format_decimal(t.amount, kFenScale), t.benign);
}

std::string_view local_points() {
  return "rule_no,point_id,code,name,value,value_name,num,num2,unit,scope,valid_from,valid_to,region,basis\n";
}

}  // namespace yishou::simulate

#include "cases/conditions.h"

#include <fmt/format.h>

namespace yishou::cases {
namespace {

std::string_view region_column(std::size_t digits) noexcept {
  return digits == 2 ? "province" : digits == 4 ? "city" : "district";
}

}  // namespace

std::string Conditions::place(sql::Value value) {
  values.push_back(std::move(value));
  return fmt::format("${}", values.size());
}

void Conditions::add(std::string_view column_and_operator, sql::Value value) {
  const auto where = place(std::move(value));
  text += fmt::format(" AND {} {}", column_and_operator, where);
}

void add_region(Conditions& conditions, std::string_view region, std::string_view hide) {
  if (!region.empty()) conditions.add(fmt::format("{}{} =", hide, region_column(region.size())), region);
}

void add_scope(Conditions& conditions, const identity::Scope& scope, std::string_view hide,
               std::string_view hide_several) {
  if (scope.is_national()) return;
  if (scope.regions().size() + scope.institutions().size() > 1) hide = hide_several;
  std::string any;
  const auto either = [&](std::string_view column, const std::string& code) {
    any += fmt::format("{}{}{} = {}", any.empty() ? "" : " OR ", hide, column, conditions.place(code));
  };
  for (const auto& region : scope.regions()) either(region_column(region.size()), region);
  for (const auto& institution : scope.institutions()) either("institution", institution);
  conditions.text += fmt::format(" AND ({})", any);
}

}  // namespace yishou::cases

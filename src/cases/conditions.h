// Building a WHERE of fixed texts and bound values; for the files of this room alone.
#pragma once

#include <string>
#include <string_view>

#include "identity/scope.h"
#include "sql/value.h"

namespace yishou::cases {

/// Conditions joined by AND. Only texts of the program go into `text`; values are bound.
struct Conditions {
  std::string text = "1 = 1";
  sql::Values values;

  /// `column op value`, such as add("vola >=", 5).
  void add(std::string_view column_and_operator, sql::Value value);
  /// The next `$n`, bound to the value.
  [[nodiscard]] std::string place(sql::Value value);
};

/// Where rows with the columns province, city, district and institution lie inside the scope. `hide` ("+" or nothing)
/// before a column keeps SQLite, which has few statistics, from choosing an index for it. A scope of several parts is
/// always hidden there: its rows would be gathered and sorted whole for every page.
void add_scope(Conditions& conditions, const identity::Scope& scope, std::string_view hide,
               std::string_view hide_several);
/// Inside a prefix of 2, 4 or 6 digits; "" adds nothing.
void add_region(Conditions& conditions, std::string_view region, std::string_view hide);

}  // namespace yishou::cases

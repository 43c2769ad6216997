// ColumnPlan: which columns of a by-person table a run reads, and where in the result each stands.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/facts.h"

namespace yishou::lake {

/// Columns that every run reads (keys), then those of the wanted facts of one table.
class ColumnPlan {
 public:
  /// `keys` begins with psn_no; `table` must outlive the plan.
  ColumnPlan(std::string_view table, std::vector<std::string_view> keys, const model::FactSet& wanted);

  /// The position of a fact's column in the result; -1 when it is withheld.
  [[nodiscard]] int of(model::Fact fact) const { return positions_[static_cast<std::size_t>(fact)]; }
  /// The columns as SQL, each in its coder (coders.h).
  [[nodiscard]] std::string coded() const;
  [[nodiscard]] const std::vector<std::string_view>& columns() const { return columns_; }

 private:
  std::string_view table_;
  std::vector<std::string_view> columns_;
  std::vector<int> positions_;
};

}  // namespace yishou::lake

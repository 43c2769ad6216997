#include "lake/column_plan.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "lake/coders.h"

namespace yishou::lake {

ColumnPlan::ColumnPlan(std::string_view table, std::vector<std::string_view> keys, const model::FactSet& wanted)
    : table_(table), columns_(std::move(keys)), positions_(model::kFactCount, -1) {
  for (std::size_t i = 0; i < model::kFactCount; ++i) {
    const model::FactColumn column = model::column_of(static_cast<model::Fact>(i));
    if (!wanted.test(i) || column.table != table) continue;
    positions_[i] = static_cast<int>(columns_.size());
    columns_.push_back(column.column);
  }
}

std::string ColumnPlan::coded() const {
  std::vector<std::string> sql;
  for (const std::string_view column : columns_) {
    const std::string_view coder = coder_of(table_, column);
    sql.push_back(coder.empty() ? std::string{column} : fmt::format("{}({})", coder, column));
  }
  return fmt::format("{}", fmt::join(sql, ", "));
}

}  // namespace yishou::lake

#include "lake/column_plan.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "duck/duck.h"

namespace yishou::lake {

ColumnPlan::ColumnPlan(std::string_view table, std::vector<std::string_view> keys, const model::FactSet& wanted)
    : columns_(std::move(keys)), positions_(model::kFactCount, -1) {
  for (std::size_t i = 0; i < model::kFactCount; ++i) {
    const model::FactColumn column = model::column_of(static_cast<model::Fact>(i));
    if (!wanted.test(i) || column.table != table) continue;
    positions_[i] = static_cast<int>(columns_.size());
    columns_.push_back(column.column);
  }
}

std::string ColumnPlan::query(const std::string& path) const {
  return fmt::format("SELECT {} FROM read_parquet({})", fmt::join(columns_, ", "), duck::literal(path));
}

}  // namespace yishou::lake

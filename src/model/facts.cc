#include "model/facts.h"

namespace yishou::model {

FactColumn column_of(Fact fact) noexcept {
  static constexpr FactColumn kColumns[] = {
#define YISHOU_FACT_COLUMN(identifier, table, column) {table, column},
      YISHOU_FACTS(YISHOU_FACT_COLUMN)
#undef YISHOU_FACT_COLUMN
  };
  return kColumns[static_cast<std::size_t>(fact)];
}

}  // namespace yishou::model

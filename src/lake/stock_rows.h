// The stock books of a lake (invinfo_d, purcinfo_d, selinfo_d, invchg_d), row by row.
#pragma once

#include <string>

#include "engine/engine.h"
#include "lake/manifest.h"

namespace yishou::lake {

/// Hands every count to `take`, whose first Error ends it. Rows of one institution and code mostly lie together.
[[nodiscard]] Status read_stock_counts(const std::string& lake, const Manifest& manifest,
                                       const engine::StockVisitor& take);
/// The same of purchases, sales, sale returns and other changes.
[[nodiscard]] Status read_stock_movements(const std::string& lake, const Manifest& manifest,
                                          const engine::StockVisitor& take);

}  // namespace yishou::lake

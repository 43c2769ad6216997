// Rows of an institution's stock books (invinfo_d, purcinfo_d, selinfo_d, invchg_d), one at a time. Values only.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/calendar.h"
#include "base/decimal.h"

namespace yishou::model {

enum class StockMove : std::uint8_t {
  kCount,     ///< stock count, invinfo_d
  kPurchase,  ///< purcinfo_d
  kSale,      ///< selinfo_d
  kReturn,    ///< selinfo_d with sel_retn_flag 1: a sale comes back into stock
  kChange,    ///< any other change, signed: invchg_d
};

/// Views live until the next row.
struct StockRow {
  std::string_view institution;  ///< fixmedins_code
  std::string_view item;         ///< med_list_codg
  StockMove move = StockMove::kCount;
  Second time = kNoSecond;
  Qty cnt = kNoNumber;  ///< in stock units; kNoNumber when missing
};

}  // namespace yishou::model

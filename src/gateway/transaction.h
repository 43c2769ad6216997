// Transaction: which transaction of the national interface a request is, from its path, its infno, or both.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace yishou::gateway {

/// Numbers are the interface's.
enum class TransactionKind : std::uint16_t {
  kAnalyzeBefore = 3101,   ///< 明细审核事前分析
  kAnalyzeCourse = 3102,   ///< 明细审核事中分析
  kFeedback = 3103,        ///< 事前事中服务反馈
  kStockCount = 3501,      ///< 商品盘存上传
  kStockChange = 3502,     ///< 商品库存变更
  kPurchase = 3503,        ///< 商品采购
  kPurchaseReturn = 3504,  ///< 商品采购退货
  kSale = 3505,            ///< 商品销售
  kSaleReturn = 3506,      ///< 商品销售退货
  kStockDelete = 3507,     ///< 商品信息删除
};

struct Transaction {
  TransactionKind kind = TransactionKind::kAnalyzeBefore;
  bool batch = false;  ///< variant A: many items in one message

  bool operator==(const Transaction&) const = default;
  [[nodiscard]] bool is_analysis() const {
    return kind == TransactionKind::kAnalyzeBefore || kind == TransactionKind::kAnalyzeCourse;
  }
  [[nodiscard]] bool is_stock() const { return kind >= TransactionKind::kStockCount; }
};

/// `3101`, `3505A` …
[[nodiscard]] std::string transaction_number(const Transaction& transaction);

/// `path` of the request (a query is left out) and `infno` of its envelope, either of which may say nothing:
/// the number as the last part of the path (`…/3101`), `…/fsi/api/<service>/<method>`, or infno at any other path.
/// kUnsupported: a transaction that is not served here; kBadCall: none is named, or path and infno contradict each
/// other.
[[nodiscard]] Result<Transaction> resolve_transaction(std::string_view path, std::string_view infno);

}  // namespace yishou::gateway

#include "gateway/transaction.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace yishou::gateway {
namespace {

using enum TransactionKind;

struct ServicePath {
  std::string_view path;  // below /fsi/api/
  TransactionKind kind;
};
// 3103 has no known path of this form; batches add an A to the method, as 2203A does.
constexpr ServicePath kServicePaths[] = {
    {"riskConService/beforeAnalyze", kAnalyzeBefore},
    {"riskConService/courseAnalyze", kAnalyzeCourse},
    {"goodsService/goodsUpload", kStockCount},
    {"goodsService/goodsUpdate", kStockChange},
    {"goodsService/goodsBuy", kPurchase},
    {"goodsService/goodsBuyReturn", kPurchaseReturn},
    {"goodsService/goodsSell", kSale},
    {"goodsService/goodsSellReturn", kSaleReturn},
    {"goodsService/goodsInfoDelete", kStockDelete},
};
constexpr std::size_t kMaxShownBytes = 100;
constexpr std::string_view kServiceRoot = "/fsi/api/";
constexpr TransactionKind kKinds[] = {kAnalyzeBefore, kAnalyzeCourse,  kFeedback, kStockCount, kStockChange,
                                      kPurchase,      kPurchaseReturn, kSale,     kSaleReturn, kStockDelete};

// Four digits, perhaps a letter: what a transaction number looks like, served here or not.
bool looks_like_number(std::string_view text) {
  if (text.size() != 4 && text.size() != 5) return false;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const bool letter = text.size() == 4 || (text[4] >= 'A' && text[4] <= 'Z') || (text[4] >= 'a' && text[4] <= 'z');
  return std::ranges::all_of(text.substr(0, 4), is_digit) && letter;
}

std::optional<Transaction> by_number(std::string_view text) {
  if (!looks_like_number(text)) return std::nullopt;
  int number = 0;
  for (const char c : text.substr(0, 4)) number = number * 10 + (c - '0');
  const auto kind = std::ranges::find(kKinds, number, [](TransactionKind k) { return static_cast<int>(k); });
  if (kind == std::end(kKinds)) return std::nullopt;
  const Transaction found{.kind = *kind, .batch = text.size() == 5};
  if (found.batch && (!found.is_stock() || (text[4] != 'A' && text[4] != 'a'))) return std::nullopt;
  return found;
}

// A path is any bytes; what goes into an answer is not.
std::string printable(std::string_view what) {
  std::string shown{what.substr(0, kMaxShownBytes)};
  std::ranges::replace_if(shown, [](char c) { return c <= ' ' || c > '~'; }, '?');
  return shown;
}

std::unexpected<Error> not_served(std::string_view what) {
  return fail(
      ErrorCode::kUnsupported,
      fmt::format(
          "不支持的交易，本服务受理 3101、3102、3103、3501–3507 及其 A 批量交易 · this service takes 3101, 3102, 3103 "
          "and 3501–3507 with their A variants, not: {}",
          printable(what)));
}

struct Named {
  std::optional<Transaction> transaction;
  bool batch_open = false;  // the path does not say whether it is a batch
};

Result<Named> by_path(std::string_view path) {
  path = path.substr(0, path.find('?'));
  while (path.ends_with('/')) path.remove_suffix(1);
  const std::size_t root = path.find(kServiceRoot);
  if (root != std::string_view::npos) {
    const std::string_view service = path.substr(root + kServiceRoot.size());
    for (const auto& [name, kind] : kServicePaths) {
      if (service == name) return Named{.transaction = Transaction{.kind = kind}, .batch_open = true};
      Transaction batch{.kind = kind, .batch = true};
      if (batch.is_stock() && service.size() == name.size() + 1 && service.starts_with(name) && service.back() == 'A') {
        return Named{.transaction = batch};
      }
    }
    if (!looks_like_number(service)) return not_served(path);
  }
  const std::string_view last = path.substr(path.rfind('/') + 1);
  if (!looks_like_number(last)) return Named{};
  const auto found = by_number(last);
  if (!found) return not_served(last);
  return Named{.transaction = found};
}

}  // namespace

std::string transaction_number(const Transaction& transaction) {
  return fmt::format("{}{}", static_cast<int>(transaction.kind), transaction.batch ? "A" : "");
}

Result<Transaction> resolve_transaction(std::string_view path, std::string_view infno) {
  YISHOU_TRY(const Named named, by_path(path));
  if (infno.empty()) {
    if (named.transaction) return *named.transaction;
    return fail(ErrorCode::kBadCall,
                "缺少交易编号，请填写 infno（如 3101）或用 …/3101 的地址 · no transaction is named: fill infno, or "
                "call …/3101");
  }
  const auto told = by_number(infno);
  if (!told) return not_served(infno);
  if (!named.transaction || *named.transaction == *told) return *told;
  if (named.batch_open && named.transaction->kind == told->kind) return *told;
  return fail(
      ErrorCode::kBadCall,
      fmt::format(
          "地址与 infno 不一致：地址为 {}，infno 为 {}，请改为同一交易 · the path names {}, infno {}: make them agree",
          transaction_number(*named.transaction), transaction_number(*told), transaction_number(*named.transaction),
          transaction_number(*told)));
}

}  // namespace yishou::gateway

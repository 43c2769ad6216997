// 3501–3507 and their batches: stock and trace codes, from message to rows of the extracts (invinfo_d, invchg_d,
// purcinfo_d, selinfo_d, drug_trac_d). Which column comes from which field: docs/formats/gateway.md.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "gateway/envelope.h"
#include "gateway/transaction.h"

namespace yishou::gateway {

inline constexpr std::size_t kMaxStockItems = 5000;     ///< of one message
inline constexpr std::size_t kMaxTraceCodes = 100'000;  ///< of one message
inline constexpr std::size_t kMaxTraceCodeBytes = 100;  ///< of one code

/// A row of an extract: column names of model::tables and their texts as intake takes them. Empty columns are left out.
struct ExtractRow {
  std::string_view table;
  std::vector<std::pair<std::string_view, std::string>> columns;

  /// The text of a column, "" when it is left out.
  [[nodiscard]] std::string_view value(std::string_view column) const;
};

/// An item that was not taken: none of its rows are.
struct StockReject {
  std::size_t item = 0;    ///< its place in the message, from 1
  std::string_view field;  ///< of the interface
  std::string reason;      ///< Chinese · English, with the remedy
};

/// 3507: what is to be withdrawn.
struct StockDeletion {
  std::string fixmedins_code;
  std::string fixmedins_bchno;
  std::string_view table;  ///< the extract that inv_data_type means
};

struct StockReport {
  std::vector<ExtractRow> rows;
  std::vector<StockDeletion> deletions;
  std::vector<std::string>
      not_found;  ///< batches of deletions under which nothing is reported; whoever withdraws tells
  std::vector<StockReject> rejects;
  std::size_t items = 0;  ///< in the message: taken and refused
};

/// What a region sets.
struct StockSettings {
  /// inv_chg_type that take out of stock: their quantities are made negative. The national values are not published.
  std::vector<std::string> outgoing_changes;
};

/// Reads a stock transaction. The institution is the envelope's: the caller proves that it may speak for it.
/// kBadInput: no item at all; kTooMuch: a limit. Everything smaller refuses one item. Sent again, the same message
/// gives the same rows with the same keys.
[[nodiscard]] Result<StockReport> read_stock(const Message& message, const Transaction& transaction,
                                             const StockSettings& settings);

/// Appends `{"result":{"retRslt":"1","msgRslt":"…"}}`; "0" as soon as one item was refused, and then the first reasons. A
/// deletion that found nothing is no refusal: what it wants is so.
/// The items that were not refused have been taken all the same: sending all of them again does no harm.
void write_stock_output(std::string& out, const StockReport& report);

}  // namespace yishou::gateway

// Reports of stock that their institution withdrew (3507): entries of the journal among the facts, in order, and which rows of
// the journal and of the lake they take out.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "history/journal.h"
#include "lake/withdrawal.h"
#include "model/tables.h"

namespace yishou::history {

/// All rows that an institution reported in a table under one batch number.
struct StockBatch {
  const model::Table* table;  ///< invinfo_d, invchg_d, purcinfo_d or selinfo_d
  std::string fixmedins_code;
  std::string fixmedins_bchno;
};

/// How a withdrawal stands in the journal: `-TABLE`, and the bytes by which its rows are known. Stored.
struct WithdrawalEntry {
  explicit WithdrawalEntry(const StockBatch& batch);
  std::string table, line;
  [[nodiscard]] JournalEntry entry() const { return {table, line}; }
};
[[nodiscard]] bool is_withdrawal(const JournalEntry& entry) noexcept;

/// The withdrawals that wait in a journal. A withdrawal takes out what was reported before it and leaves what comes after it,
/// so that a corrected report may follow with the same numbers. Scans of trace codes carry no batch number: those that came
/// with a purchase or sale that is withdrawn are known by institution, item, second, settlement and person, and stay when a
/// report that stays has the same.
class Withdrawals {
 public:
  /// Of the entries up to `last`; `manifest` is the lake's.
  [[nodiscard]] static Result<Withdrawals> collect(const Journal& journal, std::uint64_t last, const std::string& lake,
                                                   const lake::Manifest& manifest);
  [[nodiscard]] bool empty() const { return tables_.empty(); }
  /// Whether a later entry takes out this row of entry `number`.
  [[nodiscard]] bool takes_out(std::uint64_t number, const intake::RowFormat& format, const intake::Row& row) const;
  /// What the lake gives up.
  [[nodiscard]] std::vector<lake::Withdrawal> of_lake() const;

 private:
  struct OfTable {
    const model::Table* table;
    std::vector<std::size_t> columns;
    std::map<std::string, std::uint64_t> last;  ///< values → the last entry that takes them out
    std::set<std::string> institutions;
  };
  OfTable& of(const model::Table& table);
  [[nodiscard]] const std::uint64_t* last_of(const intake::RowFormat& format, const intake::Row& row) const;
  [[nodiscard]] Status collect_scans(const Journal& journal, std::uint64_t last, const std::string& lake,
                                     const lake::Manifest& manifest);

  std::map<std::string, OfTable, std::less<>> tables_;
};

/// For each of the batches, whether the journal or the lake holds a row of it that is not withdrawn already.
[[nodiscard]] Result<std::vector<bool>> find_reported(const Journal& journal, const std::string& lake,
                                                      std::span<const StockBatch> batches);

}  // namespace yishou::history

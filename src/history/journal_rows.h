// The facts of a journal as typed rows. What was taken once reads again, or the journal is damaged.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "history/journal.h"
#include "intake/json_rows.h"

namespace yishou::history {

/// Readers of all tables that entries of a journal name, made when first met. One thread.
class JournalReaders {
 public:
  using Take = std::function<Status(const intake::RowFormat& format, const intake::Row& row)>;
  /// Reads one entry, which is no withdrawal.
  [[nodiscard]] Status read(const JournalEntry& entry, const Take& take);
  /// kBadInput: a journal of another program.
  [[nodiscard]] Result<intake::JsonRows*> of(std::string_view table);

 private:
  std::map<std::string, std::unique_ptr<intake::JsonRows>, std::less<>> readers_;
};

/// Calls take() for the rows of one table in the entries up to `last`, and `withdrawn` for the values of its withdrawals,
/// in order.
[[nodiscard]] Status each_journal_row(
    const Journal& journal, std::uint64_t last, const model::Table& table,
    const std::function<Status(std::uint64_t number, const intake::RowFormat& format, const intake::Row& row)>& take,
    const std::function<void(std::string_view values)>& withdrawn = {});

}  // namespace yishou::history

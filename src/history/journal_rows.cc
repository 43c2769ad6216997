#include "history/journal_rows.h"

#include <fmt/format.h>

#include "history/withdrawals.h"

namespace yishou::history {
namespace {

Status refuse_none(const intake::RefusedLine& refused) {
  return fail(ErrorCode::kBadInput,
              fmt::format("a line of the journal of facts was taken once and is refused now: {}: {}", refused.reason,
                          refused.text));
}

}  // namespace

Result<intake::JsonRows*> JournalReaders::of(std::string_view table) {
  const auto found = readers_.find(table);
  if (found != readers_.end()) return found->second.get();
  const model::Table* known = model::find_table(table);
  if (known == nullptr) {
    return fail(ErrorCode::kBadInput, fmt::format("the journal of facts names a table that is not known: {}", table));
  }
  return readers_.emplace(std::string{table}, std::make_unique<intake::JsonRows>(*known)).first->second.get();
}

Status JournalReaders::read(const JournalEntry& entry, const Take& take) {
  YISHOU_TRY(intake::JsonRows* const reader, of(entry.table));
  return reader->read(entry.line, [&](const intake::Row& row, std::string_view) { return take(reader->format(), row); },
                      refuse_none);
}

Status each_journal_row(
    const Journal& journal, std::uint64_t last, const model::Table& table,
    const std::function<Status(std::uint64_t number, const intake::RowFormat& format, const intake::Row& row)>& take,
    const std::function<void(std::string_view values)>& withdrawn) {
  JournalReaders readers;
  return journal.each(last, [&](std::uint64_t number, const JournalEntry& entry) -> Status {
    if (is_withdrawal(entry)) {
      if (withdrawn && entry.table.substr(1) == table.name) withdrawn(entry.line);
      return {};
    }
    if (entry.table != table.name) return {};
    return readers.read(
        entry, [&](const intake::RowFormat& format, const intake::Row& row) { return take(number, format, row); });
  });
}

}  // namespace yishou::history

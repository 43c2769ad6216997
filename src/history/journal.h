// Journal: facts that were acknowledged and are not in the lake yet, in the form in which they came, in order. Synced to the disk
// before anyone is told that they are taken.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace yishou::history {

struct JournalEntry {
  std::string_view table;  ///< of the contract, or a withdrawal (withdrawals.h)
  std::string_view line;   ///< one JSON object
};

/// Thread-safe.
class Journal {
 public:
  /// Opens, or makes an empty one. kBusy: held by another process; kBadInput: damaged.
  [[nodiscard]] static Result<std::unique_ptr<Journal>> open(const std::string& folder);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  /// Appends all of them or none; on the disk when it returns. Returns the number of the last entry.
  [[nodiscard]] Result<std::uint64_t> append(std::span<const JournalEntry> entries);
  /// The number of the last entry; 0 for none.
  [[nodiscard]] std::uint64_t last() const;
  /// Entries that wait.
  [[nodiscard]] std::uint64_t waiting() const;

  using Visit = std::function<Status(std::uint64_t number, const JournalEntry& entry)>;
  /// Calls `visit` for the entries that wait up to number `last`, in order. Ends at its first Error.
  [[nodiscard]] Status each(std::uint64_t last, const Visit& visit) const;

  /// A drain into the lake that has begun: what must be forgotten when the lake has it.
  struct Drain {
    std::uint64_t last = 0;            ///< entries up to this number
    std::int64_t lake_generation = 0;  ///< of the lake before
  };
  [[nodiscard]] Status begin_drain(const Drain& drain);
  [[nodiscard]] Result<std::optional<Drain>> drain() const;
  /// Forgets the entries of the drain, and the drain.
  [[nodiscard]] Status end_drain(const Drain& drain);
  /// Forgets the drain alone: it came to nothing.
  [[nodiscard]] Status drop_drain();

 private:
  struct Rocks;
  explicit Journal(std::unique_ptr<Rocks> rocks);
  std::unique_ptr<Rocks> rocks_;
};

}  // namespace yishou::history

// HistoryStore: the images of all persons at hand, in RocksDB. A cache of facts that are safe elsewhere (the lake, and the
// journal of what came since): it may be deleted and is then built anew.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "history/kept.h"

namespace yishou::history {

/// New rows of one person, as an image.
struct PersonChange {
  std::string psn_no;
  std::string image;
};

/// A row of a by-person table by the hash of its key (intake::Row::key_hash).
struct RowKey {
  TableId table;
  std::uint64_t hash;
  friend bool operator==(const RowKey&, const RowKey&) = default;
};

/// Whose a row is. A row has one owner: one that comes again for another person leaves the one before.
struct RowOwner {
  RowKey row;
  std::string psn_no;
};

/// Thread-safe but for open and close.
class HistoryStore {
 public:
  struct Options {
    std::uint64_t memory_bytes = std::uint64_t{512} << 20;  ///< of cached blocks and unwritten changes together
    bool create = false;                                    ///< make an empty one when there is none
  };
  /// kNotFound: none there; kUnsupported: of another program version; kBusy: held by another process; kBadInput: damaged. The
  /// remedy of the last three is to build it anew.
  [[nodiscard]] static Result<std::unique_ptr<HistoryStore>> open(const std::string& folder, const Options& options);
  ~HistoryStore();
  HistoryStore(const HistoryStore&) = delete;
  HistoryStore& operator=(const HistoryStore&) = delete;

  /// Keeps what was read last alive. One per thread, reused.
  class Reading {
   public:
    Reading();
    ~Reading();
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;

   private:
    friend class HistoryStore;
    struct Pin;
    std::unique_ptr<Pin> pin_;
  };
  /// The person's image, which lives until the next use of `reading`; nullopt for a person nothing is known of.
  [[nodiscard]] Result<std::optional<std::string_view>> find(std::string_view psn_no, Reading& reading) const;

  /// By row, the psn_no of its owner; "" for a row that is not here.
  [[nodiscard]] Result<std::vector<std::string>> owners_of(std::span<const RowKey> rows) const;

  /// Merges changes, in order, and notes owners, both or neither; seen by every find() after it returns. Not synced to the disk.
  [[nodiscard]] Status merge(std::span<const PersonChange> changes, std::span<const RowOwner> owners);
  /// Writes a whole image without a journal of its own; for building.
  [[nodiscard]] Status put(std::string_view psn_no, std::string_view image);
  /// The same of the owners of rows.
  [[nodiscard]] Status put_owners(std::span<const RowOwner> owners);
  /// Syncs everything to the disk. `tidy`: also puts it in its best order, which takes long; after building.
  [[nodiscard]] Status flush(bool tidy);

  /// The generation of the lake whose facts are all in, as noted last; -1: never.
  [[nodiscard]] std::int64_t lake_generation() const;
  [[nodiscard]] Status note_lake_generation(std::int64_t generation);

  /// About how many persons, and the bytes of memory in use now.
  [[nodiscard]] std::uint64_t num_persons() const;
  [[nodiscard]] std::uint64_t memory_in_use() const;

 private:
  struct Rocks;
  explicit HistoryStore(std::unique_ptr<Rocks> rocks);
  std::unique_ptr<Rocks> rocks_;
};

}  // namespace yishou::history

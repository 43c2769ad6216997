// HistoryStore: the images of all persons at hand, in RocksDB. A cache of facts that are safe elsewhere (the lake, and the
// journal of what came since): it may be deleted and is then built anew.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace yishou::history {

/// New rows of one person, as an image.
struct PersonChange {
  std::string psn_no;
  std::string image;
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

  /// Merges changes, in order; seen by every find() after it returns. Not synced to the disk.
  [[nodiscard]] Status merge(std::span<const PersonChange> changes);
  /// Writes a whole image without a journal of its own; for building.
  [[nodiscard]] Status put(std::string_view psn_no, std::string_view image);
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

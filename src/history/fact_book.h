// FactBook: takes facts as they happen. Durable first (journal), then at hand (history), later in the lake.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "history/journal.h"
#include "history/moves.h"
#include "history/store.h"
#include "history/withdrawals.h"
#include "intake/json_rows.h"
#include "lake/manifest.h"
#include "model/tables.h"

namespace yishou::history {

/// What became of the lines of one body.
struct FactsTaken {
  std::uint64_t taken = 0;
  std::uint64_t refused = 0;
  std::vector<intake::RefusedLine> refusals;  ///< the first kMostRefusals; all are in `refused_file`
  std::string refused_file;                   ///< relative to the state folder; "" without any
};

/// Thread-safe.
class FactBook {
 public:
  static constexpr std::size_t kMostRefusals = 100;

  struct Options {
    std::string state;  ///< folder of journal, history and refused rows
    std::string lake;
    std::uint64_t memory_bytes = std::uint64_t{512} << 20;
    unsigned threads = 1;                               ///< for building the history
    std::function<void(std::uint64_t lines)> building;  ///< called while the history is built anew
  };
  /// Opens journal and history; builds the history when there is none or when the lake has moved on without it; brings facts
  /// that wait in the journal to hand. Errors: of the lake, the journal, the history (with the remedy).
  [[nodiscard]] static Result<std::unique_ptr<FactBook>> open(const Options& options);

  /// Takes a body of NDJSON for a table; what is taken is on the disk and at hand when it returns. The same line again changes
  /// nothing; another line of the same key replaces.
  [[nodiscard]] Result<FactsTaken> take(const model::Table& table, std::string_view ndjson);

  struct Drained {
    std::uint64_t rows = 0;
    std::int64_t withdrawn = 0;  ///< rows that the lake gave up
    std::int64_t lake_generation = 0;
  };
  /// Withdraws reports of stock; on the disk when it returns, out of the lake with the next drain. Tells for each whether there
  /// was anything to withdraw; the same once more changes nothing.
  [[nodiscard]] Result<std::vector<bool>> withdraw(std::span<const StockBatch> batches);

  /// Loads everything that waits into the lake. kBusy: somebody else loads; try again later. One at a time.
  /// kConflict: `stop` was set meanwhile; everything waits as before.
  [[nodiscard]] Result<Drained> drain(const std::atomic<bool>* stop = nullptr);

  [[nodiscard]] const HistoryStore& store() const { return *store_; }
  /// Rows that wait for the lake.
  [[nodiscard]] std::uint64_t waiting() const { return journal_->waiting(); }

 private:
  explicit FactBook(const Options& options) : options_(options) {}
  [[nodiscard]] Status open_history();
  [[nodiscard]] Status finish_interrupted_drain(const lake::Manifest& manifest);
  [[nodiscard]] Status replay();
  [[nodiscard]] Status write_extracts(const std::string& folder, std::uint64_t last, const Withdrawals& withdrawals,
                                      std::vector<std::string>& paths, std::uint64_t& rows,
                                      const std::atomic<bool>* stop);

  /// One body on its way; the thread that comes first commits those that wait with it, with one sync for all.
  struct Pending {
    std::vector<JournalEntry> entries;
    std::vector<PersonChange> changes;
    ArrivedRows rows;
    Status status;
    bool done = false;
  };
  [[nodiscard]] Status commit(Pending& mine);
  [[nodiscard]] Status commit_together(std::span<Pending* const> together);  ///< with commit_mutex_
  [[nodiscard]] Status merge_waiting();                                      ///< the same

  Options options_;
  std::unique_ptr<Journal> journal_;
  std::unique_ptr<HistoryStore> store_;
  std::mutex commit_mutex_;             // one commit at a time, in the order of the journal
  std::vector<PersonChange> unmerged_;  // in the journal, not at hand yet; guarded by commit_mutex_
  std::vector<RowOwner> unmerged_owners_;
  std::mutex queue_mutex_;
  std::vector<Pending*> queue_;
  std::mutex drain_mutex_;
  std::atomic<std::uint64_t> refused_files_ = 0;
};

}  // namespace yishou::history

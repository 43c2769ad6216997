#include "history/fact_book.h"

#include <ctime>
#include <filesystem>
#include <iterator>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "history/build.h"
#include "history/image.h"
#include "history/journal_rows.h"
#include "intake/reject.h"
#include "lake/files.h"
#include "lake/load.h"
#include "lake/manifest.h"
#include "lake/part_file.h"

namespace yishou::history {
namespace {

namespace fs = std::filesystem;

std::string mark_of(const Journal::Drain& drain) { return fmt::format("facts {}", drain.last); }

std::string history_folder(const std::string& state) { return (fs::path(state) / "history").string(); }

/// Rows of one table on their way to images, one a person.
class Changes {
 public:
  void add(const KeptTable& kept, const intake::RowFormat& format, const intake::Row& row) {
    builders_[std::string{row.value(format, format.owner).text}].add(kept.id, format, row);
    rows_.add(kept, format, row);
  }
  std::vector<PersonChange> finish() {
    std::vector<PersonChange> changes;
    changes.reserve(builders_.size());
    for (auto& [psn_no, builder] : builders_) changes.push_back({psn_no, builder.finish()});
    builders_.clear();
    return changes;
  }
  [[nodiscard]] std::size_t persons() const { return builders_.size(); }
  /// The rows themselves; taken out.
  ArrivedRows rows() { return std::exchange(rows_, {}); }

 private:
  std::map<std::string, ImageBuilder, std::less<>> builders_;
  ArrivedRows rows_;
};

}  // namespace

// ---------------------------------------------------------------------------------------------------------------- open

Result<std::unique_ptr<FactBook>> FactBook::open(const Options& options) {
  std::unique_ptr<FactBook> book(new FactBook(options));
  YISHOU_TRY(book->journal_, Journal::open((fs::path(options.state) / "journal").string()));
  YISHOU_CHECK_OK(book->open_history());
  YISHOU_CHECK_OK(book->replay());
  return book;
}

Status FactBook::open_history() {
  YISHOU_TRY(const lake::Manifest manifest, lake::Manifest::open(options_.lake));
  YISHOU_CHECK_OK(finish_interrupted_drain(manifest));
  const std::string folder = history_folder(options_.state);
  auto opened = HistoryStore::open(folder, {.memory_bytes = options_.memory_bytes});
  if (opened.has_value() && (*opened)->lake_generation() == manifest.generation) {
    store_ = std::move(*opened);
    return {};
  }
  const bool rebuild = opened.has_value() || opened.error().code == ErrorCode::kNotFound ||
                       opened.error().code == ErrorCode::kUnsupported;
  if (!rebuild) return std::unexpected(std::move(opened.error()));
  if (opened.has_value()) opened->reset();
  YISHOU_CHECK_OK(build({.lake = options_.lake,
                         .folder = folder,
                         .threads = options_.threads,
                         .memory_bytes = options_.memory_bytes,
                         .progress = options_.building}));
  YISHOU_TRY(store_, HistoryStore::open(folder, {.memory_bytes = options_.memory_bytes}));
  return {};
}

// A drain that was killed after the lake took the rows: they need not wait any longer. The mark proves that it was this drain and not
// somebody else's load; in any other case they wait once more, which does no harm, because loading is idempotent.
Status FactBook::finish_interrupted_drain(const lake::Manifest& manifest) {
  YISHOU_TRY(const auto drain, journal_->drain());
  if (!drain.has_value()) return {};
  YISHOU_CHECK_OK(lake::remove_all((fs::path(options_.state) / "inbox").string()));
  if (manifest.generation != drain->lake_generation + 1 || manifest.mark != mark_of(*drain)) {
    static_cast<void>(journal_->drop_drain());  // a full disk does not keep the service from starting
    return {};
  }
  YISHOU_CHECK_OK(journal_->end_drain(*drain));
  auto store = HistoryStore::open(history_folder(options_.state), {.memory_bytes = options_.memory_bytes});
  if (!store.has_value() || (*store)->lake_generation() != drain->lake_generation) return {};
  return (*store)->note_lake_generation(manifest.generation);
}

Status FactBook::replay() {
  JournalReaders readers;
  Changes changes;
  const auto merge = [&]() -> Status {
    std::vector<PersonChange> all = changes.finish();
    const ArrivedRows rows = changes.rows();
    const ArrivedRows* const bodies[] = {&rows};
    YISHOU_TRY(Moves moves, follow(bodies, *store_));
    std::ranges::move(moves.gone, std::back_inserter(all));
    return store_->merge(all, moves.owners);
  };
  const auto take = [&](std::uint64_t, const JournalEntry& entry) -> Status {
    const KeptTable* kept = find_kept(entry.table);
    if (kept == nullptr) return {};
    YISHOU_CHECK_OK(readers.read(entry, [&](const intake::RowFormat& format, const intake::Row& row) -> Status {
      changes.add(*kept, format, row);
      return {};
    }));
    return changes.persons() < 4096 ? Status{} : merge();
  };
  YISHOU_CHECK_OK(journal_->each(journal_->last(), take));
  return merge();
}

// ---------------------------------------------------------------------------------------------------------------- take

Result<FactsTaken> FactBook::take(const model::Table& table, std::string_view ndjson) {
  FactsTaken done;
  intake::JsonRows reader(table);
  const KeptTable* kept = find_kept(table.name);
  Changes changes;
  Pending mine;
  std::string lines;  // behind the entries: the reader's own copy goes with it
  std::vector<std::pair<std::size_t, std::size_t>> places;
  std::unique_ptr<intake::RejectLog> rejects;
  YISHOU_CHECK_OK(reader.read(ndjson, [&](const intake::Row& row, std::string_view line) -> Status {
    places.emplace_back(lines.size(), line.size());
    lines += line;
    if (kept != nullptr) changes.add(*kept, reader.format(), row);
    return {};
  }, [&](const intake::RefusedLine& refused) -> Status {
    ++done.refused;
    if (done.refusals.size() < kMostRefusals) done.refusals.push_back(refused);
    if (!rejects) {
      done.refused_file = fmt::format("refused/{}-{}-{}.csv", table.name, std::time(nullptr), ++refused_files_);
      const fs::path path = fs::path(options_.state) / done.refused_file;
      if (auto made = lake::make_folder(path.parent_path().string()); !made) return made;
      rejects = std::make_unique<intake::RejectLog>(path.string());
    }
    return rejects->add({.file = "facts",
                         .row = refused.line,
                         .column = refused.column,
                         .value = refused.value,
                         .reason = refused.reason,
                         .line = refused.text});
  }));
  if (rejects) YISHOU_CHECK_OK(rejects->finish());
  done.taken = places.size();
  if (places.empty()) return done;
  for (const auto& [begin, size] : places) {
    mine.entries.push_back({table.name, std::string_view{lines}.substr(begin, size)});
  }
  mine.changes = changes.finish();
  mine.rows = changes.rows();
  YISHOU_CHECK_OK(commit(mine));
  return done;
}

Result<std::vector<bool>> FactBook::withdraw(std::span<const StockBatch> batches) {
  YISHOU_TRY(auto reported, find_reported(*journal_, options_.lake, batches));
  std::vector<WithdrawalEntry> lines(batches.begin(), batches.end());
  Pending mine;
  for (const WithdrawalEntry& line : lines) mine.entries.push_back(line.entry());
  YISHOU_CHECK_OK(commit(mine));
  return reported;
}

Status FactBook::commit(Pending& mine) {
  {
    const std::lock_guard lock(queue_mutex_);
    queue_.push_back(&mine);
  }
  const std::lock_guard commit_lock(commit_mutex_);
  if (mine.done) return mine.status;  // somebody took it along
  std::vector<Pending*> together;
  {
    const std::lock_guard lock(queue_mutex_);
    together.swap(queue_);
  }
  const Status status = commit_together(together);
  for (Pending* one : together) {
    one->status = status;
    one->done = true;
  }
  return mine.status;
}

Status FactBook::commit_together(std::span<Pending* const> together) {
  YISHOU_CHECK_OK(merge_waiting());  // whose rows are is asked of the history
  std::vector<JournalEntry> entries;
  std::vector<const ArrivedRows*> bodies;
  for (const Pending* one : together) {
    entries.insert(entries.end(), one->entries.begin(), one->entries.end());
    bodies.push_back(&one->rows);
  }
  YISHOU_TRY(Moves moves, follow(bodies, *store_));
  YISHOU_CHECK_OK(journal_->append(entries));
  for (Pending* one : together) std::ranges::move(one->changes, std::back_inserter(unmerged_));
  std::ranges::move(moves.gone, std::back_inserter(unmerged_));
  unmerged_owners_ = std::move(moves.owners);
  return merge_waiting();
}

// What the journal has must come to hand even when the history could not take it at that moment (a full disk).
Status FactBook::merge_waiting() {
  if (unmerged_.empty()) return {};
  YISHOU_CHECK_OK(store_->merge(unmerged_, unmerged_owners_));
  unmerged_.clear();
  unmerged_owners_.clear();
  return {};
}

// --------------------------------------------------------------------------------------------------------------- drain

Result<FactBook::Drained> FactBook::drain(const std::atomic<bool>* stop) {
  const std::lock_guard lock(drain_mutex_);
  YISHOU_TRY(const lake::Manifest before, lake::Manifest::open(options_.lake));
  Journal::Drain drain{.last = 0, .lake_generation = before.generation};
  {
    const std::lock_guard commit_lock(commit_mutex_);
    YISHOU_CHECK_OK(merge_waiting());  // what goes into the lake is at hand
    drain.last = journal_->last();
  }
  if (journal_->waiting() == 0) return Drained{.lake_generation = before.generation};
  const std::string inbox = (fs::path(options_.state) / "inbox").string();
  YISHOU_CHECK_OK(lake::remove_all(inbox));
  YISHOU_CHECK_OK(lake::make_folder(inbox));
  std::vector<std::string> paths;
  std::uint64_t rows = 0;
  YISHOU_TRY(const Withdrawals withdrawals, Withdrawals::collect(*journal_, drain.last, options_.lake, before));
  YISHOU_CHECK_OK(write_extracts(inbox, drain.last, withdrawals, paths, rows, stop));
  YISHOU_CHECK_OK(journal_->begin_drain(drain));
  lake::LoadOptions load;
  load.stop = stop;
  load.mark = mark_of(drain);
  load.withdrawals = withdrawals.of_lake();
  load.lake = options_.lake;
  load.paths = paths;
  load.threads = options_.threads;
  auto loaded = lake::load(load);
  if (!loaded.has_value()) {
    static_cast<void>(journal_->drop_drain());  // one that stays does no harm: no load has its mark
    return std::unexpected(std::move(loaded.error()));
  }
  YISHOU_CHECK_OK(journal_->end_drain(drain));
  // Somebody else may have loaded between our look and our load: then the history is built anew at the next start.
  if (loaded->manifest.generation == before.generation + 1) {
    YISHOU_CHECK_OK(store_->note_lake_generation(loaded->manifest.generation));
  }
  YISHOU_CHECK_OK(lake::remove_all(inbox));
  return Drained{.rows = rows, .withdrawn = loaded->withdrawn, .lake_generation = loaded->manifest.generation};
}

Status FactBook::write_extracts(const std::string& folder, std::uint64_t last, const Withdrawals& withdrawals,
                                std::vector<std::string>& paths, std::uint64_t& rows, const std::atomic<bool>* stop) {
  constexpr std::size_t kFileBytes = std::size_t{128} << 20;
  YISHOU_TRY(auto files, lake::PartFiles::open(std::uint64_t{256} << 20, folder));
  JournalReaders readers;
  std::map<std::string, std::vector<char>, std::less<>> tables;
  const auto write = [&](std::string_view table, std::vector<char>& bytes) -> Status {
    if (bytes.empty()) return {};
    const auto reader = readers.of(table);
    if (!reader.has_value()) return std::unexpected(reader.error());
    paths.push_back((fs::path(folder) / fmt::format("{}-{:04}.parquet", table, paths.size())).string());
    Status written = files.write(paths.back(), (*reader)->format(), lake::rows_in(bytes));
    bytes.clear();
    return written;
  };
  const auto take = [&](std::uint64_t number, const JournalEntry& entry) -> Status {
    if (stop != nullptr && *stop) return fail(ErrorCode::kConflict, "the service stops; the facts wait as before");
    if (is_withdrawal(entry)) return {};
    auto found = tables.find(entry.table);
    if (found == tables.end()) found = tables.emplace(std::string{entry.table}, std::vector<char>{}).first;
    std::vector<char>& bytes = found->second;
    YISHOU_CHECK_OK(readers.read(entry, [&](const intake::RowFormat& format, const intake::Row& row) -> Status {
      if (withdrawals.takes_out(number, format, row)) return {};
      bytes.insert(bytes.end(), row.bytes().begin(), row.bytes().end());
      ++rows;
      return {};
    }));
    return bytes.size() < kFileBytes ? Status{} : write(entry.table, bytes);
  };
  YISHOU_CHECK_OK(journal_->each(last, take));
  for (auto& [table, bytes] : tables) YISHOU_CHECK_OK(write(table, bytes));
  return {};
}

}  // namespace yishou::history

#include "history/build.h"

#include <atomic>
#include <filesystem>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "history/image.h"
#include "history/store.h"
#include "lake/files.h"
#include "lake/manifest.h"
#include "lake/part_file.h"

namespace yishou::history {
namespace {

namespace fs = std::filesystem;

// The rows of one part, which holds whole persons: the smaller tables become images first, the fee lines follow person by person.
class PartBuilder {
 public:
  PartBuilder(const BuildOptions& options, const lake::Manifest& manifest, HistoryStore& store,
              std::atomic<std::uint64_t>& lines, std::atomic<std::uint64_t>& persons)
      : options_(options), manifest_(manifest), store_(store), lines_(lines), persons_(persons) {}

  Status build(std::size_t part, lake::PartFiles& files) {
    waiting_.clear();
    for (const KeptTable& kept : kept_tables()) {
      if (kept.id != TableId::kLine) YISHOU_CHECK_OK(read_table(kept, part, files));
    }
    YISHOU_CHECK_OK(read_table(history::kept(TableId::kLine), part, files));
    for (const auto& [psn_no, image] : waiting_) YISHOU_CHECK_OK(put(psn_no, image));
    return put_owners();
  }

 private:
  static constexpr std::size_t kMostOwners = 4096;  // written together

  Status read_table(const KeptTable& kept, std::size_t part, lake::PartFiles& files) {
    const auto& parts = manifest_.parts(kept.table->name);
    if (part >= parts.size() || parts[part].file.empty()) return {};
    const intake::RowFormat format(*kept.table);
    std::vector<bool> wanted(format.columns, false);
    wanted[format.owner] = true;
    for (const KeptColumn& column : kept.columns) wanted[column.source] = true;
    std::string person;
    const std::string file = (fs::path(options_.lake) / parts[part].file).string();
    auto read =
        files.read(file, format, wanted, [&](const intake::Row& row) { return take(kept.id, format, row, person); });
    if (!read) return read;
    return finish(kept.id, person);
  }

  Status take(TableId table, const intake::RowFormat& format, const intake::Row& row, std::string& person) {
    const std::string_view owner = row.value(format, format.owner).text;
    if (owner != person) {
      YISHOU_CHECK_OK(finish(table, person));
      person = owner;
    }
    builder_.add(table, format, row);
    if (table != TableId::kPerson) owners_.push_back({{table, row.key_hash()}, person});
    if (owners_.size() >= kMostOwners) YISHOU_CHECK_OK(put_owners());
    if (table == TableId::kLine && ++lines_ % 65536 == 0 && options_.progress) options_.progress(lines_);
    return {};
  }

  // The rows of one person in one table are complete.
  Status finish(TableId table, const std::string& person) {
    if (builder_.empty()) return {};
    const auto found = waiting_.find(person);
    if (found != waiting_.end()) {
      YISHOU_CHECK_OK(view_.open(found->second));
      builder_.add(view_);
    }
    std::string image = builder_.finish();
    if (table != TableId::kLine) {
      waiting_[person] = std::move(image);
      return {};
    }
    if (found != waiting_.end()) waiting_.erase(found);
    return put(person, image);
  }

  Status put_owners() {
    Status done = store_.put_owners(owners_);
    owners_.clear();
    return done;
  }

  Status put(const std::string& person, const std::string& image) {
    ++persons_;
    return store_.put(person, image);
  }

  const BuildOptions& options_;
  const lake::Manifest& manifest_;
  HistoryStore& store_;
  std::atomic<std::uint64_t>&lines_, &persons_;
  ImageBuilder builder_;
  ImageView view_;
  std::vector<RowOwner> owners_;
  std::map<std::string, std::string, std::less<>> waiting_;  // persons of the part whose fee lines have not come
};

}  // namespace

Result<Built> build(const BuildOptions& options) {
  YISHOU_TRY(const lake::Manifest manifest, lake::Manifest::open(options.lake));
  const std::string making = options.folder + ".building";
  YISHOU_CHECK_OK(lake::remove_all(making));
  std::atomic<std::uint64_t> lines = 0, persons = 0;
  {
    YISHOU_TRY(const auto store, HistoryStore::open(making, {.memory_bytes = options.memory_bytes, .create = true}));
    std::atomic<std::size_t> next = 0;
    std::mutex mutex;
    Status failed;
    const auto work = [&] {
      auto run = [&]() -> Status {
        YISHOU_TRY(auto files, lake::PartFiles::open(std::uint64_t{256} << 20, making + ".spill"));
        PartBuilder builder(options, manifest, *store, lines, persons);
        for (std::size_t part = next++; part < manifest.person_parts; part = next++) {
          YISHOU_CHECK_OK(builder.build(part, files));
        }
        return {};
      };
      if (Status status = run(); !status) {
        const std::lock_guard lock(mutex);
        if (failed.has_value()) failed = std::move(status);
        next = manifest.person_parts;
      }
    };
    std::vector<std::jthread> threads;
    for (unsigned t = 1; t < options.threads; ++t) threads.emplace_back(work);
    work();
    threads.clear();
    YISHOU_CHECK_OK(failed);
    YISHOU_CHECK_OK(store->note_lake_generation(manifest.generation));
    YISHOU_CHECK_OK(store->flush(true));
  }
  YISHOU_CHECK_OK(lake::remove_all(options.folder));
  std::error_code error;
  fs::rename(making, options.folder, error);
  if (error)
    return fail(ErrorCode::kIo, fmt::format("cannot rename {} to {}: {}", making, options.folder, error.message()));
  return Built{persons, lines, manifest.generation};
}

}  // namespace yishou::history

#include "lake/stage.h"

#include <mutex>
#include <thread>

namespace yishou::lake {
namespace {

unsigned stage_partition(std::uint64_t owner_hash) { return part_of(owner_hash, kStagePartitions); }

// One thread's rows on their way aside.
class StageSink : public intake::RowSink {
 public:
  StageSink(TableWork& work, bool keep_rows) : whole_(work.format.owner == work.format.columns) {
    if (keep_rows) rows_.emplace(*work.rows);
    if (work.keys) keys_.emplace(*work.keys);
  }
  Status take(intake::Row row) override {
    if (rows_) YISHOU_CHECK_OK(rows_->add(whole_ ? 0 : stage_partition(row.owner_hash()), row.bytes()));
    if (!keys_) return {};
    const KeyEntry entry{row.key_hash(), row.owner_hash()};
    return keys_->add(key_partition(entry.key_hash), {reinterpret_cast<const char*>(&entry), sizeof entry});
  }
  Status flush() {
    if (rows_) YISHOU_CHECK_OK(rows_->flush());
    if (keys_) YISHOU_CHECK_OK(keys_->flush());
    return {};
  }

 private:
  bool whole_;
  std::optional<SpillWriter> rows_, keys_;
};

// Reads files of the lake into sinks, a thread a file at a time.
Status stage_files(TableWork& work, const std::vector<std::string>& files, std::vector<PartFiles>& engines,
                   bool keep_rows, const std::vector<bool>& wanted) {
  std::atomic<std::size_t> next = 0;
  return in_parallel(static_cast<unsigned>(engines.size()),
                     [&](unsigned thread, const std::atomic<bool>& stop) -> Status {
    StageSink sink(work, keep_rows);
    for (std::size_t f = next++; f < files.size() && !stop; f = next++) {
      YISHOU_CHECK_OK(go_on(work.stop));
      YISHOU_CHECK_OK(
          engines[thread].read(files[f], work.format, wanted, [&](intake::Row row) { return sink.take(row); }));
    }
    return sink.flush();
  });
}

}  // namespace

Status in_parallel(unsigned threads, const std::function<Status(unsigned, const std::atomic<bool>&)>& work) {
  std::atomic<bool> stop = false;
  std::mutex mutex;
  Status first;
  const auto run = [&](unsigned thread) {
    Status status = work(thread, stop);
    if (status) return;
    const std::scoped_lock lock(mutex);
    if (first) first = std::move(status);
    stop = true;
  };
  std::vector<std::jthread> others;
  for (unsigned t = 1; t < threads; ++t) others.emplace_back(run, t);
  run(0);
  others.clear();
  return first;
}

Status go_on(const std::atomic<bool>* stop) {
  if (stop == nullptr || !*stop) return {};
  return fail(ErrorCode::kConflict, "the load was asked to stop; the lake is as it was, load again");
}

Status open_stage(TableWork& work, const std::string& folder) {
  const std::string name = folder + "/" + std::string(work.format.table->name);
  YISHOU_TRY(Spill rows,
             Spill::create(name + ".rows", work.format.owner == work.format.columns ? 1 : kStagePartitions));
  work.rows.emplace(std::move(rows));
  if (!keys_may_move(work.format)) return {};
  YISHOU_TRY(Spill keys, Spill::create(name + ".keys", kKeyPartitions));
  work.keys.emplace(std::move(keys));
  return {};
}

Status stage_extracts(TableWork& work, unsigned threads, const LoadProgress& progress) {
  const std::string table{work.format.table->name};
  for (const auto& [number, extract] : work.extracts) {
    YISHOU_TRY(const auto reader, intake::open_extract(extract, number, work.format, *work.rejects));
    const auto read = [&](unsigned, const std::atomic<bool>& stop) -> Status {
      const auto worker = reader->open_worker();
      StageSink sink(work, true);
      std::uint64_t seen = 0;
      while (!stop) {
        YISHOU_CHECK_OK(go_on(work.stop));
        YISHOU_TRY(const bool more, worker->read_some(sink));
        const std::uint64_t now = work.staged += worker->rows_seen() - seen;
        seen = worker->rows_seen();
        if (progress) progress(table, now, false);
        if (!more) break;
      }
      return sink.flush();
    };
    YISHOU_CHECK_OK(in_parallel(threads, read));
  }
  return work.rejects ? work.rejects->finish() : Status{};
}

Status restage_parts(TableWork& work, const std::vector<std::string>& files, std::vector<PartFiles>& engines) {
  work.restaged = true;
  return stage_files(work, files, engines, true, {});
}

Status stage_keys(TableWork& work, const std::vector<std::string>& files, std::vector<PartFiles>& engines) {
  std::vector<bool> wanted = work.format.key;
  wanted[work.format.owner] = true;
  return stage_files(work, files, engines, false, wanted);
}

}  // namespace yishou::lake

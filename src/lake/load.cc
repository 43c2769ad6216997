#include "lake/load.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <mutex>
#include <set>

#include <fmt/format.h>

#include "intake/extract.h"
#include "lake/files.h"
#include "lake/generations.h"
#include "lake/orphans.h"
#include "lake/part_file.h"
#include "lake/stage.h"

namespace yishou::lake {
namespace {

namespace fs = std::filesystem;
using model::Layout;

constexpr std::uint64_t kEngineBytes = std::uint64_t{512} << 20;  // all threads together
constexpr unsigned kGrowth = 4;  // parts are cut anew when there should be this many times as many

class Load {
 public:
  explicit Load(const LoadOptions& options)
      : options_(options), lake_(options.lake), threads_(std::max(1u, options.threads)) {}

  Result<LoadReport> run() {
    YISHOU_TRY(auto list, intake::list_extracts(options_.paths));
    if (list.extracts.empty() && options_.withdrawals.empty()) {
      return fail(ErrorCode::kBadCall,
                  fmt::format("no extracts among {} files; a file's name begins with its table, then . or -",
                              list.skipped.size()));
    }
    report_.skipped_files = std::move(list.skipped);
    YISHOU_CHECK_OK(check_place());
    YISHOU_TRY(const Lock lock, Lock::take(lake_));
    YISHOU_CHECK_OK(open_lake());
    Status done = take_in(list.extracts);
    if (done_reading_ && !done) done = std::unexpected(damaged_lake(lake_, std::move(done.error())));
    engines_.clear();
    works_.clear();
    if (!done) {
      for (const std::string& path : {new_folder_, rejects_folder_, lake_ + "/tmp"})
        static_cast<void>(remove_all(path));
      // Stopped while the lake was read: it is not the lake that is damaged.
      if (auto asked = go_on(options_.stop); !asked) return pass(asked);
      return pass(done);
    }
    report_.manifest = std::move(next_);
    return std::move(report_);
  }

 private:
  // A lake is made in a folder that is new or empty, never among somebody's files.
  Status check_place() {
    std::error_code error;
    if (fs::exists(lake_ + "/manifest.json", error) || !fs::exists(lake_, error)) return make_folder(lake_);
    if (!fs::is_directory(lake_, error))
      return fail(ErrorCode::kBadCall, fmt::format("{} is no folder, so no lake", lake_));
    for (fs::directory_iterator it(lake_, error); !error && it != fs::directory_iterator{}; it.increment(error)) {
      const std::string name = it->path().filename().string();
      if (name != "lock" && name != "tmp" && name != "rejects" && generation_of(name) < 0) {
        return fail(ErrorCode::kBadCall,
                    fmt::format("{} is no lake and not empty ({}); give a new folder", lake_, name));
      }
    }
    return {};
  }

  Status open_lake() {
    auto opened = Manifest::open(lake_);
    if (opened) {
      old_ = std::move(*opened);
    } else if (opened.error().code != ErrorCode::kNotFound) {
      return pass(opened);
    }
    next_.generation = old_.generation + 1;
    next_.load = generation_name(next_.generation);
    next_.mark = options_.mark;
    new_folder_ = lake_ + "/" + next_.load;
    rejects_folder_ = lake_ + "/rejects/" + next_.load;
    // What a load that was killed left behind.
    const auto unfinished = [&](std::int64_t generation) { return generation > old_.generation; };
    YISHOU_CHECK_OK(remove_generations(lake_, unfinished));
    YISHOU_CHECK_OK(remove_generations(lake_ + "/rejects", unfinished));
    YISHOU_CHECK_OK(remove_all(lake_ + "/tmp"));
    for (const std::string& path : {new_folder_, rejects_folder_, lake_ + "/tmp"}) YISHOU_CHECK_OK(make_folder(path));
    return {};
  }

  Status take_in(const std::vector<intake::Extract>& extracts) {
    YISHOU_CHECK_OK(plan(extracts));
    for (auto& work : works_) {
      YISHOU_CHECK_OK(open_stage(*work, lake_ + "/tmp"));
      YISHOU_CHECK_OK(stage_extracts(*work, threads_, options_.progress));
    }
    done_reading_ = true;
    for (unsigned t = 0; t < threads_; ++t) {
      YISHOU_TRY(auto engine, PartFiles::open(kEngineBytes / threads_, fmt::format("{}/tmp/engine-{}", lake_, t)));
      engines_.push_back(std::move(engine));
    }
    YISHOU_CHECK_OK(choose_parts());
    for (auto& work : works_) YISHOU_CHECK_OK(settle_keys(*work));
    YISHOU_CHECK_OK(write_parts());
    YISHOU_CHECK_OK(keep_other_tables());
    YISHOU_TRY(const Orphans orphans, count_orphans(next_, lake_, engines_));
    report_.lines_without_settlement = orphans.lines;
    report_.refunds_of_unknown = orphans.refunds;
    YISHOU_CHECK_OK(commit());
    for (auto& work : works_) {
      report_.withdrawn += work->counts.withdrawn;
      if (work->extracts.empty()) continue;
      TableLoaded loaded{std::string(work->format.table->name), work->counts, 0, work->rejects->reasons(), {}};
      loaded.refused = static_cast<std::int64_t>(work->rejects->count());
      if (loaded.refused > 0) loaded.rejects = work->rejects_file;
      report_.tables.push_back(std::move(loaded));
    }
    return {};
  }

  // Sorts the extracts by table and looks at every file's header before anything is read.
  Status plan(const std::vector<intake::Extract>& extracts) {
    for (const model::Table& table : model::tables()) {
      auto work = std::make_unique<TableWork>(table, options_.stop);
      for (std::size_t e = 0; e < extracts.size(); ++e) {
        if (extracts[e].table == &table) work->extracts.emplace_back(e, extracts[e]);
      }
      const auto withdrawal = std::ranges::find(options_.withdrawals, &table, &Withdrawal::table);
      if (withdrawal != options_.withdrawals.end()) work->withdrawal = *withdrawal;
      if (work->extracts.empty()) {
        if (!work->withdrawal.values.empty()) works_.push_back(std::move(work));
        continue;
      }
      work->rejects_file = fmt::format("{}/{}.csv", rejects_folder_, table.name);
      work->rejects = std::make_unique<intake::RejectLog>(work->rejects_file);
      for (const auto& [number, extract] : work->extracts) {
        YISHOU_TRY(const auto reader, intake::open_extract(extract, number, work->format, *work->rejects));
      }
      works_.push_back(std::move(work));
    }
    return {};
  }

  unsigned wanted_parts(Layout layout) const {
    std::int64_t most = 0;
    for (const model::Table& table : model::tables()) {
      if (table.layout != layout) continue;
      std::int64_t rows = old_.rows(table.name);
      for (const auto& work : works_) {
        if (work->format.table == &table) rows += static_cast<std::int64_t>(work->staged.load());
      }
      most = std::max(most, rows);
    }
    const auto parts = static_cast<std::uint64_t>((most + options_.rows_per_part - 1) / options_.rows_per_part);
    return static_cast<unsigned>(
        std::min<std::uint64_t>(std::bit_ceil(std::max<std::uint64_t>(parts, 1)), kStagePartitions));
  }

  // How many parts each layout has; when the lake has outgrown its parts, its own rows are put aside again to be cut anew.
  Status choose_parts() {
    for (const Layout layout : {Layout::kByPerson, Layout::kByInstitution}) {
      const bool persons = layout == Layout::kByPerson;
      const unsigned current = persons ? old_.person_parts : old_.institution_parts;
      unsigned& parts = persons ? next_.person_parts : next_.institution_parts;
      const unsigned wanted = wanted_parts(layout);
      parts = current;
      bool any = false;
      for (const model::Table& table : model::tables())
        any = any || (table.layout == layout && old_.rows(table.name) > 0);
      if (any && wanted < current * kGrowth) continue;
      parts = std::max(wanted, any ? current : 1u);
      for (const model::Table& table : model::tables()) {
        if (table.layout != layout || old_.rows(table.name) == 0) continue;
        auto work = std::ranges::find(works_, &table, [](const auto& w) { return w->format.table; });
        if (work == works_.end()) {
          works_.push_back(std::make_unique<TableWork>(table, options_.stop));
          work = std::prev(works_.end());
          YISHOU_CHECK_OK(open_stage(**work, lake_ + "/tmp"));
        }
        YISHOU_CHECK_OK(restage_parts(**work, old_.files(lake_, table.name), engines_));
      }
    }
    return {};
  }

  Status settle_keys(TableWork& work) {
    if (!work.keys || work.staged == 0) return {};
    const std::string_view table = work.format.table->name;
    if (!work.restaged) YISHOU_CHECK_OK(stage_keys(work, old_.files(lake_, table), engines_));
    return find_strangers(work.format, *work.keys, *work.rows, lake_,
                          work.restaged ? std::vector<Part>{} : old_.parts(table), engines_.front(), work.strangers,
                          work.counts, work.touched);
  }

  unsigned parts_of(const model::Table& table) const {
    switch (table.layout) {
      case Layout::kByPerson: return next_.person_parts;
      case Layout::kByInstitution: return next_.institution_parts;
      case Layout::kWhole: break;
    }
    return 1;
  }

  Status write_parts() {
    struct Task {
      TableWork* work;
      unsigned part;
    };
    std::vector<Task> tasks;
    for (auto& work : works_) {
      work->parts.resize(parts_of(*work->format.table));
      YISHOU_CHECK_OK(make_folder(fmt::format("{}/{}", new_folder_, work->format.table->name)));
      for (unsigned p = 0; p < work->parts.size(); ++p) tasks.push_back({work.get(), p});
    }
    std::atomic<std::size_t> next = 0;
    std::atomic<std::uint64_t> written = 0;
    std::mutex mutex;
    for (auto& work : works_) {
      for (const std::string& institution : work->withdrawal.institutions) {
        work->touched.insert(part_of(intake::owner_hash(institution), static_cast<unsigned>(work->parts.size())));
      }
    }
    const auto write = [&](unsigned thread, const std::atomic<bool>& stop) -> Status {
      for (std::size_t t = next++; t < tasks.size() && !stop; t = next++) {
        YISHOU_CHECK_OK(go_on(options_.stop));
        YISHOU_TRY(const Counts counts, write_part(*tasks[t].work, tasks[t].part, engines_[thread]));
        const std::scoped_lock lock(mutex);
        tasks[t].work->counts += counts;
        written += static_cast<std::uint64_t>(tasks[t].work->parts[tasks[t].part].rows);
        if (options_.progress) options_.progress(std::string(tasks[t].work->format.table->name), written, true);
      }
      return {};
    };
    YISHOU_CHECK_OK(in_parallel(threads_, write));
    for (auto& work : works_) {
      const std::string name{work->format.table->name};
      const bool any = std::ranges::any_of(work->parts, [](const Part& part) { return part.rows > 0; });
      YISHOU_CHECK_OK(any ? sync_path(new_folder_ + "/" + name) : remove_all(new_folder_ + "/" + name));
      if (any) next_.tables[name] = work->parts;
      for (const Part& part : work->parts) {
        if (part.first_day == kNoDay) continue;
        next_.first_fee_day =
            next_.first_fee_day == kNoDay ? part.first_day : std::min(next_.first_fee_day, part.first_day);
        next_.last_fee_day = std::max(next_.last_fee_day, part.last_day);
      }
    }
    return {};
  }

  std::string part_name(std::string_view table, unsigned part) const {
    return fmt::format("{}/{}/part-{:04}.parquet", next_.load, table, part);
  }

  Result<Counts> write_part(TableWork& work, unsigned p, PartFiles& engine) {
    const intake::RowFormat& format = work.format;
    const std::string_view table = format.table->name;
    const auto count = static_cast<unsigned>(work.parts.size());
    const unsigned per_part = work.rows->partitions() / count;
    const auto& old_parts = old_.parts(table);
    const Part old = work.restaged || old_parts.empty() ? Part{} : old_parts[p];
    Part& part = work.parts[p];
    std::vector<char> bytes;
    YISHOU_CHECK_OK(work.rows->read(p * per_part, (p + 1) * per_part, bytes));
    if (bytes.empty() && !work.touched.contains(p)) {
      YISHOU_CHECK_OK(keep_part(old, table, p, part));
      return Counts{};
    }
    if (!old.file.empty()) {
      YISHOU_CHECK_OK(engine.read(lake_ + "/" + old.file, format, {}, [&](intake::Row row) -> Status {
        bytes.insert(bytes.end(), row.bytes().begin(), row.bytes().end());
        return {};
      }));
    }
    const Merged merged = merge(bytes, format, work.strangers, work.withdrawal);
    if (!merged.changed && !work.restaged) {
      YISHOU_CHECK_OK(keep_part(old, table, p, part));
      return merged.counts;
    }
    if (merged.rows.empty()) return merged.counts;
    part.file = part_name(table, p);
    part.rows = static_cast<std::int64_t>(merged.rows.size());
    if (table == "fee_list_d") note_days(merged.rows, format, part);
    YISHOU_CHECK_OK(engine.write(lake_ + "/" + part.file, format, merged.rows));
    return merged.counts;
  }

  static void note_days(const std::vector<intake::Row>& rows, const intake::RowFormat& format, Part& part) {
    const std::size_t time = format.order.front();
    for (const intake::Row& row : rows) {
      const auto value = row.value(format, time);
      if (value.null) continue;
      const Day day = day_of(value.number);
      part.first_day = part.first_day == kNoDay ? day : std::min(part.first_day, day);
      part.last_day = std::max(part.last_day, day);
    }
  }

  Status keep_part(const Part& old, std::string_view table, unsigned p, Part& part) const {
    part = old;
    if (old.file.empty()) return {};
    part.file = part_name(table, p);
    return link_or_copy(lake_ + "/" + old.file, lake_ + "/" + part.file);
  }

  Status keep_other_tables() {
    for (const auto& [name, parts] : old_.tables) {
      if (next_.tables.contains(name)) continue;
      if (std::ranges::any_of(works_, [&](const auto& work) { return work->format.table->name == name; })) continue;
      YISHOU_CHECK_OK(make_folder(new_folder_ + "/" + name));
      std::vector<Part>& kept = next_.tables[name];
      kept.resize(parts.size());
      for (unsigned p = 0; p < parts.size(); ++p) YISHOU_CHECK_OK(keep_part(parts[p], name, p, kept[p]));
      YISHOU_CHECK_OK(sync_path(new_folder_ + "/" + name));
      if (name != "fee_list_d") continue;
      next_.first_fee_day = old_.first_fee_day;
      next_.last_fee_day = old_.last_fee_day;
    }
    return {};
  }

  // From here on the lake is as after the load. Everything named in the manifest is on the disk before the rename.
  Status commit() {
    std::error_code error;
    if (fs::is_empty(rejects_folder_, error)) {
      YISHOU_CHECK_OK(remove_all(rejects_folder_));
    } else {
      YISHOU_CHECK_OK(sync_path(rejects_folder_));
    }
    YISHOU_CHECK_OK(sync_path(new_folder_));
    YISHOU_CHECK_OK(sync_path(lake_));
    YISHOU_CHECK_OK(replace_file(lake_ + "/manifest.json", next_.to_json()));
    // What follows only tidies up: a failure here is no failure of the load, and the next load tidies again.
    const std::string link = lake_ + "/current.new";
    static_cast<void>(remove_all(link));
    fs::create_directory_symlink(next_.load, link, error);
    if (!error) std::rename(link.c_str(), (lake_ + "/current").c_str());
    static_cast<void>(remove_generations(lake_, [&](std::int64_t g) { return g < old_.generation; }));
    engines_.clear();
    static_cast<void>(remove_all(lake_ + "/tmp"));
    return {};
  }

  const LoadOptions& options_;
  std::string lake_;
  unsigned threads_;
  std::string new_folder_, rejects_folder_;
  bool done_reading_ = false;  // from then on the engine reads the lake alone
  Manifest old_, next_;
  std::vector<std::unique_ptr<TableWork>> works_;
  std::vector<PartFiles> engines_;
  LoadReport report_;
};

}  // namespace

Result<LoadReport> load(const LoadOptions& options) { return Load(options).run(); }

}  // namespace yishou::lake

#include "simulate/simulate.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "simulate/life.h"
#include "simulate/schemes.h"
#include "simulate/stock.h"
#include "simulate/writers.h"

namespace yishou::simulate {
namespace {

namespace fs = std::filesystem;

constexpr int kPersonsAPartition = 2500;

Partition make_partition(const City& city, int index, int persons, bool honest) {
  Partition rows;
  rows.index = index;
  make_people(city, rows, persons, static_cast<std::uint64_t>(index) * kPersonsAPartition);
  Ledger ledger(city, rows);
  Life life(city, ledger, rows.persons.size());
  for (std::int32_t i = 0; i < persons; ++i) life.live(i);
  plant_lookalikes(city, ledger, life);
  if (!honest) {
    ledger.plant(true);
    plant_schemes(city, ledger, life);
  }
  sort_rows(rows);
  return rows;
}

class Maker {
 public:
  Maker(const Options& options, const City& city, const std::function<void(int, int)>& progress)
      : options_(options),
        city_(city),
        progress_(progress),
        partitions_(static_cast<int>((options.persons + kPersonsAPartition - 1) / kPersonsAPartition)),
        book_(city, options.months),
        truth_(static_cast<std::size_t>(partitions_)) {}

  Result<Made> run() {
    const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
    const unsigned wanted = options_.threads > 0 ? options_.threads : cores;
    const unsigned threads = std::min(wanted, static_cast<unsigned>(partitions_));
    std::vector<std::jthread> pool;
    for (unsigned i = 0; i < threads; ++i) pool.emplace_back([this] { work(); });
    pool.clear();
    if (error_) return std::unexpected(std::move(*error_));
    YISHOU_CHECK_OK(write_city_tables());
    YISHOU_CHECK_OK(write_text("truth.csv", truth_text()));
    YISHOU_CHECK_OK(write_text("city_points.csv", std::string{local_points()}));
    return made_;
  }

 private:
  void work() {
    std::optional<ParquetWriter> writer;
    if (options_.parquet) {
      auto opened = ParquetWriter::open();
      if (!opened) return failed(std::move(opened.error()));
      writer.emplace(std::move(*opened));
    }
    for (;;) {
      const int index = next_.fetch_add(1);
      if (index >= partitions_ || stop_.load()) return;
      const auto left = options_.persons - std::int64_t{index} * kPersonsAPartition;
      const Partition rows = make_partition(
          city_, index, static_cast<int>(std::min<std::int64_t>(left, kPersonsAPartition)), options_.honest);
      const Source source{&city_, &rows, nullptr};
      for (int t = 0; t < kPartitionTables; ++t) {
        const auto table = static_cast<Table>(t);
        if (auto status = write(writer, table, source, fmt::format("{}-{:04}", table_name(table), index + 1));
            !status) {
          return failed(std::move(status.error()));
        }
      }
      std::string truth;
      for (const Truth& t : rows.truth) truth += truth_row(t);
      const std::lock_guard lock(mutex_);
      book_.add(rows);
      truth_[static_cast<std::size_t>(index)] = std::move(truth);
      made_.persons += static_cast<std::int64_t>(rows.persons.size());
      made_.visits += static_cast<std::int64_t>(rows.visits.size());
      made_.lines += static_cast<std::int64_t>(rows.lines.size());
      for (const Visit& v : rows.visits) made_.stays += v.type == 21 || v.type == 24 || v.type == 28 || v.type == 52;
      for (const Truth& t : rows.truth) ++(t.benign.empty() ? made_.planted : made_.lookalikes);
      ++done_;
      if (progress_) progress_(done_, partitions_);
    }
  }

  void failed(Error error) {
    const std::lock_guard lock(mutex_);
    stop_ = true;
    if (!error_) error_ = std::move(error);
  }

  Status write(std::optional<ParquetWriter>& writer, Table table, const Source& source, const std::string& stem) {
    const std::string path = fmt::format("{}/{}.{}", options_.out, stem, options_.parquet ? "parquet" : "csv");
    return writer ? writer->write(table, source, path) : write_csv(table, source, path);
  }

  Status write_city_tables() {
    std::optional<ParquetWriter> writer;
    if (options_.parquet) {
      YISHOU_TRY(ParquetWriter opened, ParquetWriter::open());
      writer.emplace(std::move(opened));
    }
    const SalesBook::Books books = book_.close();
    const std::vector<std::pair<Table, const std::vector<Movement>*>> tables{{Table::kInstitution, nullptr},
                                                                             {Table::kStaff, nullptr},
                                                                             {Table::kStock, &books.counts},
                                                                             {Table::kPurchase, &books.purchases},
                                                                             {Table::kStockChange, &books.changes}};
    for (const auto& [table, stock] : tables) {
      YISHOU_CHECK_OK(write(writer, table, Source{&city_, nullptr, stock}, std::string{table_name(table)}));
    }
    return {};
  }

  [[nodiscard]] std::string truth_text() const {
    std::string out =
        "scheme,subject_kind,subject_id,rule_no,mdtrt_id,bkkp_sns,begin_time,end_time,amount,benign_reason\n";
    for (const std::string& part : truth_) out += part;
    return out;
  }

  Status write_text(const std::string& name, const std::string& text) const {
    const std::string path = fmt::format("{}/{}", options_.out, name);
    std::ofstream file(path, std::ios::binary);
    file << text;
    file.close();
    if (!file)
      return fail(ErrorCode::kIo, fmt::format("cannot write {}; free some space or choose another --out", path));
    return {};
  }

  const Options& options_;
  const City& city_;
  const std::function<void(int, int)>& progress_;
  int partitions_;
  SalesBook book_;
  std::vector<std::string> truth_;
  std::atomic<int> next_{0};
  std::atomic<bool> stop_{false};
  std::mutex mutex_;
  int done_ = 0;
  Made made_;
  std::optional<Error> error_;
};

}  // namespace

Result<Made> simulate_city(const Options& options, const std::function<void(int, int)>& progress) {
  if (options.persons < 1 || options.persons > 50'000'000) {
    return fail(ErrorCode::kBadCall, fmt::format("--persons must be 1 to 50000000, not {}", options.persons));
  }
  if (options.months < 1 || options.months > 36) {
    return fail(ErrorCode::kBadCall, fmt::format("--months must be 1 to 36, not {}", options.months));
  }
  std::error_code ignored;
  if (fs::exists(options.out, ignored) &&
      (!fs::is_directory(options.out, ignored) || !fs::is_empty(options.out, ignored))) {
    return fail(ErrorCode::kBadCall,
                fmt::format("--out must be a folder that is empty or does not exist, but {} is not; name another",
                            options.out));
  }
  std::error_code made;
  fs::create_directories(options.out, made);
  if (made) return fail(ErrorCode::kIo, fmt::format("cannot make the folder {}: {}", options.out, made.message()));
  const Catalogue catalogue = Catalogue::shipped();
  const City city{catalogue, Plans::shipped(catalogue), shipped_cases(catalogue),
                  World(options.seed, options.persons, options.months), options.seed};
  Maker maker(options, city, progress);
  auto result = maker.run();
  if (!result) {
    for (const auto& entry : fs::directory_iterator(options.out, ignored)) fs::remove(entry.path(), ignored);
  }
  return result;
}

}  // namespace yishou::simulate

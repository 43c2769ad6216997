// Load against DuckDB's own copy of the same CSV into one sorted Parquet file: same threads, DuckDB with 1 GiB of memory.
// Both results must hold the same rows. YISHOU_BENCH_ROWS (default 2,000,000) and YISHOU_BENCH_THREADS (default 2) set the size.
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/check.h"
#include "base/hash.h"
#include "duck/duck.h"
#include "lake/load.h"
#include "model/tables.h"

namespace {

using namespace yishou;
namespace fs = std::filesystem;

std::int64_t setting(const char* name, std::int64_t otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : std::atoll(value);
}
unsigned threads() { return static_cast<unsigned>(setting("YISHOU_BENCH_THREADS", 2)); }

// A month's fee lines in the order of billing: all columns that hospitals fill, Chinese names, persons far apart.
class Files {
 public:
  Files()
      : folder(fs::temp_directory_path() /
               fmt::format("yishou-bench-load-{}", setting("YISHOU_BENCH_ROWS", 2'000'000))) {
    fs::create_directories(folder);
    csv = (folder / "fee_list_d.csv").string();
    rows = setting("YISHOU_BENCH_ROWS", 2'000'000);
    std::FILE* out = std::fopen(csv.c_str(), "wb");
    YISHOU_CHECK(out != nullptr, "the folder for temporary files can be written");
    const auto& table = *model::find_table("fee_list_d");
    std::string line;
    for (const auto& column : table.columns) line += (line.empty() ? "" : ",") + std::string(column.name);
    line += '\n';
    const char* names[] = {"阿莫西林胶囊", "血常规", "头孢曲松钠", "静脉输液", "CT平扫", "床位费"};
    std::uint64_t random = 1;
    const auto below = [&](std::uint64_t n) {
      return (random = hash_mix(random ^ 0x9e3779b97f4a7c15, 0xe7037ed1a0b428db) + 1) % n;
    };
    for (std::int64_t sn = 0; sn < rows;) {
      const std::uint64_t person = below(static_cast<std::uint64_t>(rows / 60 + 1));
      const Second time = start_of(19723) + static_cast<Second>(below(366 * 86400));
      for (std::uint64_t k = below(7) + 1; k > 0 && sn < rows; --k, ++sn) {
        const std::uint64_t cnt = below(9) + 1, fen = below(9900) + 100;
        const char* name = names[below(6)];
        fmt::format_to(std::back_inserter(line),
                       "B{:014},M{:012},S{:012},P{:018},H51010{:05},{},21,{},{}.{:02},{}.{:02},,0.1,0,0,{}.{:02},0,02,"
                       "101,X{:022},L{:08},{},{},"
                       "09,0.25g*24,胶囊,D{:03},内科,DR{:06},张医生,,RX{:010},,0,0,0,1片,bid,{},口服,,{},J18.900,0,1\n",
                       sn, sn / 4, sn / 4, person, person % 97, format_second(time), cnt, fen / 100, fen % 100,
                       cnt * fen / 100, cnt * fen % 100, fen / 1000, fen % 100, below(3000), below(3000), name, name,
                       person % 40, below(999), sn / 4, below(14) + 1, format_second(time));
      }
      if (line.size() > (1u << 20)) {
        std::fwrite(line.data(), 1, line.size(), out);
        line.clear();
      }
    }
    std::fwrite(line.data(), 1, line.size(), out);
    std::fclose(out);
  }
  ~Files() { fs::remove_all(folder); }
  Files(const Files&) = delete;
  Files& operator=(const Files&) = delete;
  fs::path folder;
  std::string csv;
  std::int64_t rows = 0;
};

const Files& files() {
  static const Files made;
  return made;
}

std::string checksum(const std::vector<std::string>& parquet) {
  auto database =
      duck::Database::open("", {.threads = threads(), .memory_bytes = std::uint64_t{1} << 30, .spill_directory = {}});
  auto connection = database->connect();
  std::vector<std::string> names;
  for (const auto& file : parquet) names.push_back(duck::literal(file));
  auto sum =
      connection->query_text(fmt::format("SELECT count(*) || ' ' || sum(hash(bkkp_sn, psn_no, fee_ocur_time, cnt, "
                                         "det_item_fee_sumamt, hilist_name, vali_flag)::HUGEINT) "
                                         "FROM read_parquet([{}])",
                                         fmt::join(names, ",")));
  YISHOU_CHECK(sum.has_value(), "the files can be read");
  return *sum;
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double duckdb_seconds = 0;
std::string duckdb_checksum;

void duckdb_sorted_copy(benchmark::State& state) {
  const Files& input = files();
  const std::string out = (input.folder / "sorted.parquet").string();
  std::vector<std::string> columns;
  for (const auto& column : model::find_table("fee_list_d")->columns) {
    const char* type = "VARCHAR";
    switch (column.kind) {
      case model::ColumnKind::kText: break;
      case model::ColumnKind::kDate: type = "DATE"; break;
      case model::ColumnKind::kTime: type = "TIMESTAMP"; break;
      case model::ColumnKind::kMoney: type = "DECIMAL(18,2)"; break;
      case model::ColumnKind::kQuantity: type = "DECIMAL(18,4)"; break;
      case model::ColumnKind::kPrice: type = "DECIMAL(18,6)"; break;
      case model::ColumnKind::kInteger: type = "INTEGER"; break;
    }
    columns.push_back(fmt::format("'{}': '{}'", column.name, type));
  }
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    auto database = duck::Database::open("", {.threads = threads(),
                                              .memory_bytes = std::uint64_t{1} << 30,
                                              .spill_directory = (input.folder / "spill").string()});
    auto connection = database->connect();
    const auto done =
        connection->execute(fmt::format("COPY (SELECT * FROM read_csv('{}', header=true, auto_detect=false, "
                                        "columns={{{}}}) ORDER BY psn_no, fee_ocur_time, bkkp_sn) TO "
                                        "'{}' (FORMAT parquet, COMPRESSION zstd)",
                                        input.csv, fmt::join(columns, ", "), out));
    if (!done) return state.SkipWithError(done.error().message.c_str());
    duckdb_seconds = seconds_since(start);
    state.SetIterationTime(duckdb_seconds);
  }
  duckdb_checksum = checksum({out});
  state.counters["rows/s"] = static_cast<double>(input.rows) / duckdb_seconds;
  state.counters["bytes"] = static_cast<double>(fs::file_size(out));
}

void yishou_load(benchmark::State& state) {
  const Files& input = files();
  lake::LoadOptions options;
  options.lake = (input.folder / "lake").string();
  options.paths = {input.csv};
  options.threads = threads();
  double seconds = 0;
  for (auto _ : state) {
    fs::remove_all(options.lake);
    const auto start = std::chrono::steady_clock::now();
    const auto done = lake::load(options);
    if (!done) return state.SkipWithError(done.error().message.c_str());
    seconds = seconds_since(start);
    state.SetIterationTime(seconds);
  }
  const auto manifest = lake::Manifest::open(options.lake);
  double bytes = 0;
  const auto parts = manifest->files(options.lake, "fee_list_d");
  for (const auto& file : parts) bytes += static_cast<double>(fs::file_size(file));
  if (!duckdb_checksum.empty() && checksum(parts) != duckdb_checksum)
    return state.SkipWithError("the lake's rows differ from DuckDB's copy");
  state.counters["rows/s"] = static_cast<double>(input.rows) / seconds;
  state.counters["bytes"] = bytes;
  if (duckdb_seconds > 0) state.counters["speed_over_duckdb"] = duckdb_seconds / seconds;
}

// Load first: what the process has at most by then is the load's own memory.
void peak_of_load(benchmark::State& state) {
  yishou_load(state);
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  state.counters["peak_rss_bytes"] = static_cast<double>(usage.ru_maxrss) * 1024;
}

BENCHMARK(peak_of_load)->UseManualTime()->Iterations(1)->Unit(benchmark::kSecond);
BENCHMARK(duckdb_sorted_copy)->UseManualTime()->Iterations(1)->Unit(benchmark::kSecond);
BENCHMARK(yishou_load)->UseManualTime()->Iterations(1)->Unit(benchmark::kSecond);

}  // namespace

// Knowledge: opening today's base and making its snapshot (at most 200 ms); the same for a million synthetic codes in 250,000
// points; one look-up of a billed code. Answers are checked before anything is measured.
#include <filesystem>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <unistd.h>

#include "base/check.h"
#include "knowledge/base.h"
#include "knowledge/point_file.h"
#include "knowledge/shipped.h"
#include "knowledge/snapshot_builder.h"

namespace {

namespace fs = std::filesystem;
using namespace yishou;
using namespace yishou::knowledge;

std::size_t shipped() { return shipped_published().size() + shipped_own().size(); }

constexpr std::size_t kPoints = 250'000, kCodesEach = 4;

std::string code_of(std::size_t number) { return fmt::format("X{:022}", number * 7919); }

// A base in a folder of its own, removed at the end.
class Base {
 public:
  explicit Base(bool large)
      : folder_(fs::temp_directory_path() / fmt::format("yishou-bench-knowledge-{}-{}", large, ::getpid())) {
    auto base = KnowledgeBase::open(folder_);
    YISHOU_CHECK(base.has_value(), "a base can be made");
    if (!large) return;
    std::vector<StoredPoint> points(kPoints);
    for (std::size_t i = 0; i < kPoints; ++i) {
      PointRow& row = points[i].row;
      row.rule = 67;
      row.point_id = fmt::format("YP-{:016}", i);
      row.name = fmt::format("药品{}", i);
      row.value = i % 2 == 0 ? "男" : "女";
      for (std::size_t k = 0; k < kCodesEach; ++k) row.codes.push_back(code_of(i * kCodesEach + k));
      points[i].batch = "synthetic";
      points[i].document = "synthetic.xlsx";
    }
    Batch batch;
    batch.name = "synthetic";
    batch.known_since = *parse_day("2027-01-01");
    YISHOU_CHECK(base->append({batch}, {write_points(points)}).has_value(), "the synthetic batch can be added");
  }
  Base(const Base&) = delete;
  Base& operator=(const Base&) = delete;
  ~Base() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  [[nodiscard]] Snapshot load() const {
    auto base = KnowledgeBase::open(folder_);
    YISHOU_CHECK(base.has_value(), "the base opens");
    auto snapshot = base->snapshot(kNoDay, "440100");
    YISHOU_CHECK(snapshot.has_value(), "the snapshot can be made");
    return *std::move(snapshot);
  }

 private:
  fs::path folder_;
};

void load_today(benchmark::State& state) {
  const Base base(false);
  YISHOU_CHECK(base.load().points().size() == shipped(), "all shipped points are there");
  for (auto _ : state) benchmark::DoNotOptimize(base.load());
}
BENCHMARK(load_today)->Unit(benchmark::kMillisecond);

void load_million_codes(benchmark::State& state) {
  const Base base(true);
  YISHOU_CHECK(base.load().points().size() == shipped() + kPoints, "all points are there");
  for (auto _ : state) benchmark::DoNotOptimize(base.load());
}
BENCHMARK(load_million_codes)->Unit(benchmark::kMillisecond)->Iterations(3);

void look_up(benchmark::State& state) {
  const Base base(state.range(0) != 0);
  const Snapshot snapshot = base.load();
  std::vector<std::string> codes;
  for (std::size_t i = 0; i < 4096; ++i) {
    codes.push_back(state.range(0) != 0 ? code_of(i * 244) : std::string{"XL02BBA326A001010102180"});
    YISHOU_CHECK(!snapshot.resolve(codes.back()).groups.empty(), "the code is found");
  }
  std::size_t next = 0;
  for (auto _ : state) benchmark::DoNotOptimize(snapshot.resolve(codes[next++ % codes.size()]));
}
BENCHMARK(look_up)->Arg(0)->Arg(1)->ArgName("million");

}  // namespace

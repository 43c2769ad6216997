// Time and memory of `yishou audit` against the size of the lake: three cities, the same program as a process of its own each
// time, peak memory from its own summary. Prints the exponent of time over lines.
//
//   YISHOU_BENCH_SCALE="68000 275000 825000"   persons of the cities (about 5, 20 and 60 million fee lines)
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace {

namespace fs = std::filesystem;

[[noreturn]] void stop(const std::string& why) {
  fmt::print(stderr, "bench_scale: {}\n", why);
  std::exit(3);
}

void run(const std::string& command) {
  if (std::system(command.c_str()) != 0) stop("failed: " + command);
}

// A number of a JSON object by its key; the summary has each of these keys once.
double number(const std::string& json, const std::string& key) {
  const std::size_t at = json.find("\"" + key + "\":");
  if (at == std::string::npos) stop("the summary has no " + key);
  return std::strtod(json.c_str() + at + key.size() + 3, nullptr);
}

struct Point {
  double lines, seconds, mebibytes, findings;
};

Point measure(const fs::path& folder, long persons) {
  const fs::path lake = folder / fmt::format("lake-{}", persons);
  const std::string yishou = YISHOU_BINARY;
  if (!fs::exists(lake / "manifest.json")) {
    const fs::path city = folder / fmt::format("city-{}", persons);
    fs::remove_all(city);
    run(fmt::format("'{}' simulate --persons {} --months 12 --seed 11 --out '{}' >/dev/null", yishou, persons,
                    city.string()));
    run(fmt::format("'{}' load --lake '{}' '{}' >/dev/null", yishou, lake.string(), city.string()));
    fs::remove_all(city);
  }
  const fs::path out = folder / "scale.parquet";
  const fs::path summary = folder / "scale.json";
  std::vector<Point> points;
  for (int round = 0; round < 3; ++round) {
    run(fmt::format("'{}' audit --lake '{}' --base '{}' --out '{}' --summary '{}' --threads 2 >/dev/null", yishou,
                    lake.string(), (folder / "base").string(), out.string(), summary.string()));
    std::ifstream in(summary);
    const std::string json{std::istreambuf_iterator<char>(in), {}};
    points.push_back({number(json, "lines"), number(json, "total"), number(json, "peak_rss_bytes") / (1 << 20),
                      number(json, "findings")});
  }
  Point best = points[0];
  for (const Point& point : points) {
    best.seconds = std::min(best.seconds, point.seconds);
    best.mebibytes = std::max(best.mebibytes, point.mebibytes);
  }
  return best;
}

}  // namespace

int main() {
  const fs::path folder = fs::path(YISHOU_SOURCE_DIR) / "build" / "bench";
  fs::create_directories(folder);
  const char* given = std::getenv("YISHOU_BENCH_SCALE");
  std::istringstream sizes(given == nullptr ? "68000 275000 825000" : given);
  std::vector<Point> points;
  fmt::print("{:>14} {:>10} {:>12} {:>10} {:>12}\n", "fee lines", "seconds", "lines/s", "findings", "peak MiB");
  for (long persons = 0; sizes >> persons;) {
    points.push_back(measure(folder, persons));
    const Point& p = points.back();
    fmt::print("{:>14.0f} {:>10.2f} {:>12.0f} {:>10.0f} {:>12.0f}\n", p.lines, p.seconds, p.lines / p.seconds,
               p.findings, p.mebibytes);
    std::fflush(stdout);
  }
  if (points.size() > 1) {
    const Point& a = points.front();
    const Point& b = points.back();
    fmt::print("time grows with lines to the power of {:.2f}; memory {:.2f} × from the smallest to the largest\n",
               std::log(b.seconds / a.seconds) / std::log(b.lines / a.lines), b.mebibytes / a.mebibytes);
  }
  // The bound that the product promises.
  for (const Point& p : points) {
    if (p.mebibytes > 1536) return 1;
  }
  return 0;
}

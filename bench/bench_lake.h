// The lake that bench_audit and bench_rules look at, and what both need for it.
//
//   YISHOU_BENCH_LAKE=DIR       a lake that is there (default: one is made under build/bench)
//   YISHOU_BENCH_PERSONS=N      persons of the city that is made (default 275,000: about 20 million fee lines)
#pragma once

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>

#include <fmt/format.h>

#include "base/result.h"
#include "lake/load.h"
#include "simulate/simulate.h"

namespace yishou::bench {

namespace fs = std::filesystem;

[[noreturn]] inline void stop(const Error& error) {
  fmt::print(stderr, "bench: {}\n", error.message);
  std::exit(3);
}
template <typename T>
T must(Result<T> result) {
  if (!result.has_value()) stop(result.error());
  return std::move(*result);
}
inline void must(Status status) {
  if (!status.has_value()) stop(status.error());
}

inline std::int64_t setting(const char* name, std::int64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::atoll(text);
}

template <typename Work>
double seconds(Work&& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

inline fs::path folder() { return fs::path(YISHOU_SOURCE_DIR) / "build" / "bench"; }

/// The lake's folder; made at the first call.
inline std::string lake_folder(unsigned threads) {
  if (const char* given = std::getenv("YISHOU_BENCH_LAKE"); given != nullptr) return given;
  const std::int64_t persons = setting("YISHOU_BENCH_PERSONS", 275'000);
  const std::string made = (folder() / fmt::format("lake-{}", persons)).string();
  if (fs::exists(fs::path(made) / "manifest.json")) return made;
  const fs::path city = folder() / fmt::format("city-{}", persons);
  fs::remove_all(city);
  fs::create_directories(folder());
  simulate::Options options;
  options.persons = persons;
  options.seed = 11;
  options.out = city.string();
  must(simulate::simulate_city(options, {}));
  lake::LoadOptions load;
  load.lake = made;
  load.paths = {city.string()};
  load.threads = threads;
  must(lake::load(load));
  fs::remove_all(city);
  return made;
}

}  // namespace yishou::bench

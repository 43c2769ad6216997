// `yishou simulate`: a city's extracts (contract §2) and what is true about them (§5). Same seed, same bytes, whatever the
// machine and the number of threads.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/result.h"

namespace yishou::simulate {

struct Options {
  std::int64_t persons = 0;  ///< 1 … 50,000,000
  int months = 12;           ///< 1 … 36
  std::uint64_t seed = 1;
  std::string out;       ///< a folder that does not exist or is empty
  bool parquet = true;   ///< otherwise CSV
  bool honest = false;   ///< no scheme at all
  unsigned threads = 0;  ///< 0: as many as the machine has
};

struct Made {
  std::int64_t persons = 0, visits = 0, lines = 0, stays = 0, planted = 0, lookalikes = 0;
};

/// Writes the city. `progress(done, all)` is called from one thread at a time. On failure nothing stays in the folder.
[[nodiscard]] Result<Made> simulate_city(const Options& options, const std::function<void(int, int)>& progress);

}  // namespace yishou::simulate

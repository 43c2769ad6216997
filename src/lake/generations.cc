#include "lake/generations.h"

#include <charconv>
#include <filesystem>
#include <vector>

#include <fmt/format.h>

#include "lake/files.h"

namespace yishou::lake {

std::string generation_name(std::int64_t generation) { return fmt::format("g{:06}", generation); }

std::int64_t generation_of(const std::string& name) {
  std::int64_t generation = -1;
  if (name.size() < 2 || name[0] != 'g') return -1;
  const auto [end, error] = std::from_chars(name.data() + 1, name.data() + name.size(), generation);
  return error == std::errc{} && end == name.data() + name.size() ? generation : -1;
}

Status remove_generations(const std::string& folder, const std::function<bool(std::int64_t)>& drop) {
  std::error_code error;
  std::vector<std::string> found;
  for (std::filesystem::directory_iterator it(folder, error); !error && it != std::filesystem::directory_iterator{};
       it.increment(error)) {
    const std::int64_t generation = generation_of(it->path().filename().string());
    if (generation >= 0 && drop(generation)) found.push_back(it->path().string());
  }
  for (const std::string& path : found) YISHOU_CHECK_OK(remove_all(path));
  return {};
}

}  // namespace yishou::lake

// What ships inside the program: the files under knowledge/, put in by cmake/embed.cmake.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

namespace yishou::embedded {

extern const std::string_view shipped_parameters;  ///< knowledge/parameters.csv
extern const std::string_view shipped_points;      ///< knowledge/points.csv
extern const std::string_view shipped_listed;      ///< knowledge/listed.csv
/// The tables knowledge/reference/*.csv: name and text.
[[nodiscard]] std::vector<std::pair<std::string_view, std::string_view>> shipped_reference();

}  // namespace yishou::embedded

// What ships inside the program: the files under knowledge/, put in by cmake/embed.cmake.
#pragma once

#include <string_view>

namespace yishou::embedded {

extern const std::string_view shipped_parameters;  ///< knowledge/parameters.csv
extern const std::string_view shipped_points;      ///< knowledge/points.csv

}  // namespace yishou::embedded

// The knowledge that ships inside the program: published points, the lists of the rules' own text, reference tables.
#pragma once

#include <vector>

#include "knowledge/point_file.h"

namespace yishou::knowledge {

/// knowledge/points.csv: what was published.
[[nodiscard]] std::vector<StoredPoint> shipped_published();
/// knowledge/listed.csv (State::kListed, batch "listed") and knowledge/reference/*.csv (State::kReference, batch "reference").
/// Rows that name a published point by its id have its codes.
[[nodiscard]] std::vector<StoredPoint> shipped_own();

}  // namespace yishou::knowledge

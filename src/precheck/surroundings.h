// What stands beside the persons of a lake: institutions, staff and what the lake knows as a whole.
#pragma once

#include <map>
#include <string>

#include "base/result.h"
#include "lake/institutions.h"
#include "model/block.h"

namespace yishou::precheck {

/// Immutable once made; shared by all workers.
struct Surroundings {
  lake::Institutions institutions;
  std::map<std::string, std::string, std::less<>> institution_names, institution_regions;
  model::StaffGrades staff;
  Day data_begin = kNoDay, data_end = kNoDay;  ///< first and last fee day of the lake
  bool operations_known = true;
  std::int64_t lake_generation = 0;
};

/// Reads them. Errors: those of opening the lake.
[[nodiscard]] Result<Surroundings> surroundings_of(const std::string& lake);

}  // namespace yishou::precheck

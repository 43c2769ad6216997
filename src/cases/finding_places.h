// Where the sealed values of findings live; for the files of this room alone.
#pragma once

#include <string_view>

#include "crypto/sealer.h"

namespace yishou::cases {

[[nodiscard]] inline crypto::Place person_place(std::string_view finding_id) {
  return {"findings", "psn_sealed", finding_id};
}
[[nodiscard]] inline crypto::Place doctor_place(std::string_view finding_id) {
  return {"findings", "doctor_sealed", finding_id};
}

}  // namespace yishou::cases

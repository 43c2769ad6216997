// A10: which lines of a person stand in one prescription.
#pragma once

#include <string_view>
#include <tuple>

#include "model/block.h"

namespace yishou::rules {

/// The key of a line's prescription: the visit and its number; without a number the visit, the day and the doctor (an unknown
/// doctor is one doctor).
struct PrescriptionKey {
  model::Index visit = model::kNone;
  std::string_view rx;
  Day day = kNoDay;
  std::string_view doctor;

  friend auto operator<=>(const PrescriptionKey&, const PrescriptionKey&) = default;
};

[[nodiscard]] inline PrescriptionKey prescription_of(const model::ClaimBlock& block, model::Index line) {
  const model::Lines& lines = block.lines;
  if (!lines.rx[line].empty()) return {.visit = lines.visit[line], .rx = lines.rx[line], .day = kNoDay, .doctor = {}};
  return {.visit = lines.visit[line], .rx = {}, .day = lines.day[line], .doctor = lines.doctor[line]};
}

/// False when neither number nor date tells the prescription (A11).
[[nodiscard]] inline bool is_known(const PrescriptionKey& key) { return !key.rx.empty() || key.day != kNoDay; }

/// Decoction pieces: list_type 102, or a code `T…`.
[[nodiscard]] inline bool is_piece(const model::ClaimBlock& block, model::Index line) {
  constexpr int kPieces = 102;
  return block.lines.list_type[line] == kPieces || block.item_code(line).starts_with('T');
}

}  // namespace yishou::rules

// A10: which lines of a person stand in one prescription.
#pragma once

#include <string_view>
#include <tuple>

#include "model/block.h"

namespace yishou::rules {

/// The key of a line's prescription: the visit and its number; without a number the visit, the day and the doctor.
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

/// False when nothing tells the prescription (A11): no number, and no day or no doctor. A day's lines of unknown doctors may be of
/// several prescriptions.
[[nodiscard]] inline bool is_known(const PrescriptionKey& key) {
  return !key.rx.empty() || (key.day != kNoDay && !key.doctor.empty());
}
/// What is missing then.
inline constexpr std::string_view kNoPrescription = "处方号（或费用日期和开单医师）";

/// True when two lines may stand in one prescription for all that is known: numbers that both are known are equal, else day and
/// doctor as far as they are known.
[[nodiscard]] inline bool may_be_together(const model::ClaimBlock& block, model::Index a, model::Index b) {
  const model::Lines& lines = block.lines;
  if (lines.visit[a] != lines.visit[b]) return false;
  if (!lines.rx[a].empty() && !lines.rx[b].empty()) return lines.rx[a] == lines.rx[b];
  const bool same_day = lines.day[a] == lines.day[b] || lines.day[a] == kNoDay || lines.day[b] == kNoDay;
  return same_day && (lines.doctor[a] == lines.doctor[b] || lines.doctor[a].empty() || lines.doctor[b].empty());
}

/// Decoction pieces: list_type 102, or a code `T…`.
[[nodiscard]] inline bool is_piece(const model::ClaimBlock& block, model::Index line) {
  constexpr int kPieces = 102;
  return block.lines.list_type[line] == kPieces || block.item_code(line).starts_with('T');
}

}  // namespace yishou::rules

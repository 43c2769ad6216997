#include "cases/sealed_columns.h"

namespace yishou::cases {

std::span<const identity::SealedColumn> sealed_columns() {
  // clang-format off
  static const identity::SealedColumn kColumns[] = {
      {"findings", "psn_sealed", {"id"}, "findings", "psn_sealed", "finding_id"},
      {"findings", "doctor_sealed", {"id"}, "findings", "doctor_sealed", "finding_id"},
      {"finding_events", "text_sealed", {"finding", "version"}, "finding_events", "text_sealed",
       "(SELECT f.finding_id FROM findings f WHERE f.id = finding) || ' ' || version"},
  };
  // clang-format on
  return kColumns;
}

}  // namespace yishou::cases

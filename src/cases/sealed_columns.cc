#include "cases/sealed_columns.h"

namespace yishou::cases {

std::span<const identity::SealedColumn> sealed_columns() {
  // clang-format off
  static const identity::SealedColumn kColumns[] = {
      {"findings", "psn_sealed", {"id"}, "findings", "psn_sealed", "finding_id"},
      {"findings", "doctor_sealed", {"id"}, "findings", "doctor_sealed", "finding_id"},
      {"finding_events", "text_sealed", {"finding", "version"}, "finding_events", "text_sealed",
       "(SELECT f.finding_id FROM findings f WHERE f.id = finding) || ' ' || version"},
      {"finding_files", "name_sealed", {"file_no"}, "finding_files", "name_sealed", "CAST(file_no AS TEXT)"},
      {"finding_files", "content_sealed", {"file_no"}, "finding_files", "content_sealed", "CAST(file_no AS TEXT)", 8},
      {"saved_searches", "query_sealed", {"search_no"}, "saved_searches", "query_sealed", "CAST(search_no AS TEXT)"},
  };
  // clang-format on
  return kColumns;
}

}  // namespace yishou::cases

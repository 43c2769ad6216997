// What the lake holds of who a person is, beyond what checks read: telephone and certificates. For who may see it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace yishou::lake {

/// A certificate that a settlement was made with.
struct Certificate {
  std::string institution;  ///< fixmedins_code of the settlement
  std::string type;         ///< mdtrt_cert_type
  std::string number;       ///< mdtrt_cert_no
};

/// Missing values are "".
struct PersonRecord {
  std::string tel, insu_admdvs;
  std::vector<Certificate> certificates;  ///< each once, by institution, type and number; at most 100
};

/// Reads the part of the lake that holds the person: milliseconds, and an engine of its own. An unknown person has an empty record.
[[nodiscard]] Result<PersonRecord> read_person_record(const std::string& lake, std::string_view psn_no);

}  // namespace yishou::lake

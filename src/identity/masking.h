// What each role sees of a person's or doctor's data: the whole value, or a masked one.
#pragma once

#include <string>
#include <string_view>

#include "identity/permission.h"

namespace yishou::identity {

enum class Sensitive { kPersonNumber, kCertificateNumber, kPhone, kPersonName, kDoctorCode, kDoctorName };

/// Whether the role sees such values whole: inspector, reviewer and institution (its own patients and doctors, by its
/// scope) do; of doctors the analyst and auditor see the code, not the name.
[[nodiscard]] bool sees_whole(Role role, Sensitive kind) noexcept;

/// The value as `role` sees it. Numbers keep the first four and last two characters, `6101************12` (all is
/// masked when there are fewer than nine); names keep the first character, `王**`. Empty stays empty.
[[nodiscard]] std::string shown(Role role, Sensitive kind, std::string_view value);

}  // namespace yishou::identity

// Which passwords are taken, and how one-time passwords are made.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "identity/settings.h"

namespace yishou::identity {

/// kBadCall with the rule that it breaks: length, kinds of characters, or holding the login.
[[nodiscard]] Status check_password(std::string_view password, std::string_view login,
                                    const IdentitySettings& settings);

/// Sixteen letters and digits that cannot be taken for one another, in groups of four, with 78 random bits; keeps the
/// rules of every setting up to 19 characters and four kinds.
[[nodiscard]] std::string one_time_password();

}  // namespace yishou::identity

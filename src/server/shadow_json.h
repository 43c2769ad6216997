// Shadow runs as the API shows them.
#pragma once

#include <boost/json.hpp>

#include "server/shadow.h"

namespace yishou::server {

/// As lists show it.
[[nodiscard]] boost::json::object shadow_row_json(const ShadowView& view);
/// With draft, counts and samples.
[[nodiscard]] boost::json::object shadow_json(const ShadowView& view);

}  // namespace yishou::server

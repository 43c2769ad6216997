// Rotation of the sealing keys of an installation, as commands do it: add a key, restart the service, seal anew, remove the old key.
#pragma once

#include <cstdint>
#include <functional>

#include "base/result.h"
#include "server/settings.h"

namespace yishou::server {

/// Adds a sealing key to the key file; gives its number. The service seals with it from its next start on.
[[nodiscard]] Result<std::uint32_t> rotate_key(const Settings& settings);
/// Seals anew what older keys sealed; gives the number of values. May be ended and called again.
[[nodiscard]] Result<std::int64_t> seal_anew(const Settings& settings,
                                             const std::function<void(std::int64_t done)>& progress);
/// Takes an old key out of the key file; kConflict while it seals anything.
[[nodiscard]] Status remove_key(const Settings& settings, std::uint32_t number);

}  // namespace yishou::server

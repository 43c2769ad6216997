// The only clock of the service: Beijing time for what people and bills see, Unix time for signatures.
#pragma once

#include <cstdint>

#include "base/calendar.h"

namespace yishou::server {

/// One moment.
struct Moment {
  std::int64_t unix_ms = 0;
  [[nodiscard]] std::int64_t unix_s() const { return unix_ms / 1000; }
  /// Beijing time (UTC+08:00, no summer time), wherever the machine stands.
  [[nodiscard]] Second beijing() const { return unix_ms / 1000 + 8 * 3600; }
  [[nodiscard]] int millisecond() const { return static_cast<int>(unix_ms % 1000); }
};

/// Any thread.
[[nodiscard]] Moment now();

}  // namespace yishou::server

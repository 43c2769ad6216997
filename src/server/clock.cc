#include "server/clock.h"

#include <chrono>

namespace yishou::server {

Moment now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

}  // namespace yishou::server

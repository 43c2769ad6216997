// Inside the room: the one place that tells a plain connection from one with TLS.
#pragma once

#include "http/connection.h"

namespace yishou::http {

/// Calls `use` with the stream to read from and write to.
template <typename Use>
void Connection::with_stream(Use use) {
  if (tls_ != nullptr) {
    use(*tls_);
  } else {
    use(socket_);
  }
}

}  // namespace yishou::http

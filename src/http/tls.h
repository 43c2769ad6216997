// Inside the room: the TLS side of a listener.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>

#include "base/result.h"
#include "http/server.h"

namespace yishou::http {

/// Reads certificate chain and key. TLS 1.2 and 1.3, suites with forward secrecy, no renegotiation. kNotFound, kBadInput (not
/// PEM, or the key is another certificate's).
[[nodiscard]] Result<std::shared_ptr<boost::asio::ssl::context>> make_tls_context(const Listen& listen);

}  // namespace yishou::http

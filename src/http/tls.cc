// Sets OpenSSL up for a server.
#include "http/tls.h"

#include <openssl/ssl.h>
#include <unistd.h>

#include <fmt/format.h>

namespace yishou::http {

namespace ssl = boost::asio::ssl;

Result<std::shared_ptr<ssl::context>> make_tls_context(const Listen& listen) {
  for (const std::string& file : {listen.certificate_file, listen.key_file}) {
    if (::access(file.c_str(), R_OK) != 0) {
      return fail(ErrorCode::kNotFound,
                  fmt::format("cannot read the certificate or key; check path and rights: {}", file));
    }
  }
  auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
  SSL_CTX* const handle = context->native_handle();
  SSL_CTX_set_min_proto_version(handle, TLS1_2_VERSION);
  SSL_CTX_set_options(handle, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_mode(handle, SSL_MODE_RELEASE_BUFFERS);  // idle connections are many
  boost::system::error_code code;
  if (SSL_CTX_set_cipher_list(handle, "ECDHE+AESGCM:ECDHE+CHACHA20") != 1) {
    return fail(ErrorCode::kUnsupported, "this OpenSSL has none of the TLS 1.2 suites we take: use the distribution's");
  }
  context->use_certificate_chain_file(listen.certificate_file, code);
  if (code) {
    return fail(ErrorCode::kBadInput,
                fmt::format("not a certificate chain in PEM ({}): {}", code.message(), listen.certificate_file));
  }
  context->use_private_key_file(listen.key_file, ssl::context::pem, code);
  if (code || SSL_CTX_check_private_key(handle) != 1) {
    return fail(ErrorCode::kBadInput,
                fmt::format("not the private key of that certificate in PEM, without passphrase: {}", listen.key_file));
  }
  return context;
}

}  // namespace yishou::http

#include "knowledge/digest.h"

#include <array>

#include <openssl/evp.h>

#include "base/check.h"

namespace yishou::knowledge {

// Small pieces are gathered first: a call into OpenSSL for each field costs more than the hash.
struct Digest::Context {
  EVP_MD_CTX* evp = EVP_MD_CTX_new();
  std::string pending;
  ~Context() { EVP_MD_CTX_free(evp); }
  void flush() {
    YISHOU_CHECK(EVP_DigestUpdate(evp, pending.data(), pending.size()) == 1, "OpenSSL takes bytes");
    pending.clear();
  }
};

Digest::Digest() : context_(std::make_unique<Context>()) {
  YISHOU_CHECK(context_->evp != nullptr && EVP_DigestInit_ex(context_->evp, EVP_sm3(), nullptr) == 1,
               "OpenSSL has SM3");
}
Digest::~Digest() = default;

void Digest::add(std::string_view bytes) {
  context_->pending.append(bytes);
  if (context_->pending.size() >= (1u << 16)) context_->flush();
}

std::string Digest::hex() {
  context_->flush();
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned int size = 0;
  YISHOU_CHECK(EVP_DigestFinal_ex(context_->evp, bytes.data(), &size) == 1, "OpenSSL ends a digest");
  std::string out;
  constexpr std::string_view kHex = "0123456789abcdef";
  for (unsigned int i = 0; i < size; ++i) {
    out += kHex[bytes[i] >> 4];
    out += kHex[bytes[i] & 15];
  }
  return out;
}

std::string digest_of(std::string_view bytes) {
  Digest digest;
  digest.add(bytes);
  return digest.hex();
}

}  // namespace yishou::knowledge

#include "engine/digest.h"

#include <openssl/evp.h>

#include "base/check.h"

namespace yishou::engine {

struct Digest::Impl {
  EVP_MD* algorithm = EVP_MD_fetch(nullptr, "SM3", nullptr);
  EVP_MD_CTX* context = EVP_MD_CTX_new();

  void begin() {
    YISHOU_CHECK(algorithm != nullptr && context != nullptr && EVP_DigestInit_ex2(context, algorithm, nullptr) == 1,
                 "OpenSSL 3 has SM3");
  }
  ~Impl() {
    EVP_MD_CTX_free(context);
    EVP_MD_free(algorithm);
  }
};

Digest::Digest() : impl_(std::make_unique<Impl>()) { impl_->begin(); }
Digest::~Digest() = default;

void Digest::add(std::string_view field) {
  const std::uint64_t length = field.size();
  EVP_DigestUpdate(impl_->context, &length, sizeof length);
  EVP_DigestUpdate(impl_->context, field.data(), field.size());
}

std::string Digest::take() {
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EVP_DigestFinal_ex(impl_->context, bytes, &size);
  impl_->begin();
  constexpr char kHex[] = "0123456789abcdef";
  std::string text;
  for (unsigned int i = 0; i < 16 && i < size; ++i) {
    text += kHex[bytes[i] >> 4];
    text += kHex[bytes[i] & 15];
  }
  return text;
}

}  // namespace yishou::engine

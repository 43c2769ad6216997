#include "gateway/sha256.h"

#include <memory>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "base/check.h"

namespace yishou::gateway {

Sha256 sha256(std::initializer_list<std::string_view> parts) {
  // Fetched once: looking the algorithm up costs more than hashing a header.
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  bool good = algorithm != nullptr && context != nullptr && EVP_DigestInit_ex(context.get(), algorithm, nullptr) == 1;
  for (const std::string_view part : parts)
    good = good && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
  Sha256 out{};
  good = good && EVP_DigestFinal_ex(context.get(), out.data(), nullptr) == 1;
  YISHOU_CHECK(good, "OpenSSL hashes SHA-256");
  return out;
}

bool equal_in_constant_time(const Sha256& a, const Sha256& b) noexcept {
  return CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace yishou::gateway

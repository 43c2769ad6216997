#include "crypto/digest.h"

#include <array>
#include <cstdint>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "base/check.h"

namespace yishou::crypto {
namespace {

// Fetched once and kept: OpenSSL looks a digest up anew, under a lock, for each EVP_sm3().
const EVP_MD* fetched(const char* name) {
  const EVP_MD* kind = EVP_MD_fetch(nullptr, name, nullptr);
  YISHOU_CHECK(kind != nullptr, "OpenSSL has the digest");
  return kind;
}
const EVP_MD* sm3() {
  static const EVP_MD* kind = fetched("SM3");
  return kind;
}
const EVP_MD* sha256() {
  static const EVP_MD* kind = fetched("SHA256");
  return kind;
}

std::string digest_of(const EVP_MD* kind, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned int size = 0;
  YISHOU_CHECK(EVP_Digest(bytes.data(), bytes.size(), out.data(), &size, kind, nullptr) == 1, "OpenSSL digests");
  return {reinterpret_cast<const char*>(out.data()), size};
}

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kBase64Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

int hex_value(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string sm3_hex(std::string_view bytes) { return to_hex(digest_of(sm3(), bytes)); }
std::string sha256_hex(std::string_view bytes) { return to_hex(digest_of(sha256(), bytes)); }

struct PreparedHmac::Contexts {
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  using Context = std::unique_ptr<EVP_MD_CTX, Free>;
  Context inner{EVP_MD_CTX_new()}, outer{EVP_MD_CTX_new()}, working{EVP_MD_CTX_new()};
};

// RFC 2104: H(key ^ opad, H(key ^ ipad, text)); what comes before the text is digested here, once.
PreparedHmac::PreparedHmac(std::string_view key) : contexts_(std::make_unique<Contexts>()) {
  constexpr std::size_t kBlock = 64;
  std::string padded{key};
  if (padded.size() > kBlock) padded = digest_of(sm3(), padded);
  padded.resize(kBlock, '\0');
  const auto begin = [&](EVP_MD_CTX* context, unsigned char pad) {
    std::array<unsigned char, kBlock> block{};
    for (std::size_t i = 0; i < kBlock; ++i) block[i] = static_cast<unsigned char>(padded[i]) ^ pad;
    YISHOU_CHECK(context != nullptr && EVP_DigestInit_ex2(context, sm3(), nullptr) == 1 &&
                     EVP_DigestUpdate(context, block.data(), block.size()) == 1,
                 "OpenSSL digests");
    OPENSSL_cleanse(block.data(), block.size());
  };
  begin(contexts_->inner.get(), 0x36);
  begin(contexts_->outer.get(), 0x5c);
  OPENSSL_cleanse(padded.data(), padded.size());
}

PreparedHmac::~PreparedHmac() = default;
PreparedHmac::PreparedHmac(PreparedHmac&&) noexcept = default;
PreparedHmac& PreparedHmac::operator=(PreparedHmac&&) noexcept = default;

std::string PreparedHmac::of(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned int size = 0;
  EVP_MD_CTX* const working = contexts_->working.get();
  const auto finish = [&](const EVP_MD_CTX* begun, const void* text, std::size_t length) {
    YISHOU_CHECK(working != nullptr && EVP_MD_CTX_copy_ex(working, begun) == 1 &&
                     EVP_DigestUpdate(working, text, length) == 1 &&
                     EVP_DigestFinal_ex(working, out.data(), &size) == 1,
                 "OpenSSL digests");
  };
  finish(contexts_->inner.get(), bytes.data(), bytes.size());
  const auto inner = out;
  finish(contexts_->outer.get(), inner.data(), size);
  return {reinterpret_cast<const char*>(out.data()), size};
}

std::string hmac_sm3(std::string_view key, std::string_view bytes) { return PreparedHmac(key).of(bytes); }

std::string hmac_sm3_hex(std::string_view key, std::string_view bytes) { return to_hex(hmac_sm3(key, bytes)); }

bool constant_time_equal(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() && (a.empty() || CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0);
}

std::string to_hex(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += kHexDigits[byte >> 4];
    out += kHexDigits[byte & 15];
  }
  return out;
}

std::optional<std::string> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string out;
  out.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = hex_value(text[i]), low = hex_value(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
  }
  return out;
}

std::string to_base64url(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() * 4 + 2) / 3);
  std::uint32_t held = 0;
  int bits = 0;
  for (const char c : bytes) {
    held = (held << 8) | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 6; bits -= 6) out += kBase64Letters[(held >> (bits - 6)) & 63];
  }
  if (bits > 0) out += kBase64Letters[(held << (6 - bits)) & 63];
  return out;
}

std::optional<std::string> from_base64url(std::string_view text) {
  if (text.size() % 4 == 1) return std::nullopt;
  std::string out;
  out.reserve(text.size() * 3 / 4);
  std::uint32_t held = 0;
  int bits = 0;
  for (const char c : text) {
    const auto value = kBase64Letters.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    held = (held << 6) | static_cast<std::uint32_t>(value);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out += static_cast<char>((held >> bits) & 255);
    }
  }
  if ((held & ((1u << bits) - 1)) != 0) return std::nullopt;
  return out;
}

}  // namespace yishou::crypto

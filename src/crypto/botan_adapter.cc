// The one file that knows Botan: SM4-GCM and Argon2id, which OpenSSL 3.0 lacks.
#include <charconv>
#include <exception>
#include <memory>

#include <botan/aead.h>
#include <botan/argon2.h>
#include <fmt/format.h>

#include "base/check.h"
#include "crypto/password.h"
#include "crypto/sm4_gcm.h"

namespace yishou::crypto {
namespace {

const std::uint8_t* raw(std::string_view bytes) { return reinterpret_cast<const std::uint8_t*>(bytes.data()); }

// Making one takes longer than sealing an id: each thread keeps its two.
Botan::AEAD_Mode& mode_of_thread(Botan::Cipher_Dir direction) {
  thread_local const std::unique_ptr<Botan::AEAD_Mode> seals =
      Botan::AEAD_Mode::create_or_throw("SM4/GCM", Botan::ENCRYPTION);
  thread_local const std::unique_ptr<Botan::AEAD_Mode> opens =
      Botan::AEAD_Mode::create_or_throw("SM4/GCM", Botan::DECRYPTION);
  return direction == Botan::ENCRYPTION ? *seals : *opens;
}

}  // namespace

std::string sm4_gcm_seal(std::string_view key, std::string_view nonce, std::string_view associated,
                         std::string_view plain) {
  YISHOU_CHECK(key.size() == kSm4KeyBytes && nonce.size() == kGcmNonceBytes,
               "key and nonce of SM4-GCM have their size");
  try {
    auto& mode = mode_of_thread(Botan::ENCRYPTION);
    mode.set_key(raw(key), key.size());
    mode.set_associated_data(raw(associated), associated.size());
    mode.start(raw(nonce), nonce.size());
    Botan::secure_vector<std::uint8_t> buffer(plain.begin(), plain.end());
    mode.finish(buffer);
    mode.clear();
    return {buffer.begin(), buffer.end()};
  } catch (const std::exception&) {
    YISHOU_CHECK(false, "Botan seals with SM4-GCM");
  }
}

std::optional<std::string> sm4_gcm_open(std::string_view key, std::string_view nonce, std::string_view associated,
                                        std::string_view sealed) {
  YISHOU_CHECK(key.size() == kSm4KeyBytes, "the key of SM4-GCM has 16 bytes");
  if (nonce.size() != kGcmNonceBytes || sealed.size() < kGcmTagBytes) return std::nullopt;
  auto& mode = mode_of_thread(Botan::DECRYPTION);
  try {
    mode.set_key(raw(key), key.size());
    mode.set_associated_data(raw(associated), associated.size());
    mode.start(raw(nonce), nonce.size());
    Botan::secure_vector<std::uint8_t> buffer(sealed.begin(), sealed.end());
    mode.finish(buffer);
    mode.clear();
    return std::string{buffer.begin(), buffer.end()};
  } catch (const std::exception&) {  // Botan says by an exception that the tag is wrong
    mode.clear();
    return std::nullopt;
  }
}

Result<std::string> argon2id(std::string_view password, std::string_view salt, std::string_view secret,
                             std::string_view associated, const PasswordCost& cost, std::size_t size) {
  if (cost.lanes < 1 || cost.lanes > 64 || cost.passes < 1 || cost.passes > 100 || cost.memory_kib < 8 * cost.lanes ||
      cost.memory_kib > 1024 * 1024)
    return fail(
        ErrorCode::kBadCall,
        fmt::format("the cost of passwords is outside its limits (1 to 64 lanes, 1 to 100 passes, memory from 8 "
                    "KiB a lane to 1 GiB); correct the settings: {} lanes, {} passes, {} KiB",
                    cost.lanes, cost.passes, cost.memory_kib));
  if (password.size() > kMaxPasswordBytes)
    return fail(ErrorCode::kTooMuch,
                fmt::format("the password is too long; take one of at most {} bytes", kMaxPasswordBytes));
  try {
    constexpr std::uint8_t kArgon2id = 2;
    std::string out(size, '\0');
    Botan::argon2(reinterpret_cast<std::uint8_t*>(out.data()), out.size(), password.data(), password.size(), raw(salt),
                  salt.size(), raw(secret), secret.size(), raw(associated), associated.size(), kArgon2id, cost.lanes,
                  cost.memory_kib, cost.passes);
    return out;
  } catch (const std::exception& problem) {
    return fail(ErrorCode::kEngine, fmt::format("a password could not be hashed; is there enough memory? {} KiB: {}",
                                                cost.memory_kib, problem.what()));
  }
}

}  // namespace yishou::crypto

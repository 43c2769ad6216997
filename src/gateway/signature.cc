#include "gateway/signature.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "gateway/sha256.h"

namespace yishou::gateway {
namespace {

constexpr std::size_t kMaxHeaderBytes = 256;
constexpr std::size_t kMaxTimestampDigits = 12;  // until the year 33658

std::optional<std::int64_t> unix_seconds(std::string_view text) {
  if (text.empty() || text.size() > kMaxTimestampDigits) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

// 64 hex digits of either case; nullopt for anything else.
std::optional<Sha256> from_hex(std::string_view hex) {
  Sha256 out{};
  if (hex.size() != 2 * out.size()) return std::nullopt;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const char* from = hex.data() + 2 * i;
    const auto [end, error] = std::from_chars(from, from + 2, out[i], 16);
    if (error != std::errc{} || end != from + 2) return std::nullopt;
  }
  return out;
}

}  // namespace

std::string_view verdict_text(SignatureVerdict verdict) {
  switch (verdict) {
    case SignatureVerdict::kValid: return {};
    case SignatureVerdict::kIncomplete:
      return "鉴权参数不完整，请补齐 x-tif-paasid、x-tif-timestamp、x-tif-nonce、x-tif-signature（或 apikey） · "
             "authentication headers are missing";
    case SignatureVerdict::kMalformed:
      return "鉴权参数格式不正确，x-tif-timestamp 应为 Unix 秒 · authentication headers are malformed: x-tif-timestamp "
             "is Unix "
             "seconds";
    case SignatureVerdict::kOutsideWindow:
      return "请求时间超出允许范围，请校准本机时钟 · the timestamp is outside the time window: set the clock of the "
             "caller";
    case SignatureVerdict::kUnknownCaller:
      return "未授权的接入方，请向医保部门核对 paasid 与密钥 · unknown caller: check the paasid and key";
    case SignatureVerdict::kWrong:
      return "签名不正确，请核对密钥与签名算法 · the signature is wrong: check the key and the algorithm";
  }
  return {};
}

std::string x_tif_signature(std::string_view timestamp, std::string_view token, std::string_view nonce) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const std::uint8_t byte : sha256({timestamp, token, nonce, timestamp})) {
    hex.push_back(kDigits[byte >> 4]);
    hex.push_back(kDigits[byte & 15]);
  }
  return hex;
}

SignatureVerdict verify_x_tif(const SignatureHeaders& headers, const InstitutionAccess& access, std::int64_t now,
                              std::int64_t window_s) {
  const auto all = {headers.paasid, headers.timestamp, headers.nonce, headers.signature};
  if (std::ranges::any_of(all, &std::string_view::empty)) return SignatureVerdict::kIncomplete;
  if (std::ranges::any_of(all, [](std::string_view header) { return header.size() > kMaxHeaderBytes; })) {
    return SignatureVerdict::kMalformed;
  }
  const auto sent = unix_seconds(headers.timestamp);
  if (!sent) return SignatureVerdict::kMalformed;
  if (*sent < now - window_s || *sent > now + window_s) return SignatureVerdict::kOutsideWindow;
  if (access.token.empty() || headers.paasid != access.paasid) return SignatureVerdict::kUnknownCaller;
  const auto given = from_hex(headers.signature);
  const Sha256 expected = sha256({headers.timestamp, access.token, headers.nonce, headers.timestamp});
  return given && equal_in_constant_time(*given, expected) ? SignatureVerdict::kValid : SignatureVerdict::kWrong;
}

SignatureVerdict verify_apikey(std::string_view apikey, const InstitutionAccess& access) {
  if (apikey.empty()) return SignatureVerdict::kIncomplete;
  if (apikey.size() > kMaxHeaderBytes) return SignatureVerdict::kMalformed;
  if (access.apikey.empty()) return SignatureVerdict::kUnknownCaller;
  // Hashes compare alike for keys of any length.
  return equal_in_constant_time(sha256({apikey}), sha256({access.apikey})) ? SignatureVerdict::kValid
                                                                           : SignatureVerdict::kWrong;
}

std::int64_t timestamp_seconds(std::string_view timestamp) { return unix_seconds(timestamp).value_or(0); }

bool may_speak_for(const InstitutionAccess& access, std::string_view fixmedins_code) {
  if (fixmedins_code.empty()) return false;
  return std::ranges::any_of(access.institutions,
                             [&](const std::string& own) { return own == "*" || own == fixmedins_code; });
}

}  // namespace yishou::gateway

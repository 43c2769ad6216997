// Who calls: the x-tif headers of the national gateway, or its single apikey header, against what the institution was
// given.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace yishou::gateway {

/// What one institution or application was given.
struct InstitutionAccess {
  std::string paasid;
  std::string token;                      ///< secret key of the x-tif signature; "" = that way is closed
  std::string apikey;                     ///< value of the apikey header; "" = that way is closed
  std::vector<std::string> institutions;  ///< fixmedins_code it may speak for; "*" = any
};

/// The four headers as they came; "" when missing.
struct SignatureHeaders {
  std::string_view paasid;     ///< x-tif-paasid
  std::string_view timestamp;  ///< x-tif-timestamp: Unix seconds
  std::string_view nonce;      ///< x-tif-nonce
  std::string_view signature;  ///< x-tif-signature
};

enum class SignatureVerdict : std::uint8_t {
  kValid,
  kIncomplete,     ///< a header is missing
  kMalformed,      ///< a header is too long, or the timestamp is no number of seconds
  kOutsideWindow,  ///< the timestamp is further from now than the window
  kUnknownCaller,  ///< paasid is not that of the access, or the access has no token or key
  kWrong,          ///< the signature or the key does not match
};

/// One Chinese sentence with its English beside it, for err_msg. "" for kValid. Tells nothing of the secret.
[[nodiscard]] std::string_view verdict_text(SignatureVerdict verdict);

/// SHA-256, lower-case hex, of timestamp + token + nonce + timestamp.
[[nodiscard]] std::string x_tif_signature(std::string_view timestamp, std::string_view token, std::string_view nonce);

/// Checks the headers, in this order: complete, well-formed, within `window_s` seconds of `now` (Unix seconds; the
/// bounds are still inside), signature equal. Hex case does not matter; the comparison takes the same time wherever it
/// differs. The body is not signed. Any thread.
[[nodiscard]] SignatureVerdict verify_x_tif(const SignatureHeaders& headers, const InstitutionAccess& access,
                                            std::int64_t now, std::int64_t window_s);

/// Checks the apikey header; in constant time for keys of any length. Any thread.
[[nodiscard]] SignatureVerdict verify_apikey(std::string_view apikey, const InstitutionAccess& access);

/// Unix seconds of a timestamp header that verify_x_tif found valid.
[[nodiscard]] std::int64_t timestamp_seconds(std::string_view timestamp);

/// May this access send messages of that institution? An empty code: never.
[[nodiscard]] bool may_speak_for(const InstitutionAccess& access, std::string_view fixmedins_code);

}  // namespace yishou::gateway

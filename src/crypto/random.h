// Chance for secrets, from the operating system through OpenSSL.
#pragma once

#include <cstddef>
#include <string>

namespace yishou::crypto {

/// `size` unforeseeable bytes. Stops the program when the system has none to give: nothing may go on without. Any
/// thread.
[[nodiscard]] std::string random_bytes(std::size_t size);
/// A token of 256 random bits: 43 letters of base64url, or 64 hex digits.
[[nodiscard]] std::string random_token();
[[nodiscard]] std::string random_token_hex();

}  // namespace yishou::crypto

// Encodings of extracts: UTF-8, or GB18030 turned into UTF-8. Decided for each record by itself, since files are mixed.
#pragma once

#include <string>
#include <string_view>

namespace yishou::csv {

/// True when all of `text` is UTF-8.
[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

/// True when `begin`, the first bytes of a file, are UTF-16 or UTF-32 text.
[[nodiscard]] bool is_utf16(std::string_view begin) noexcept;

/// The bytes EF BB BF.
inline constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

/// GB18030 → UTF-8. Used by one thread.
class Gb18030 {
 public:
  Gb18030() = default;
  Gb18030(const Gb18030&) = delete;
  Gb18030& operator=(const Gb18030&) = delete;
  ~Gb18030();
  /// Replaces `out` by `text` in UTF-8; false when `text` is not GB18030 throughout.
  [[nodiscard]] bool to_utf8(std::string_view text, std::string& out);

 private:
  void* converter_ = nullptr;  // iconv_t, opened when first needed
};

/// `text` with every byte that is not part of UTF-8 written as \xNN: for messages and files of refused rows.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace yishou::csv

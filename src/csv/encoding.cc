#include "csv/encoding.h"

#include <iconv.h>

#include <fmt/format.h>
#include <simdjson.h>

namespace yishou::csv {

bool is_utf8(std::string_view text) noexcept { return simdjson::validate_utf8(text.data(), text.size()); }

bool is_utf16(std::string_view begin) noexcept {
  if (begin.starts_with("\xff\xfe") || begin.starts_with("\xfe\xff")) return true;
  // Without a mark: every other byte of Latin column names is NUL.
  return begin.size() >= 4 && ((begin[0] == '\0' && begin[2] == '\0') || (begin[1] == '\0' && begin[3] == '\0'));
}

Gb18030::~Gb18030() {
  if (converter_ != nullptr) iconv_close(converter_);
}

bool Gb18030::to_utf8(std::string_view text, std::string& out) {
  if (converter_ == nullptr) {
    iconv_t opened = iconv_open("UTF-8", "GB18030");
    if (opened == reinterpret_cast<iconv_t>(-1)) return false;
    converter_ = opened;
  }
  iconv(converter_, nullptr, nullptr, nullptr, nullptr);
  out.resize(text.size() * 2 + 16);  // two bytes become at most three, four at most four
  char* in = const_cast<char*>(text.data());
  std::size_t in_left = text.size();
  char* to = out.data();
  std::size_t out_left = out.size();
  if (iconv(converter_, &in, &in_left, &to, &out_left) == static_cast<std::size_t>(-1) || in_left != 0) return false;
  out.resize(out.size() - out_left);
  return true;
}

std::string printable(std::string_view text) {
  if (is_utf8(text)) return std::string(text);
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t length = 1;
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead >= 0xc0) length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (i + length <= text.size() && is_utf8(text.substr(i, length))) {
      out += text.substr(i, length);
      i += length;
    } else {
      out += fmt::format("\\x{:02x}", lead);
      ++i;
    }
  }
  return out;
}

}  // namespace yishou::csv

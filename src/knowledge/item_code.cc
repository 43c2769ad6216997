#include "knowledge/item_code.h"

#include <algorithm>

namespace yishou::knowledge {

std::string plain_code(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == 0xEF && i + 2 < text.size()) {  // U+FF01–U+FF5E
      const int second = static_cast<unsigned char>(text[i + 1]), third = static_cast<unsigned char>(text[i + 2]);
      const int point = 0xF000 | ((second & 0x3F) << 6) | (third & 0x3F);
      if (point >= 0xFF01 && point <= 0xFF5E) {
        out += static_cast<char>(point - 0xFEE0);
        i += 2;
        continue;
      }
    }
    if (std::string_view{" \t\r\n"}.find(text[i]) != std::string_view::npos) continue;
    out += text[i] >= 'a' && text[i] <= 'z' ? static_cast<char>(text[i] - 'a' + 'A') : text[i];
  }
  return out;
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_code(std::string_view code) {
  const bool alphanumeric =
      std::ranges::all_of(code, [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); });
  if (code.empty() || !alphanumeric) return false;
  switch (code[0]) {
    case 'X': return code.size() == 23;
    case 'Z': return code.size() == 20;
    case 'T': return code.size() == 10;
    case 'C': return code.size() >= 5 && code.size() <= 30;
    default: return code.size() == 15 && all_digits(code);
  }
}

}  // namespace yishou::knowledge

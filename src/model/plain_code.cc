#include "model/plain_code.h"

#include <algorithm>

namespace yishou::model {
namespace {

constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

// U+FF01…U+FF5E, three bytes each in UTF-8, stand for '!'…'~'; U+3000 for the space. '\0' for any other text.
char half_width(std::string_view text) noexcept {
  constexpr unsigned kFirstFullWidth = 0xFF01, kLastFullWidth = 0xFF5E, kSpace = 0x3000;
  if (text.size() < 3 || (static_cast<unsigned char>(text[0]) & 0xF0U) != 0xE0U) return '\0';
  const auto bits = [&](std::size_t at) { return static_cast<unsigned char>(text[at]) & 0x3FU; };
  const unsigned code = (static_cast<unsigned char>(text[0]) & 0x0FU) << 12 | bits(1) << 6 | bits(2);
  if (code == kSpace) return ' ';
  if (code < kFirstFullWidth || code > kLastFullWidth) return '\0';
  return static_cast<char>('!' + (code - kFirstFullWidth));
}

}  // namespace

bool is_plain_code(std::string_view text) noexcept {
  if (text.empty()) return true;
  const auto changes = [](char c) { return is_lower(c) || static_cast<unsigned char>(c) >= 0x80; };
  return text.front() != ' ' && text.back() != ' ' && std::ranges::none_of(text, changes);
}

std::string plain_code(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const char half = half_width(text);
    const char c = half != '\0' ? half : text.front();
    out += is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
    text.remove_prefix(half != '\0' ? 3 : 1);
  }
  const std::size_t first = out.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  out.erase(out.find_last_not_of(' ') + 1);
  out.erase(0, first);
  return out;
}

}  // namespace yishou::model

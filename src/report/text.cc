#include "report/text.h"

#include <algorithm>
#include <iterator>

namespace yishou::report {
namespace {

struct Span {
  char32_t first, last;
};

// Unicode 15 East Asian Width W and F, joined where the gaps are unassigned.
constexpr Span kWide[] = {
    {0x1100, 0x115f},   {0x231a, 0x231b},   {0x2329, 0x232a},   {0x23e9, 0x23ec},   {0x2e80, 0x303e},
    {0x3041, 0x33ff},   {0x3400, 0x4dbf},   {0x4e00, 0xa4cf},   {0xa960, 0xa97f},   {0xac00, 0xd7a3},
    {0xf900, 0xfaff},   {0xfe10, 0xfe19},   {0xfe30, 0xfe6f},   {0xff01, 0xff60},   {0xffe0, 0xffe6},
    {0x16fe0, 0x18d08}, {0x1b000, 0x1b2fb}, {0x1f300, 0x1f64f}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd},
};
constexpr Span kZero[] = {
    {0x0300, 0x036f}, {0x200b, 0x200f}, {0x20d0, 0x20ff}, {0x302a, 0x302d},
    {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}, {0xfeff, 0xfeff},
};

template <std::size_t N>
bool contains(const Span (&spans)[N], char32_t c) noexcept {
  const auto* found = std::upper_bound(std::begin(spans), std::end(spans), c,
                                       [](char32_t value, const Span& span) { return value < span.first; });
  return found != std::begin(spans) && c <= std::prev(found)->last;
}

std::size_t width_of(char32_t c) noexcept {
  if (contains(kZero, c)) return 0;
  return contains(kWide, c) ? 2 : 1;
}

constexpr CodePoint kMalformed{0xfffd, 1};

}  // namespace

CodePoint code_point_at(std::string_view text, std::size_t at) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byte(at);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || at + length > text.size()) return kMalformed;
  char32_t value = lead & (0xffu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xc0) != 0x80) return kMalformed;
    value = value << 6 | (byte(at + i) & 0x3fu);
  }
  const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
  if (overlong || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) return kMalformed;
  return {value, length};
}

bool is_utf8(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<std::uint8_t>(text[at]) < 0x80) {
      ++at;
      continue;
    }
    const CodePoint point = code_point_at(text, at);
    if (point.bytes == 1) return false;
    at += point.bytes;
  }
  return true;
}

std::string to_utf8(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    if (point.bytes == 1 && point.value >= 0x80) {
      out += "\xef\xbf\xbd";
    } else {
      out += text.substr(at, point.bytes);
    }
    at += point.bytes;
  }
  return out;
}

std::string json_text(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out = "\"";
  const auto put = [&](std::string_view bytes) {
    for (const char c : bytes) {
      const auto byte = static_cast<unsigned char>(c);
      if (c == '"' || c == '\\') {
        out += '\\';
        out += c;
      } else if (c == '\n') {
        out += "\\n";
      } else if (byte < 0x20) {
        out += "\\u00";
        out += kHex[byte >> 4];
        out += kHex[byte & 15];
      } else {
        out += c;
      }
    }
  };
  if (is_utf8(text)) {
    put(text);
  } else {
    put(to_utf8(text));
  }
  return out + '"';
}

std::size_t display_width(std::string_view text) noexcept {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    width += width_of(point.value);
    at += point.bytes;
  }
  return width;
}

std::string pad_right(std::string_view text, std::size_t width) {
  const std::size_t own = display_width(text);
  if (own <= width) return std::string{text} + std::string(width - own, ' ');
  std::string out;
  std::size_t used = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    const std::size_t wide = width_of(point.value);
    if (used + wide + 2 > width) break;
    used += wide;
    out += text.substr(at, point.bytes);
    at += point.bytes;
  }
  out += "..";
  return out + std::string(width > used + 2 ? width - used - 2 : 0, ' ');
}

std::string pad_left(std::string_view text, std::size_t width) {
  const std::size_t own = display_width(text);
  return std::string(own < width ? width - own : 0, ' ') + std::string{text};
}

std::string with_separators(std::uint64_t value) {
  std::string digits = std::to_string(value);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

std::string yuan_with_separators(Fen fen) {
  const bool negative = fen < 0;
  const std::uint64_t size =
      negative ? std::uint64_t{0} - static_cast<std::uint64_t>(fen) : static_cast<std::uint64_t>(fen);
  const std::uint64_t cents = size % 100;
  std::string out = negative ? "-" : "";
  out += with_separators(size / 100);
  out += cents < 10 ? ".0" : ".";
  return out + std::to_string(cents);
}

std::string cut_utf16(std::string_view text, std::size_t units, std::string_view mark) {
  const auto units_of = [](std::string_view part) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < part.size();) {
      const CodePoint point = code_point_at(part, at);
      count += point.value > 0xffff ? 2 : 1;
      at += point.bytes;
    }
    return count;
  };
  if (text.size() <= units || units_of(text) <= units) return std::string{text};
  const std::size_t room = units - units_of(mark);
  std::size_t used = 0, at = 0;
  while (at < text.size()) {
    const CodePoint point = code_point_at(text, at);
    const std::size_t own = point.value > 0xffff ? 2 : 1;
    if (used + own > room) break;
    used += own;
    at += point.bytes;
  }
  return std::string{text.substr(0, at)} + std::string{mark};
}

}  // namespace yishou::report

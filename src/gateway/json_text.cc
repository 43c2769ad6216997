#include "gateway/json_text.h"

#include <algorithm>

#include <fmt/format.h>

namespace yishou::gateway {

void append_json_text(std::string& out, std::string_view text) {
  out.push_back('"');
  const auto must_escape = [](char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; };
  for (;;) {
    const auto plain = static_cast<std::size_t>(std::ranges::find_if(text, must_escape) - text.begin());
    out.append(text.substr(0, plain));
    if (plain == text.size()) break;
    const char c = text[plain];
    switch (c) {
      case '"': out.append("\\\""); break;
      case '\\': out.append("\\\\"); break;
      case '\n': out.append("\\n"); break;
      case '\r': out.append("\\r"); break;
      case '\t': out.append("\\t"); break;
      default: fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c)); break;
    }
    text.remove_prefix(plain + 1);
  }
  out.push_back('"');
}

void append_json_field(std::string& out, std::string_view name, std::string_view text) {
  out.append(",\"").append(name).append("\":");
  append_json_text(out, text);
}

void append_json_amount(std::string& out, Fen amount) {
  out.append(format_decimal(amount == kNoNumber ? 0 : amount, kFenScale));
}

std::string_view first_characters(std::string_view text, std::size_t most) noexcept {
  std::size_t characters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((text[i] & '\xC0') == '\x80') continue;  // inside a character
    if (characters++ == most) return text.substr(0, i);
  }
  return text;
}

}  // namespace yishou::gateway

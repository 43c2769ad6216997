// Any bytes into a valid JSON string.
#include "http/json_text.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "http/target.h"

namespace yishou::http {

namespace {

// Length of the character of UTF-8 at the begin of `text`, which is no ASCII; 0 when it is none.
std::size_t character_length(std::string_view text) noexcept {
  for (std::size_t length = 2; length <= std::min<std::size_t>(4, text.size()); ++length) {
    if (is_utf8(text.substr(0, length))) return length;
  }
  return 0;
}

}  // namespace

void append_json_text(std::string& out, std::string_view text) {
  out.push_back('"');
  while (!text.empty()) {
    const auto byte = static_cast<unsigned char>(text.front());
    std::size_t length = 1;
    if (byte == '"' || byte == '\\') {
      out.push_back('\\');
      out.push_back(text.front());
    } else if (byte == '\n') {
      out.append("\\n");
    } else if (byte < 0x20 || byte == 0x7f) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", byte);
    } else if (byte < 0x80) {
      out.push_back(text.front());
    } else if (length = character_length(text); length > 0) {
      out.append(text.substr(0, length));
    } else {
      out.append("\xef\xbf\xbd");
      length = 1;
    }
    text.remove_prefix(length);
  }
  out.push_back('"');
}

}  // namespace yishou::http

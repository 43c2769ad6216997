// Texts as JSON strings, for the log and for problems.
#pragma once

#include <string>
#include <string_view>

namespace yishou::http {

/// Appends `text` with its quotes. Control characters are escaped; bytes that are not UTF-8 become U+FFFD.
void append_json_text(std::string& out, std::string_view text);

}  // namespace yishou::http

// One JSON object of texts, as a line of NDJSON.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace yishou::server {

/// Appends {"name":"text",…} and a line feed.
void append_json_line(std::string& out, const std::vector<std::pair<std::string_view, std::string>>& members);

}  // namespace yishou::server

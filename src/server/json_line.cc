#include "server/json_line.h"

#include <boost/json.hpp>

namespace yishou::server {

void append_json_line(std::string& out, const std::vector<std::pair<std::string_view, std::string>>& members) {
  boost::json::object object;
  for (const auto& [name, text] : members) object.emplace(name, text);
  out += boost::json::serialize(object);
  out += '\n';
}

}  // namespace yishou::server

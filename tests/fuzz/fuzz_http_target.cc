// Fuzz target: any bytes as the target of a request. What is taken must be safe: decoded UTF-8 without controls, backslashes and
// dot segments; and written down again, it must be read as the same.
#include <cstdint>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "base/check.h"
#include "http/target.h"

namespace {

using namespace yishou;

std::string encode(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '/') {
      out.push_back(c);
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  http::Target read;
  if (!http::read_target(text, read) || read.path == "*") return 0;
  YISHOU_CHECK(read.path.starts_with('/') && http::is_utf8(read.path), "a path is UTF-8 from the root");
  for (const char c : read.path) {
    YISHOU_CHECK(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f && c != '\\',
                 "a path has no controls and backslashes");
  }
  const std::string closed = std::string(read.path) + "/";
  YISHOU_CHECK(closed.find("/../") == std::string::npos && closed.find("/./") == std::string::npos, "no dot segments");
  YISHOU_CHECK(read.query.size() <= http::kMaxQueryFields, "the query is bounded");
  std::string again = encode(read.path) + "?";
  for (const http::Field& field : read.query) {
    YISHOU_CHECK(http::is_utf8(field.name) && http::is_utf8(field.value), "a query is UTF-8");
    again += "&" + fmt::format("{}=", encode(field.name)) + encode(field.value);
  }
  http::Target second;
  YISHOU_CHECK(http::read_target(again, second).has_value(), "what was taken is taken again");
  YISHOU_CHECK(second.path == read.path && second.query.size() == read.query.size(), "and read as the same");
  return 0;
}

// Looks files up by name.
#include "http/assets.h"

#include <algorithm>
#include <array>

#include "http/conditional.h"
#include "http/header_text.h"
#include "http/problem.h"

namespace yishou::http {

namespace {

// True for "app.3f9a12bc.js": a part of at least eight hexadecimal digits between dots or after a dash.
bool carries_hash(std::string_view name) noexcept {
  std::size_t digits = 0;
  bool number = false;  // has a digit: "deadbeef" may be a word
  for (const char c : name.substr(name.rfind('/') + 1)) {
    const bool digit = c >= '0' && c <= '9';
    if (digit || (c >= 'a' && c <= 'f')) {
      ++digits;
      number = number || digit;
      continue;
    }
    if (digits >= 8 && number && c == '.') return true;
    // A letter beyond f spoils the part; the next begins after a dot or dash.
    digits = 0;
    number = false;
  }
  return false;
}

}  // namespace

std::string_view media_type(std::string_view name) noexcept {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kTypes{{
      {"html", "text/html; charset=utf-8"},
      {"css", "text/css; charset=utf-8"},
      {"js", "text/javascript; charset=utf-8"},
      {"mjs", "text/javascript; charset=utf-8"},
      {"json", "application/json"},
      {"yaml", "application/yaml"},
      {"svg", "image/svg+xml"},
      {"png", "image/png"},
      {"ico", "image/vnd.microsoft.icon"},
      {"woff2", "font/woff2"},
      {"txt", "text/plain; charset=utf-8"},
      {"csv", "text/csv; charset=utf-8"},
      {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
      {"webmanifest", "application/manifest+json"},
  }};
  const std::size_t dot = name.rfind('.');
  if (dot != std::string_view::npos) {
    for (const auto& [extension, type] : kTypes) {
      if (same_word(name.substr(dot + 1), extension)) return type;
    }
  }
  return "application/octet-stream";
}

bool takes_gzip(std::string_view accept_encoding) noexcept {
  while (!accept_encoding.empty()) {
    const std::string_view member = next_member(accept_encoding);
    const std::string_view coding = member.substr(0, member.find_first_of("; "));
    if (!same_word(coding, "gzip") && coding != "*") continue;
    const std::size_t q = member.find("q=");
    // "q=0", "q=0.0" …: refused.
    return q == std::string_view::npos || member.find_first_of("123456789", q) != std::string_view::npos;
  }
  return false;
}

Assets::Assets(const Files& files) {
  for (const auto& [name, bytes] : files) {
    if (name.ends_with(".gz")) {
      File& file = files_[std::string(name.substr(0, name.size() - 3))];
      file.packed = bytes;
      file.packed_etag = etag_of(bytes);
    } else {
      File& file = files_[std::string(name)];
      file.bytes = bytes;
      file.etag = etag_of(bytes);
    }
  }
  std::erase_if(files_, [](const auto& entry) { return entry.second.bytes.data() == nullptr; });
  for (auto& [name, file] : files_) {
    file.type = media_type(name);
    file.kept = carries_hash(name);
  }
}

void Assets::serve(const Request& request, Response& response, std::string_view name) const {
  const auto found = files_.find(name);
  if (found == files_.end()) {
    answer_problem(request, response, 404, "没有这个文件 · there is no such file");
    return;
  }
  const File& file = found->second;
  const bool packed = file.packed.data() != nullptr && takes_gzip(request.header("Accept-Encoding"));
  response.set_header("Cache-Control", file.kept ? "public, max-age=31536000, immutable" : "no-cache");
  if (file.packed.data() != nullptr) response.set_header("Vary", "Accept-Encoding");
  if (answer_not_modified(request, response, packed ? file.packed_etag : file.etag)) return;
  response.content_type = file.type;
  if (packed) response.set_header("Content-Encoding", "gzip");
  response.send_static(packed ? file.packed : file.bytes);
}

}  // namespace yishou::http

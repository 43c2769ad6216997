// Headers of an answer are checked where they are set; the file of an answer is opened where it is named.
#include "http/response.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include <fmt/format.h>

#include "http/header_text.h"
#include "http/request.h"

namespace yishou::http {

OpenFile::~OpenFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void Response::set_header(std::string_view name, std::string_view value) {
  std::erase_if(headers_, [name](const Header& header) { return same_word(header.first, name); });
  add_header(name, value);
}

void Response::add_header(std::string_view name, std::string_view value) {
  if (!is_token(name) || !is_header_value(value) || is_written_by_server(name)) {
    spoilt_by_ = is_token(name) ? name : std::string_view("(bad name)");
    return;
  }
  headers_.emplace_back(name, value);
}

std::string_view Response::header(std::string_view name) const noexcept {
  const auto found = std::ranges::find_if(headers_, [name](const Header& h) { return same_word(h.first, name); });
  return found == headers_.end() ? std::string_view() : std::string_view(found->second);
}

Status Response::send_file(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (descriptor < 0) {
    const int error = errno;
    return fail(error == ENOENT ? ErrorCode::kNotFound : ErrorCode::kIo,
                fmt::format("cannot open the file to send ({}): {}", std::generic_category().message(error), path));
  }
  struct stat facts{};
  if (::fstat(descriptor, &facts) != 0 || !S_ISREG(facts.st_mode)) {
    ::close(descriptor);
    return fail(ErrorCode::kIo, fmt::format("what is to be sent is not a regular file: {}", path));
  }
  file_ = OpenFile(descriptor, static_cast<std::uint64_t>(facts.st_size));
  return {};
}

void Response::send_json(std::string json) {
  status = 200;
  content_type = "application/json";
  body = std::move(json);
}

void Response::clear() noexcept {
  status = 200;
  content_type.clear();
  body.clear();
  log_note.clear();
  headers_.clear();
  static_bytes_ = {};
  file_ = OpenFile();
  spoilt_by_.clear();
}

}  // namespace yishou::http

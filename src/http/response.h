// What a handler answers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace yishou::http {

/// A file being sent; closes it.
class OpenFile {
 public:
  OpenFile() = default;
  OpenFile(int descriptor, std::uint64_t size) : descriptor_(descriptor), size_(size) {}
  OpenFile(OpenFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)), size_(other.size_) {}
  OpenFile& operator=(OpenFile&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    size_ = other.size_;
    return *this;
  }
  ~OpenFile();
  [[nodiscard]] bool is_open() const noexcept { return descriptor_ >= 0; }
  [[nodiscard]] int descriptor() const noexcept { return descriptor_; }
  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

 private:
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
};

/// Filled by one handler, then sent by the server. The server itself adds Date, Content-Length, Connection, X-Request-Id and
/// the security headers (README).
class Response {
 public:
  unsigned status = 200;
  std::string content_type;  ///< empty: no Content-Type
  std::string body;
  std::string log_note;  ///< for the log alone: what went wrong, without personal data

  /// Sets a header, in the place of one of that name. A name or value that could break the framing (CR, LF, other control
  /// characters), or one of the headers the server writes itself, spoils the answer: the client gets 500 and the log says why.
  void set_header(std::string_view name, std::string_view value);
  /// Adds one more header of that name (Set-Cookie).
  void add_header(std::string_view name, std::string_view value);
  [[nodiscard]] std::string_view header(std::string_view name) const noexcept;

  /// Sends bytes that outlive the server (embedded files) in the place of `body`, without a copy.
  void send_static(std::string_view bytes) noexcept { static_bytes_ = bytes; }
  /// Sends a file in the place of `body`. It is opened now, and may be unlinked as soon as this returns. kNotFound, kIo.
  [[nodiscard]] Status send_file(const std::string& path);

  /// JSON with status 200.
  void send_json(std::string json);

  /// Empty again, with its memory kept.
  void clear() noexcept;

  using Header = std::pair<std::string, std::string>;
  [[nodiscard]] const std::vector<Header>& headers() const noexcept { return headers_; }
  [[nodiscard]] const std::string& spoilt_by() const noexcept { return spoilt_by_; }  ///< name of a refused header
  [[nodiscard]] const OpenFile& file() const noexcept { return file_; }
  /// The body in memory: `body`, or what send_static gave.
  [[nodiscard]] std::string_view bytes() const noexcept { return static_bytes_.data() ? static_bytes_ : body; }

 private:
  std::vector<Header> headers_;
  std::string_view static_bytes_;
  OpenFile file_;
  std::string spoilt_by_;
};

}  // namespace yishou::http

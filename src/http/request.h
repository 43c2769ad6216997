// A request as a handler sees it: views into the connection's memory, alive until the handler returns.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace yishou::http {

using Clock = std::chrono::steady_clock;

enum class Method : std::uint8_t { kGet, kHead, kPost, kPut, kPatch, kDelete, kOptions };
inline constexpr std::size_t kMethods = 7;

/// "GET" …
[[nodiscard]] std::string_view method_name(Method method) noexcept;

/// A name and its value: a header, a parameter of the query, or a part of the path.
struct Field {
  std::string_view name;
  std::string_view value;
};

/// After the body this many zero bytes can be read, as fast JSON parsers want.
inline constexpr std::size_t kBodyPadding = 64;

/// What a client asks. Everything is checked by the server before a handler sees it: the path is decoded UTF-8 without NUL,
/// control characters, backslashes, encoded slashes, and "." or ".." segments.
struct Request {
  Method method = Method::kGet;
  std::string_view target;     ///< as sent: path and query, still encoded
  std::string_view path;       ///< decoded
  std::string_view route;      ///< the pattern that matched, e.g. "/v1/findings/{id}"; empty: none
  std::vector<Field> params;   ///< parts of the path named by the pattern
  std::vector<Field> query;    ///< decoded, in the order sent
  std::vector<Field> headers;  ///< in the order sent, as sent
  std::string_view body;       ///< whole; followed by kBodyPadding zero bytes
  std::string_view peer;       ///< address of the other end, without its port
  bool tls = false;
  unsigned worker = 0;         ///< number of the io thread, from 0
  Clock::time_point arrival;   ///< when its first byte was read
  Clock::time_point deadline;  ///< when the client gets 503 instead (routes of the pool only)
  std::string_view id;         ///< names it in the log and in X-Request-Id

  /// The first header of that name, in any case; empty when there is none.
  [[nodiscard]] std::string_view header(std::string_view name) const noexcept;
  /// How many headers there are of that name, in any case.
  [[nodiscard]] std::size_t count_headers(std::string_view name) const noexcept;
  /// The first parameter of the query of that name.
  [[nodiscard]] std::optional<std::string_view> query_value(std::string_view name) const noexcept;
  /// The part of the path named by the pattern; empty when the pattern has no such name.
  [[nodiscard]] std::string_view param(std::string_view name) const noexcept;
};

/// True when both are the same but for the case of ASCII letters.
[[nodiscard]] bool same_word(std::string_view a, std::string_view b) noexcept;

}  // namespace yishou::http

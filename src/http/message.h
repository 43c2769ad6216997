// Inside the room: one message of HTTP/1.1, parsed by Beast into views of the connection's memory, with the checks that keep
// two readers of one stream from seeing two different messages (request smuggling).
#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/request.h"

namespace yishou::http {

/// Why a message is not taken.
struct Refusal {
  unsigned status = 400;
  const char* detail = "";
};

/// Where a header ends in bytes that arrive bit by bit.
class HeaderEnd {
 public:
  enum class State : std::uint8_t { kMore, kFound, kBad };
  /// Looks on in `bytes`, which begins as it did in the call before. kBad: a line that does not end in CR LF, or is folded.
  [[nodiscard]] State look(std::string_view bytes) noexcept;
  [[nodiscard]] std::size_t length() const noexcept { return line_; }  ///< kFound: with the empty line
  [[nodiscard]] bool has_first_line() const noexcept { return line_ > 0; }

 private:
  std::size_t line_ = 0;  // where the line that is not yet whole begins
};

/// Reads one message: its header at once, then a chunked body piece by piece (one with Content-Length the connection reads
/// itself). A new one for each message.
class Message final : public boost::beast::http::basic_parser<true> {
 public:
  struct Limits {
    std::size_t target_bytes;
    std::size_t fields;
  };
  Message(std::vector<Field>& headers, Limits limits);

  /// `header` is whole. The refusal, if there is one.
  [[nodiscard]] std::optional<Refusal> read_header(std::string_view header);

  [[nodiscard]] Method method() const noexcept { return method_; }
  [[nodiscard]] std::string_view target() const noexcept { return target_; }
  [[nodiscard]] std::uint64_t body_length() const noexcept { return length_; }  ///< of Content-Length; 0 without
  [[nodiscard]] bool has_length() const noexcept { return lengths_ > 0 || codings_ > 0; }
  [[nodiscard]] bool expects_continue() const noexcept { return expects_continue_; }

  /// Reads more of a chunked body, and appends to `body` up to `limit` bytes in all (`body` null: thrown away). Says how many
  /// bytes were used; without a refusal and with is_done() false more are needed.
  std::size_t read_chunks(std::string_view bytes, std::string* body, std::size_t limit,
                          std::optional<Refusal>& refusal);

 private:
  using Code = boost::system::error_code;
  using Text = boost::beast::string_view;
  void on_request_impl(boost::beast::http::verb verb, Text method, Text target, int version, Code& code) override;
  void on_response_impl(int status, Text reason, int version, Code& code) override;
  void on_field_impl(boost::beast::http::field field, Text name, Text value, Code& code) override;
  void on_header_impl(Code& code) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, Code& code) override;
  std::size_t on_body_impl(Text body, Code& code) override;
  void on_chunk_header_impl(std::uint64_t size, Text extension, Code& code) override;
  std::size_t on_chunk_body_impl(std::uint64_t remain, Text body, Code& code) override;
  void on_finish_impl(Code& code) override;

  void refuse(Code& code, unsigned status, const char* detail);
  [[nodiscard]] Refusal refusal_of(const Code& code) const;

  std::vector<Field>& headers_;
  const Limits limits_;
  std::optional<Refusal> refusal_;
  Method method_ = Method::kGet;
  std::string_view target_;
  int version_ = 11;
  std::uint64_t length_ = 0;
  unsigned hosts_ = 0, lengths_ = 0, codings_ = 0;
  bool expects_continue_ = false;
  bool header_read_ = false;
  std::string* body_ = nullptr;
  std::size_t body_taken_ = 0, body_max_ = 0;
};

}  // namespace yishou::http

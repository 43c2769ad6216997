// Beast reads the grammar; what it lets pass and we do not is refused in the callbacks.
#include "http/message.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <charconv>
#include <cstring>
#include <limits>

namespace yishou::http {

namespace beast_http = boost::beast::http;

namespace {

std::optional<Method> method_of(beast_http::verb verb) noexcept {
  switch (verb) {
    case beast_http::verb::get: return Method::kGet;
    case beast_http::verb::head: return Method::kHead;
    case beast_http::verb::post: return Method::kPost;
    case beast_http::verb::put: return Method::kPut;
    case beast_http::verb::patch: return Method::kPatch;
    case beast_http::verb::delete_: return Method::kDelete;
    case beast_http::verb::options: return Method::kOptions;
    default: return std::nullopt;
  }
}

std::string_view view_of(boost::beast::string_view text) noexcept { return {text.data(), text.size()}; }

}  // namespace

HeaderEnd::State HeaderEnd::look(std::string_view bytes) noexcept {
  for (;;) {
    const void* found = std::memchr(bytes.data() + line_, '\n', bytes.size() - line_);
    if (found == nullptr) return State::kMore;
    const auto at = static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data());
    if (at == line_ || bytes[at - 1] != '\r') return State::kBad;
    // A line that begins with a blank goes on the one before: an obsolete form, which others read otherwise.
    if (line_ > 0 && (bytes[line_] == ' ' || bytes[line_] == '\t')) return State::kBad;
    const bool empty = at == line_ + 1;
    if (empty && line_ == 0) return State::kBad;
    line_ = at + 1;
    if (empty) return State::kFound;
  }
}

Message::Message(std::vector<Field>& headers, Limits limits) : headers_(headers), limits_(limits) {
  // Sizes are the connection's matter: it sees them before a message is whole.
  header_limit(std::numeric_limits<std::uint32_t>::max());
  body_limit(boost::none);
  headers_.clear();
}

std::optional<Refusal> Message::read_header(std::string_view header) {
  Code code;
  const std::size_t used = put(boost::asio::buffer(header.data(), header.size()), code);
  if (code) return refusal_of(code);
  if (!is_header_done() || used != header.size()) return Refusal{400, "请求头有误 · the header is malformed"};
  return std::nullopt;
}

std::size_t Message::read_chunks(std::string_view bytes, std::string* body, std::size_t limit,
                                 std::optional<Refusal>& refusal) {
  body_ = body;
  body_max_ = limit;
  std::size_t used = 0;
  while (used < bytes.size() && !is_done()) {
    Code code;
    used += put(boost::asio::buffer(bytes.data() + used, bytes.size() - used), code);
    if (code == beast_http::error::need_more) break;
    if (code) {
      refusal = refusal_of(code);
      break;
    }
  }
  return used;
}

void Message::refuse(Code& code, unsigned status, const char* detail) {
  refusal_ = Refusal{status, detail};
  code = beast_http::error::bad_value;
}

Refusal Message::refusal_of(const Code& code) const {
  if (refusal_) return *refusal_;
  if (code == beast_http::error::bad_version) return {505, "只支持 HTTP/1.1 与 1.0 · send HTTP/1.1"};
  if (code == beast_http::error::bad_content_length || code == beast_http::error::multiple_content_length ||
      code == beast_http::error::bad_transfer_encoding) {
    return {400, "长度说明互相矛盾 · Content-Length and Transfer-Encoding contradict each other: send one"};
  }
  if (code == beast_http::error::bad_chunk || code == beast_http::error::bad_chunk_extension) {
    return {400, "分块编码有误 · the chunked body is malformed"};
  }
  return {400, "请求有误 · the request line or a header is malformed"};
}

void Message::on_request_impl(beast_http::verb verb, Text, Text target, int version, Code& code) {
  version_ = version;
  target_ = view_of(target);
  const auto method = method_of(verb);
  if (!method)
    return refuse(code, 501, "不支持的方法 · the method is not one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
  if (target.size() > limits_.target_bytes)
    return refuse(code, 414, "地址过长 · the target is too long: shorten the query");
  method_ = *method;
}

void Message::on_response_impl(int, Text, int, Code& code) { code = beast_http::error::bad_method; }

void Message::on_field_impl(beast_http::field field, Text name, Text text, Code& code) {
  if (header_read_) return;  // trailers say nothing here
  const std::string_view value = view_of(text);
  if (headers_.size() >= limits_.fields)
    return refuse(code, 431, "请求头过多 · there are too many headers: send fewer");
  headers_.push_back({view_of(name), value});
  switch (field) {
    case beast_http::field::host: ++hosts_; break;
    case beast_http::field::content_length: {
      const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), length_);
      if (++lengths_ > 1 || error != std::errc() || end != value.data() + value.size()) {
        refuse(code, 400, "Content-Length 有误 · Content-Length is one number: send it once");
      }
      break;
    }
    case beast_http::field::transfer_encoding:
      if (++codings_ > 1) return refuse(code, 400, "Transfer-Encoding 只能有一个 · Transfer-Encoding is sent twice");
      if (!same_word(value, "chunked")) {
        refuse(code, 501, "只支持 chunked 传输编码 · the only transfer coding is chunked");
      }
      break;
    case beast_http::field::expect:
      if (!same_word(value, "100-continue"))
        return refuse(code, 417, "只支持 100-continue · expect 100-continue or nothing");
      expects_continue_ = true;
      break;
    default: break;
  }
}

void Message::on_header_impl(Code& code) {
  header_read_ = true;
  if (lengths_ > 0 && codings_ > 0) {
    return refuse(
        code, 400,
        "不得同时有 Content-Length 与 Transfer-Encoding · send Content-Length or Transfer-Encoding, not both");
  }
  if (version_ < 11 && codings_ > 0) return refuse(code, 400, "HTTP/1.0 没有分块编码 · HTTP/1.0 has no chunked bodies");
  if (hosts_ > 1 || (version_ >= 11 && hosts_ == 0)) return refuse(code, 400, "须有一个 Host · send one Host header");
  if (version_ < 11) expects_continue_ = false;
}

void Message::on_body_init_impl(const boost::optional<std::uint64_t>&, Code&) {}

std::size_t Message::on_body_impl(Text body, Code&) { return body.size(); }

void Message::on_chunk_header_impl(std::uint64_t size, Text, Code& code) {
  if (size > body_max_ - body_taken_)
    refuse(code, 413, "内容过大 · the body is larger than this route takes: send less");
}

std::size_t Message::on_chunk_body_impl(std::uint64_t, Text body, Code&) {
  body_taken_ += body.size();
  if (body_ != nullptr) body_->append(body.data(), body.size());
  return body.size();
}

void Message::on_finish_impl(Code&) {}

}  // namespace yishou::http

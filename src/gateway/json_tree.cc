// The one file that knows simdjson. Every value is visited, because on-demand parsing checks only what is visited.
#include "gateway/json_tree.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <simdjson.h>

#include "base/check.h"

namespace yishou::gateway {
namespace {

namespace ondemand = simdjson::ondemand;
using simdjson::error_code;

constexpr std::size_t kKeptBytes = std::size_t{1} << 20;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

constexpr bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
constexpr bool is_json_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view without_trailing_space(std::string_view token) {
  while (!token.empty() && is_space(token.back())) token.remove_suffix(1);
  return token;
}

// RFC 8259: -? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?
bool is_number(std::string_view token) {
  std::size_t i = 0;
  const auto digits = [&] {
    const std::size_t from = i;
    while (i < token.size() && is_json_digit(token[i])) ++i;
    return i > from;
  };
  if (i < token.size() && token[i] == '-') ++i;
  const bool leading_zero = i < token.size() && token[i] == '0';
  const std::size_t whole = i;
  if (!digits() || (leading_zero && i - whole > 1)) return false;
  if (i < token.size() && token[i] == '.') {
    ++i;
    if (!digits()) return false;
  }
  if (i < token.size() && (token[i] == 'e' || token[i] == 'E')) {
    ++i;
    if (i < token.size() && (token[i] == '+' || token[i] == '-')) ++i;
    if (!digits()) return false;
  }
  return i == token.size();
}

}  // namespace

const JsonNode* JsonNode::find(std::string_view name) const {
  if (!is_object()) return nullptr;
  const JsonNode* found = nullptr;
  for (const JsonNode& child : Children(*this)) {
    if (child.key == name) found = &child;
  }
  return found;
}

const JsonNode* one_object(const JsonNode* node) {
  if (node == nullptr || node->is_object()) return node;
  if (!node->is_array() || node->span == 1) return nullptr;
  const JsonNode* first = node + 1;
  return first->is_object() && first->span + 1 == node->span ? first : nullptr;
}

class JsonTree::Reader {
 public:
  Status read(std::string_view bytes) {
    if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
    nodes_.clear();
    failure_ = {};
    if (buffer_.size() > kKeptBytes && bytes.size() <= kKeptBytes) *this = Reader();
    if (buffer_.size() < bytes.size() + simdjson::SIMDJSON_PADDING) {
      buffer_.resize(bytes.size() + simdjson::SIMDJSON_PADDING);
    }
    if (!bytes.empty()) std::memcpy(buffer_.data(), bytes.data(), bytes.size());
    std::memset(buffer_.data() + bytes.size(), ' ', simdjson::SIMDJSON_PADDING);
    begin_ = buffer_.data();
    end_ = begin_ + bytes.size();
    escapes_ = !bytes.empty() && std::memchr(bytes.data(), '\\', bytes.size()) != nullptr;
    ondemand::document document;
    if (const error_code error = parser_.iterate(begin_, bytes.size(), buffer_.size()).get(document)) {
      static_cast<void>(malformed(error));
      return std::move(failure_);
    }
    if (!read_root(document)) return std::move(failure_);
    if (document.current_location().error() != simdjson::OUT_OF_BOUNDS)
      static_cast<void>(malformed(simdjson::TRAILING_CONTENT));
    return std::move(failure_);
  }

  [[nodiscard]] const JsonNode& root() const {
    YISHOU_CHECK(!nodes_.empty(), "a message was read");
    return nodes_.front();
  }

 private:
  // Inside, success is a bool: a Status for each value would cost as much as reading it.
  bool refuse(ErrorCode code, std::string message) {
    failure_ = fail(code, std::move(message));
    return false;
  }

  // A message that is one scalar cannot be a request: refused here, so that only containers are ever walked.
  bool read_root(ondemand::document& document) {
    ondemand::object object;
    if (document.get_object().get(object) != simdjson::SUCCESS) {
      return refuse(ErrorCode::kBadInput,
                    "报文不是 JSON 对象，请以 {\"infno\": …, \"input\": …} 提交 · the body is not a JSON object");
    }
    nodes_.push_back({.key = {}, .text = {}, .span = 1, .kind = JsonKind::kObject});
    if (!read_object(object, 1)) return false;
    nodes_.front().span = static_cast<std::uint32_t>(nodes_.size());
    return true;
  }

  bool read_object(ondemand::object& object, int depth) {
    for (auto next : object) {
      if (next.error() != simdjson::SUCCESS) return malformed(next.error());
      ondemand::field&& field = std::move(next).value_unsafe();
      std::string_view key;
      if (!read_key(field, key)) return false;
      if (!read_value(field.value(), key, depth)) return false;
    }
    return true;
  }

  bool read_array(ondemand::array& array, int depth) {
    for (auto next : array) {
      if (next.error() != simdjson::SUCCESS) return malformed(next.error());
      ondemand::value&& value = std::move(next).value_unsafe();
      if (!read_value(value, {}, depth)) return false;
    }
    return true;
  }

  bool read_key(ondemand::field& field, std::string_view& key) {
    if (escapes_) {
      if (const error_code error = field.unescaped_key().get(key)) return malformed(error);
      return check_text(key);
    }
    const char* from = field.key().raw();
    const void* quote = std::memchr(from, '"', static_cast<std::size_t>(end_ - from));
    if (quote == nullptr) return malformed(simdjson::UNCLOSED_STRING);
    key = {from, static_cast<std::size_t>(static_cast<const char*>(quote) - from)};
    return true;
  }

  bool read_value(ondemand::value& value, std::string_view key, int depth) {
    if (nodes_.size() >= kMaxValues) {
      return refuse(ErrorCode::kTooMuch,
                    fmt::format("报文的值超过 {} 个，请分批提交 · more than {} values in one message: send it in parts",
                                kMaxValues, kMaxValues));
    }
    const std::string_view token = value.raw_json_token();
    const char first = token.empty() ? '\0' : token.front();
    if (first == '{' || first == '[') return read_container(value, key, first == '{', depth);
    // Filled in its place: copying a node that was just written would wait for its writes.
    JsonNode& node = nodes_.emplace_back();
    node.key = key;
    if (first == '"') {
      node.kind = JsonKind::kString;
      return read_string(value, token, node.text);
    }
    const std::string_view scalar = without_trailing_space(token);
    if (scalar == "true") {
      node.kind = JsonKind::kTrue;
    } else if (scalar == "false") {
      node.kind = JsonKind::kFalse;
    } else if (scalar != "null") {
      if (!is_number(scalar)) return malformed_at(scalar.data());
      node.kind = JsonKind::kNumber;
      node.text = scalar;
    }
    return true;
  }

  bool read_container(ondemand::value& value, std::string_view key, bool is_object, int depth) {
    if (depth >= kMaxDepth) {
      return refuse(
          ErrorCode::kTooMuch,
          fmt::format(
              "报文嵌套超过 {} 层，请按接口规范组织报文 · nested deeper than {} levels: build the message as the "
              "interface specification says",
              kMaxDepth, kMaxDepth));
    }
    const std::size_t at = nodes_.size();
    nodes_.push_back({.key = key, .text = {}, .span = 1, .kind = is_object ? JsonKind::kObject : JsonKind::kArray});
    if (is_object) {
      ondemand::object object;
      if (const error_code error = value.get_object().get(object)) return malformed(error);
      if (!read_object(object, depth + 1)) return false;
    } else {
      ondemand::array array;
      if (const error_code error = value.get_array().get(array)) return malformed(error);
      if (!read_array(array, depth + 1)) return false;
    }
    nodes_[at].span = static_cast<std::uint32_t>(nodes_.size() - at);
    return true;
  }

  // `token` begins with the opening quote and ends before the next structural character.
  bool read_string(ondemand::value& value, std::string_view token, std::string_view& text) {
    if (escapes_ && std::memchr(token.data(), '\\', token.size()) != nullptr) {
      if (const error_code error = value.get_string().get(text)) return malformed(error);
      return check_text(text);
    }
    token.remove_prefix(1);
    const std::size_t quote = token.find('"');
    if (quote == std::string_view::npos || !without_trailing_space(token.substr(quote + 1)).empty()) {
      return malformed_at(token.data());
    }
    text = token.substr(0, quote);
    return true;
  }

  // What escapes can smuggle in past the check of the bytes. Halves of surrogate pairs the library refuses itself.
  bool check_text(std::string_view text) {
    if (text.find('\0') != std::string_view::npos) {
      return refuse(ErrorCode::kBadInput,
                    "报文的文本含 NUL 字符，请去除 \\u0000 · a text holds the NUL character: leave \\u0000 out");
    }
    return true;
  }

  bool malformed(error_code error) {
    return refuse(ErrorCode::kBadInput,
                  fmt::format("报文不是完整的 JSON（UTF-8），请检查后重发 · the body is not whole JSON in UTF-8: {}",
                              simdjson::error_message(error)));
  }
  bool malformed_at(const char* where) {
    return refuse(ErrorCode::kBadInput,
                  fmt::format("报文第 {} 字节处不是 JSON，请检查后重发 · the body is not JSON at byte {}",
                              where - begin_ + 1, where - begin_ + 1));
  }

  std::vector<char> buffer_;
  const char* begin_ = nullptr;
  const char* end_ = nullptr;
  bool escapes_ = false;
  ondemand::parser parser_;
  Status failure_;
  std::vector<JsonNode> nodes_;
};

JsonTree::JsonTree() : reader_(std::make_unique<Reader>()) {}
JsonTree::~JsonTree() = default;
JsonTree::JsonTree(JsonTree&&) noexcept = default;
JsonTree& JsonTree::operator=(JsonTree&&) noexcept = default;

Status JsonTree::read(std::string_view bytes) { return reader_->read(bytes); }
const JsonNode& JsonTree::root() const { return reader_->root(); }

}  // namespace yishou::gateway

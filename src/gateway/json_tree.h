// JsonTree: one JSON message, checked to its last byte and laid flat: what every reader of this room walks. Numbers
// stay text.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace yishou::gateway {

enum class JsonKind : std::uint8_t { kNull, kFalse, kTrue, kNumber, kString, kObject, kArray };

/// A value and, behind it in memory, what it holds: `node + 1` is its first child, `node + span` what follows it.
struct JsonNode {
  std::string_view key;    ///< its name in the object around it; "" in arrays and at the root
  std::string_view text;   ///< kString: unescaped, without NUL; kNumber: as written
  std::uint32_t span = 1;  ///< nodes of its subtree, itself among them
  JsonKind kind = JsonKind::kNull;

  [[nodiscard]] bool is_object() const { return kind == JsonKind::kObject; }
  [[nodiscard]] bool is_array() const { return kind == JsonKind::kArray; }
  /// The child of that key, the last one when a key repeats, or nullptr; nullptr too when this is no object.
  [[nodiscard]] const JsonNode* find(std::string_view name) const;
};

/// The direct children, in the order of the message: `for (const JsonNode& child : Children(node))`. Empty for scalars.
class Children {
 public:
  class Iterator {
   public:
    explicit Iterator(const JsonNode* at) : at_(at) {}
    const JsonNode& operator*() const { return *at_; }
    Iterator& operator++() {
      at_ += at_->span;
      return *this;
    }
    bool operator==(const Iterator&) const = default;

   private:
    const JsonNode* at_;
  };

  explicit Children(const JsonNode& parent) : begin_(&parent + 1), end_(&parent + parent.span) {}
  [[nodiscard]] Iterator begin() const { return Iterator(begin_); }
  [[nodiscard]] Iterator end() const { return Iterator(end_); }

 private:
  const JsonNode* begin_;
  const JsonNode* end_;
};

/// An object as itself; the one object of an array; nullptr for anything else. Some clients wrap what should stand
/// alone.
[[nodiscard]] const JsonNode* one_object(const JsonNode* node);

/// Calls `take(const JsonNode&)` for each object of an array, for a single object standing alone, and never for "",
/// null, other scalars or absence (compatibility rule 6). `take` returns Status; the first failure ends it.
template <typename Take>
[[nodiscard]] Status for_each_object(const JsonNode* node, Take&& take) {
  if (node == nullptr) return {};
  if (node->is_object()) return take(*node);
  if (!node->is_array()) return {};
  for (const JsonNode& child : Children(*node)) {
    if (child.is_object()) YISHOU_CHECK_OK(take(child));
  }
  return {};
}

/// Owns the bytes and the nodes; read again and again, its memory is kept, except after a message of more than a
/// mebibyte. One thread.
class JsonTree {
 public:
  static constexpr int kMaxDepth = 32;                  ///< objects and arrays within each other
  static constexpr std::size_t kMaxValues = 1'000'000;  ///< of one message

  JsonTree();
  ~JsonTree();
  JsonTree(JsonTree&&) noexcept;
  JsonTree& operator=(JsonTree&&) noexcept;

  /// Reads a message, UTF-8, with or without a byte order mark. kBadInput: not JSON, or cut off; kTooMuch: beyond a
  /// limit. Views and nodes live until the next read.
  [[nodiscard]] Status read(std::string_view bytes);

  /// Only after a read that succeeded.
  [[nodiscard]] const JsonNode& root() const;

 private:
  class Reader;
  std::unique_ptr<Reader> reader_;
};

}  // namespace yishou::gateway

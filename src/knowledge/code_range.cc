#include "knowledge/code_range.h"

#include <fmt/format.h>

namespace yishou::knowledge {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

// A code that can bound a range, as a head that does not count and a number that does: "" + 60, "D07." + 4, or a category
// (letter and two digits) whose letter counts too.
struct Bound {
  enum class Kind : std::uint8_t { kChapter, kCategory, kSub } kind;
  std::string_view head;
  int number;
};

std::optional<Bound> bound_of(std::string_view text) {
  if (text.size() == 2 && is_digit(text[0]) && is_digit(text[1])) {
    return Bound{Bound::Kind::kChapter, {}, (text[0] - '0') * 10 + (text[1] - '0')};
  }
  const bool category = text.size() >= 3 && is_upper(text[0]) && is_digit(text[1]) && is_digit(text[2]);
  if (category && text.size() == 3) {
    return Bound{Bound::Kind::kCategory, {}, (text[0] - 'A') * 100 + (text[1] - '0') * 10 + (text[2] - '0')};
  }
  if (category && text.size() == 5 && text[3] == '.' && is_digit(text[4])) {
    return Bound{Bound::Kind::kSub, text.substr(0, 4), text[4] - '0'};
  }
  return std::nullopt;
}

std::string text_of(const Bound& bound, int number) {
  switch (bound.kind) {
    case Bound::Kind::kChapter: return fmt::format("{:02}", number);
    case Bound::Kind::kCategory: return fmt::format("{}{:02}", static_cast<char>('A' + number / 100), number % 100);
    case Bound::Kind::kSub: return fmt::format("{}{}", bound.head, number);
  }
  return {};
}

}  // namespace

std::optional<std::vector<std::string>> expand_range(std::string_view text) {
  const std::size_t dash = text.find('-');
  const auto first = bound_of(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? std::nullopt : bound_of(text.substr(dash + 1));
  if (!first.has_value() || !last.has_value() || first->kind != last->kind || first->head != last->head) {
    return std::vector{std::string{text}};
  }
  if (last->number < first->number) return std::nullopt;
  std::vector<std::string> out;
  for (int number = first->number; number <= last->number; ++number) out.push_back(text_of(*first, number));
  return out;
}

}  // namespace yishou::knowledge

#include "rules/wording.h"

#include <algorithm>

#include <fmt/format.h>

namespace yishou::rules {

namespace {
constexpr std::size_t kLongestName = 60;  // characters; a sentence has at most 500
constexpr std::size_t kShownCodes = 10;   // the rest of a list is counted
constexpr std::size_t kLongestCode = 24;
}  // namespace

std::string item_name(const Evaluation& evaluation, model::Index line, std::uint32_t point) {
  const std::string_view name = point == model::kNone ? std::string_view{} : evaluation.snapshot.point(point).name;
  const std::string_view text = name.empty() ? evaluation.block.item_code(line) : name;
  std::size_t characters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool starts_character = (static_cast<unsigned char>(text[i]) & 0xC0u) != 0x80u;
    if (starts_character && ++characters > kLongestName) return std::string{text.substr(0, i)} + "…";
  }
  return std::string{text};
}

std::string charged(const Evaluation& evaluation, model::Index line, std::uint32_t point) {
  return charged_as(evaluation, line, item_name(evaluation, line, point));
}

std::string charged_as(const Evaluation& evaluation, model::Index line, std::string_view name) {
  const Day day = evaluation.block.lines.day[line];
  return fmt::format("{}收取的“{}”", day == kNoDay ? "日期不详时" : format_day(day), name);
}

std::string value_name(const Evaluation& evaluation, model::Index line, std::uint32_t point) {
  constexpr std::size_t kLongestBytes = 240;
  const std::string_view name = evaluation.snapshot.point(point).value_name;
  return std::string{name.empty() || name.size() > kLongestBytes ? evaluation.block.item_code(line) : name};
}

std::string list_of_codes(std::span<const std::string_view> codes) {
  std::string out;
  for (std::size_t i = 0; i < std::min(codes.size(), kShownCodes); ++i) {
    if (i > 0) out += "、";
    out += codes[i].substr(0, kLongestCode);
  }
  if (codes.size() > kShownCodes) out += fmt::format("等{}项", codes.size());
  return out;
}

}  // namespace yishou::rules

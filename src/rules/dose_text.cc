#include "rules/dose_text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace yishou::rules {

namespace {

constexpr Micro kLargest = Micro{1'000'000} * 1'000'000;  // a million units; more is no dose
constexpr std::int64_t kMostTimes = 24;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool same_word(std::string_view a, std::string_view b) { return std::ranges::equal(a, b, {}, lower, lower); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Micrograms in one unit of mass; 0 for what is no mass.
std::int64_t micrograms_of(std::string_view unit) {
  constexpr std::array<std::pair<std::string_view, std::int64_t>, 10> kMasses{{{"g", 1'000'000},
                                                                               {"克", 1'000'000},
                                                                               {"mg", 1'000},
                                                                               {"毫克", 1'000},
                                                                               {"ug", 1},
                                                                               {"mcg", 1},
                                                                               {"微克", 1},
                                                                               {"\xC2\xB5g", 1},  // micro sign
                                                                               {"\xCE\xBCg", 1},  // Greek mu
                                                                               {"\xCE\x9Cg", 1}}};
  const auto* found = std::ranges::find_if(kMasses, [&](const auto& mass) { return same_word(mass.first, unit); });
  return found == kMasses.end() ? 0 : found->second;
}

std::string_view plain_volume(std::string_view unit) { return unit == "毫升" ? "ml" : unit; }

/// The N of 每日N次; 0 for what is no such number.
std::int64_t number_of_times(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, std::int64_t>, 7> kWords{
      {{"一", 1}, {"二", 2}, {"两", 2}, {"三", 3}, {"四", 4}, {"五", 5}, {"六", 6}}};
  const auto* word = std::ranges::find(kWords, text, &std::pair<std::string_view, std::int64_t>::first);
  if (word != kWords.end()) return word->second;
  if (text.empty() || text.size() > 2 || !std::ranges::all_of(text, is_digit)) return 0;
  std::int64_t number = 0;
  for (const char c : text) number = number * 10 + (c - '0');
  return number > kMostTimes ? 0 : number;
}

}  // namespace

std::optional<Dose> read_dose(std::string_view text) noexcept {
  text = trimmed(text);
  std::size_t end = 0;
  while (end < text.size() && (is_digit(text[end]) || text[end] == '.')) ++end;
  const std::optional<std::int64_t> number = parse_decimal(text.substr(0, end), kMicroScale);
  const std::string_view unit = trimmed(text.substr(end));
  if (!number.has_value() || *number <= 0 || *number > kLargest || unit.empty()) return std::nullopt;
  return Dose{.number = *number, .unit = unit};
}

std::int64_t times_a_day(std::string_view text) noexcept {
  constexpr std::array<std::pair<std::string_view, std::int64_t>, 11> kTimes{{{"qd", kOne},
                                                                              {"bid", 2 * kOne},
                                                                              {"tid", 3 * kOne},
                                                                              {"qid", 4 * kOne},
                                                                              {"qn", kOne},
                                                                              {"qod", kOne / 2},
                                                                              {"q4h", 6 * kOne},
                                                                              {"q6h", 4 * kOne},
                                                                              {"q8h", 3 * kOne},
                                                                              {"q12h", 2 * kOne},
                                                                              {"st", kOne}}};
  text = trimmed(text);
  const auto* found = std::ranges::find_if(kTimes, [&](const auto& known) { return same_word(known.first, text); });
  if (found != kTimes.end()) return found->second;
  constexpr std::string_view kTail = "次";
  for (const std::string_view head : {std::string_view{"每日"}, std::string_view{"一日"}}) {
    if (!text.starts_with(head) || !text.ends_with(kTail)) continue;
    text.remove_prefix(head.size());
    if (text.size() < kTail.size()) return 0;
    text.remove_suffix(kTail.size());
    return number_of_times(text) * kOne;
  }
  return 0;
}

std::optional<DailyDose> daily_dose(const Dose& dose, std::int64_t times, std::string_view unit) noexcept {
  unit = trimmed(unit);
  const std::int64_t is = micrograms_of(dose.unit);
  const std::int64_t of_limit = micrograms_of(unit);
  constexpr WideNumber kMicro = 1'000'000;
  // Both in 10⁻¹⁰ of the measure: micrograms, or the unit itself.
  if (is != 0 && of_limit != 0) return DailyDose{WideNumber{dose.number} * is * times, kMicro * of_limit};
  if (is != 0 || of_limit != 0 || !same_word(plain_volume(dose.unit), plain_volume(unit))) return std::nullopt;
  return DailyDose{WideNumber{dose.number} * times, kMicro};
}

Fen share_of_wide(Fen amount, WideNumber part, WideNumber whole) noexcept {
  return static_cast<Fen>((2 * (WideNumber{amount} * part) + whole) / (2 * whole));
}

}  // namespace yishou::rules

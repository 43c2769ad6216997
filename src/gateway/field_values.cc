#include "gateway/field_values.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace yishou::gateway {
namespace {

constexpr Second kBeijingAhead = 8 * 3600;
constexpr std::size_t kMaxNumberBytes = 48;

constexpr bool blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == '\f'; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool all_digits(std::string_view text) { return std::ranges::all_of(text, is_digit); }

// An integer that a client wrote as a float: 310.0 is the code 310.
std::string_view without_zero_fraction(std::string_view number) {
  const std::size_t point = number.find('.');
  if (point == std::string_view::npos) return number;
  const std::string_view fraction = number.substr(point + 1);
  return std::ranges::all_of(fraction, [](char c) { return c == '0'; }) ? number.substr(0, point) : number;
}

// Drops `.ddd` and a zone from the end of a time; false when the zone is neither Beijing's nor UTC.
bool drop_fraction_and_zone(std::string_view& text, Second& shift) {
  shift = 0;
  if (text.size() > 10 && (text.back() == 'Z' || text.back() == 'z')) {
    shift = kBeijingAhead;
    text.remove_suffix(1);
  } else if (text.size() > 16 && (text.ends_with("+08:00") || text.ends_with("+0800"))) {
    text.remove_suffix(text.ends_with("+08:00") ? 6 : 5);
  }
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos) return true;
  const bool good = point >= 14 && point + 1 < text.size() && all_digits(text.substr(point + 1));
  text = text.substr(0, point);
  return good;
}

// Any of the spellings as `yyyy-MM-dd HH:mm:ss` in `out`; its length, 0 when it is none of them.
std::size_t spell_out(std::string_view text, std::array<char, 19>& out) {
  constexpr std::string_view kMidnight = "0000-00-00 00:00:00";
  std::ranges::copy(kMidnight, out.begin());
  if (text.size() == 8 || text.size() == 14) {
    if (!all_digits(text)) return 0;
    constexpr std::array<std::uint8_t, 14> kPlaces = {0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18};
    for (std::size_t i = 0; i < text.size(); ++i) out[kPlaces[i]] = text[i];
    return out.size();
  }
  if (text.size() != 10 && text.size() != 16 && text.size() != 19) return 0;
  std::ranges::copy(text, out.begin());
  return out.size();
}

}  // namespace

void ReadingNotes::add(std::string_view field) {
  const auto found = std::ranges::find(unreadable, field, &FieldNote::field);
  if (found == unreadable.end()) {
    unreadable.push_back({field, 1});
  } else {
    ++found->count;
  }
}

std::string_view meant(std::string_view text) noexcept {
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text == "-" || text == "--" ? std::string_view{} : text;
}

std::optional<std::int64_t> parse_number(std::string_view text, int scale) noexcept {
  const std::size_t mark = text.find_first_of("eE");
  if (mark == std::string_view::npos) return parse_decimal(text, scale);
  // mantissa × 10^exponent: the digits stay, the point moves.
  std::string_view mantissa = text.substr(0, mark);
  std::string_view power = text.substr(mark + 1);
  bool down = false;
  if (!power.empty() && (power.front() == '-' || power.front() == '+')) {
    down = power.front() == '-';
    power.remove_prefix(1);
  }
  while (power.size() > 1 && power.front() == '0') power.remove_prefix(1);
  if (power.empty() || power.size() > 2 || !all_digits(power) || mantissa.size() > kMaxNumberBytes) return std::nullopt;
  int exponent = 0;
  for (const char c : power) exponent = exponent * 10 + (c - '0');
  if (exponent > static_cast<int>(kMaxNumberBytes)) return std::nullopt;
  std::array<char, 4 * kMaxNumberBytes> moved;
  std::size_t size = 0;
  if (!mantissa.empty() && (mantissa.front() == '-' || mantissa.front() == '+')) {
    moved[size++] = mantissa.front();
    mantissa.remove_prefix(1);
  }
  const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
  const std::string_view whole = mantissa.substr(0, point);
  const std::string_view fraction = point < mantissa.size() ? mantissa.substr(point + 1) : std::string_view{};
  if (whole.size() + fraction.size() == 0 || !all_digits(whole) || !all_digits(fraction)) return std::nullopt;
  const auto shift = static_cast<std::size_t>(exponent);
  const std::size_t zeros_before = down && shift > whole.size() ? shift - whole.size() : 0;
  const std::size_t zeros_after = !down && shift > fraction.size() ? shift - fraction.size() : 0;
  const std::size_t new_point = down ? zeros_before + whole.size() - shift : whole.size() + shift;
  std::size_t written = 0;
  const auto write = [&](char c) {
    if (written++ == new_point) moved[size++] = '.';
    moved[size++] = c;
  };
  for (std::size_t i = 0; i < zeros_before; ++i) write('0');
  for (const char c : whole) write(c);
  for (const char c : fraction) write(c);
  for (std::size_t i = 0; i < zeros_after; ++i) write('0');
  return parse_decimal({moved.data(), size}, scale);
}

std::optional<Second> parse_moment(std::string_view text) noexcept {
  Second shift = 0;
  std::array<char, 19> spelled;
  if (!drop_fraction_and_zone(text, shift)) return std::nullopt;
  const std::size_t size = spell_out(text, spelled);
  const auto time = parse_second({spelled.data(), size});
  if (!time) return std::nullopt;
  return *time + shift;
}

std::int32_t med_type_number(std::string_view text) noexcept {
  if (text.empty() || text.size() > 6 || !all_digits(text)) return -1;
  std::int32_t value = 0;
  for (const char c : text) value = value * 10 + (c - '0');
  return value;
}

std::size_t count_characters(std::string_view text) noexcept {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & '\xC0') != '\x80'; }));
}

std::string_view FieldValues::text(const JsonNode& node) {
  switch (node.kind) {
    case JsonKind::kString: {
      if (node.text.size() > kMaxTextBytes && too_long_.empty()) too_long_ = node.key;
      return meant(node.text);
    }
    case JsonKind::kNumber: return without_zero_fraction(node.text);
    case JsonKind::kTrue: return "1";
    case JsonKind::kFalse: return "0";
    case JsonKind::kNull: return {};
    default: notes_.add(node.key); return {};
  }
}

std::string_view FieldValues::upper_text(const JsonNode& node) {
  const std::string_view as_sent = text(node);
  const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
  if (as_sent.size() > kMaxTextBytes || std::ranges::none_of(as_sent, is_lower)) return as_sent;
  std::array<char, kMaxTextBytes> upper;
  std::ranges::transform(as_sent, upper.begin(),
                         [&](char c) { return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c; });
  return arena_.keep({upper.data(), as_sent.size()});
}

std::int64_t FieldValues::number(const JsonNode& node, int scale) {
  const std::string_view written = text(node);
  if (written.empty()) return kNoNumber;
  const auto number = parse_number(written, scale);
  const bool usable = number && *number >= -kLargestNumber && *number <= kLargestNumber;
  if (usable && node.kind != JsonKind::kTrue && node.kind != JsonKind::kFalse) return *number;
  notes_.add(node.key);
  return kNoNumber;
}

model::SmallCode FieldValues::code(const JsonNode& node, model::SmallCode most) {
  const std::string_view written = text(node);
  if (written.empty()) return model::kNoCode;
  std::int32_t value = 0;
  for (const char c : written) {
    value = is_digit(c) ? value * 10 + (c - '0') : most + 1;
    if (value > most) {
      notes_.add(node.key);
      return model::kNoCode;
    }
  }
  return static_cast<model::SmallCode>(value);
}

std::int32_t FieldValues::med_type(const JsonNode& node) {
  const std::string_view written = text(node);
  const std::int32_t value = med_type_number(written);
  if (value < 0 && !written.empty()) notes_.add(node.key);
  return value;
}

Second FieldValues::time(const JsonNode& node) {
  const std::string_view written = text(node);
  if (written.empty() || written.starts_with("9999")) return kNoSecond;
  const auto time = parse_moment(written);
  if (time) return *time;
  notes_.add(node.key);
  return kNoSecond;
}

std::optional<bool> FieldValues::flag(const JsonNode& node) {
  const std::string_view written = text(node);
  if (written == "1") return true;
  if (written == "0") return false;
  if (!written.empty()) notes_.add(node.key);
  return std::nullopt;
}

Status FieldValues::status() const {
  if (too_long_.empty()) return {};
  return fail(
      ErrorCode::kTooMuch,
      fmt::format("字段 {} 的文本超过 {} 字节，请缩短后重发 · the text of {} is longer than {} bytes: shorten it",
                  too_long_, kMaxTextBytes, too_long_, kMaxTextBytes));
}

}  // namespace yishou::gateway

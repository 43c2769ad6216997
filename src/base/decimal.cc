#include "base/decimal.h"

#include "base/check.h"

namespace yishou {
namespace {

constexpr std::int64_t kMaxUnits =
    1'000'000'000'000'000;  // 10^15 units; × 10^6 would not fit, so the bound falls with scale

std::int64_t power_of_ten(int exponent) noexcept {
  std::int64_t value = 1;
  for (int i = 0; i < exponent; ++i) value *= 10;
  return value;
}

}  // namespace

std::optional<std::int64_t> parse_decimal(std::string_view text, int scale) noexcept {
  std::size_t i = 0;
  bool negative = false;
  if (i < text.size() && (text[i] == '-' || text[i] == '+')) negative = text[i++] == '-';
  std::int64_t value = 0;
  bool any = false;
  const std::int64_t limit = scale > 3 ? kMaxUnits / power_of_ten(scale - 3) : kMaxUnits;
  for (; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i) {
    value = value * 10 + (text[i] - '0');
    any = true;
    if (value > limit) return std::nullopt;
  }
  int decimals = 0;
  bool round_up = false;
  if (i < text.size() && text[i] == '.') {
    ++i;
    for (; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i) {
      any = true;
      if (decimals < scale) {
        value = value * 10 + (text[i] - '0');
        ++decimals;
      } else if (decimals == scale) {
        round_up = text[i] >= '5';
        ++decimals;
      }
    }
  }
  if (!any || i != text.size()) return std::nullopt;
  for (; decimals < scale; ++decimals) value *= 10;
  if (round_up) ++value;
  return negative ? -value : value;
}

std::string format_decimal(std::int64_t value, int scale) {
  if (value == kNoNumber) return {};
  const bool negative = value < 0;
  std::uint64_t rest = negative ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  char buffer[32];
  char* end = buffer + sizeof buffer;
  char* p = end;
  for (int i = 0; i < scale; ++i, rest /= 10) *--p = static_cast<char>('0' + rest % 10);
  if (scale > 0) *--p = '.';
  do {
    *--p = static_cast<char>('0' + rest % 10);
    rest /= 10;
  } while (rest != 0);
  if (negative) *--p = '-';
  return {p, end};
}

std::string format_trimmed(std::int64_t value, int scale) {
  std::string text = format_decimal(value, scale);
  if (scale > 0 && !text.empty()) {
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
  }
  return text;
}

std::int64_t mul_div(std::int64_t a, std::int64_t b, std::int64_t c) noexcept {
  YISHOU_CHECK(c != 0, "the divisor is not zero");
  __extension__ using Wide = __int128;
  const Wide product = static_cast<Wide>(a) * b;
  const Wide divisor = c;
  const Wide magnitude = product < 0 ? -product : product;
  const Wide size = divisor < 0 ? -divisor : divisor;
  const Wide quotient = (2 * magnitude + size) / (2 * size);
  const bool negative = (product < 0) != (divisor < 0);
  return static_cast<std::int64_t>(negative ? -quotient : quotient);
}

}  // namespace yishou

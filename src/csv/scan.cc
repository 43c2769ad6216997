#include "csv/scan.h"

#include <bit>
#include <cstring>

namespace yishou::csv {
namespace {

const char* find(const char* from, const char* end, char c) noexcept {
  return static_cast<const char*>(std::memchr(from, c, static_cast<std::size_t>(end - from)));
}

}  // namespace

Bounds scan_record(std::string_view text, bool last) noexcept {
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  const char* newline = find(begin, end, '\n');
  if (newline == nullptr && !last) {
    if (text.size() <= kMaxRecordBytes) return {.known = false};
    return {.ends = false, .length = text.size(), .problem = Problem::kTooLong};
  }
  const char* line_end = newline == nullptr ? end : newline;
  const std::size_t first_line = static_cast<std::size_t>(line_end - begin) + (newline == nullptr ? 0 : 1);
  if (first_line > kMaxRecordBytes) return {.length = first_line, .problem = Problem::kTooLong};
  if (find(begin, line_end, '"') == nullptr) return {.length = first_line};

  // No quoted field may reach beyond this, so no closing quote is looked for there.
  const char* const reach = text.size() > kMaxRecordBytes + 2 ? begin + kMaxRecordBytes + 2 : end;
  const char* at = begin;
  std::size_t field = 0, lines = 1;
  bool quoted = false;
  const auto broken = [&](Problem problem) {
    return Bounds{.length = first_line, .quoted = true, .problem = problem, .field = field};
  };
  for (;; ++field) {
    if (at < line_end && *at == '"') {
      quoted = true;
      const char* closing = at + 1;
      for (;; closing += 2) {
        closing = closing < reach ? find(closing, reach, '"') : nullptr;
        if (closing == nullptr || closing + 1 >= end || closing[1] != '"') break;
      }
      const char* reached = closing == nullptr ? reach : closing;
      // A quote as the last byte we have may be the first of a doubled one.
      const bool undecided = !last && (closing == nullptr || closing + 1 >= end);
      for (const char* p = line_end; p < reached; ++lines) {
        if (lines >= kMaxRecordLines) return broken(Problem::kOpenQuote);
        p = find(p + 1, reached, '\n');
        if (p == nullptr) p = reached;
      }
      if (static_cast<std::size_t>(reached - begin) > kMaxRecordBytes) return broken(Problem::kOpenQuote);
      if (undecided) return {.known = false};
      if (closing == nullptr) return broken(Problem::kOpenQuote);
      at = closing + 1;
      if (at > line_end) {
        newline = find(at, end, '\n');
        if (newline == nullptr && !last) {
          if (static_cast<std::size_t>(end - begin) > kMaxRecordBytes) return broken(Problem::kOpenQuote);
          return {.known = false};
        }
        line_end = newline == nullptr ? end : newline;
      }
      const bool at_end = at == line_end || (*at == '\r' && at + 1 == line_end);
      if (!at_end && *at != ',') return broken(Problem::kAfterQuote);
      if (at_end) break;
    } else {
      at = find(at, line_end, ',');
      if (at == nullptr) break;
    }
    ++at;
  }
  const std::size_t length = static_cast<std::size_t>(line_end - begin) + (newline == nullptr ? 0 : 1);
  if (length > kMaxRecordBytes) return broken(Problem::kTooLong);
  return {.length = length, .quoted = quoted};
}

std::size_t count_lines(std::string_view text) noexcept {
  constexpr std::uint64_t kLow7 = 0x7f7f7f7f7f7f7f7f, kNewlines = 0x0a0a0a0a0a0a0a0a;
  std::size_t count = 0;
  const char* p = text.data();
  std::size_t n = text.size();
  for (; n >= 8; p += 8, n -= 8) {
    std::uint64_t word;
    std::memcpy(&word, p, 8);
    word ^= kNewlines;
    const std::uint64_t zeros = ~(((word & kLow7) + kLow7) | word | kLow7);  // high bit set where the byte was '\n'
    count += static_cast<std::size_t>(std::popcount(zeros));
  }
  for (; n > 0; ++p, --n) count += *p == '\n' ? 1 : 0;
  return count;
}

}  // namespace yishou::csv

#include "csv/records.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace yishou::csv {
namespace {

constexpr std::size_t kShownOfLongLine = 1000;

}  // namespace

Records::Records(std::string_view text, std::uint64_t first_line) : rest_(text), line_(first_line) {
  if (first_line == 1 && rest_.starts_with(kByteOrderMark)) rest_.remove_prefix(kByteOrderMark.size());
  all_utf8_ = is_utf8(rest_);
  any_nul_ = rest_.find('\0') != std::string_view::npos;
  fields_.reserve(64);
}

const Record* Records::next() {
  for (;;) {
    if (rest_.empty()) return nullptr;
    const Bounds bounds = scan_record(rest_, true);
    std::string_view raw = rest_.substr(0, bounds.length);
    rest_.remove_prefix(bounds.length);
    record_.line = line_;
    line_ += bounds.quoted ? count_lines(raw) : 1;
    if (raw.ends_with('\n')) raw.remove_suffix(1);
    if (raw.ends_with('\r')) raw.remove_suffix(1);
    if (raw.empty()) continue;
    record_.raw = raw;
    record_.fields = {};
    record_.problem = bounds.problem;
    record_.field = bounds.field;
    if (bounds.problem == Problem::kTooLong) record_.raw = raw.substr(0, kShownOfLongLine);
    if (bounds.problem != Problem::kNone) return &record_;
    if (any_nul_ && raw.find('\0') != std::string_view::npos) {
      record_.problem = Problem::kNul;
      return &record_;
    }
    std::string_view text = raw;
    if (!all_utf8_ && !decode(text)) {
      record_.problem = Problem::kEncoding;
      return &record_;
    }
    fields_.clear();
    if (bounds.quoted) {
      split_quoted(text);
    } else {
      split_plain(text);
    }
    record_.fields = fields_;
    return &record_;
  }
}

bool Records::decode(std::string_view& text) {
  if (is_utf8(text)) return true;
  if (!gb18030_.to_utf8(text, decoded_)) return false;
  text = decoded_;
  return true;
}

void Records::split_plain(std::string_view text) {
  constexpr std::uint64_t kLow7 = 0x7f7f7f7f7f7f7f7f, kCommas = 0x2c2c2c2c2c2c2c2c;
  const char* field = text.data();
  const char* p = field;
  const char* const end = p + text.size();
  for (; end - p >= 8; p += 8) {
    std::uint64_t word;
    std::memcpy(&word, p, 8);
    if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
    word ^= kCommas;
    std::uint64_t commas = ~(((word & kLow7) + kLow7) | word | kLow7);  // high bit set where the byte was ','
    while (commas != 0) {
      const char* comma = p + std::countr_zero(commas) / 8;
      fields_.emplace_back(field, static_cast<std::size_t>(comma - field));
      field = comma + 1;
      commas &= commas - 1;
    }
  }
  for (; p < end; ++p) {
    if (*p != ',') continue;
    fields_.emplace_back(field, static_cast<std::size_t>(p - field));
    field = p + 1;
  }
  fields_.emplace_back(field, static_cast<std::size_t>(end - field));
}

void Records::split_quoted(std::string_view text) {
  unquoted_.clear();
  unquoted_.reserve(text.size());  // never grows past it, so views into it stay
  std::size_t at = 0;
  for (;;) {
    if (at < text.size() && text[at] == '"') {
      ++at;
      const std::size_t start = unquoted_.size();
      std::size_t piece = at;
      for (;;) {
        const std::size_t quote = text.find('"', piece);
        unquoted_.append(text, piece, quote - piece);
        piece = quote + 1;
        if (piece >= text.size() || text[piece] != '"') break;
        unquoted_ += '"';
        ++piece;
      }
      fields_.emplace_back(unquoted_.data() + start, unquoted_.size() - start);
      at = piece;
    } else {
      const std::size_t comma = std::min(text.find(',', at), text.size());
      fields_.push_back(text.substr(at, comma - at));
      at = comma;
    }
    if (at >= text.size()) return;
    ++at;  // the comma
  }
}

void append_field(std::string& line, std::string_view field) {
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
    line += field;
    return;
  }
  line += '"';
  for (const char c : field) {
    line += c;
    if (c == '"') line += '"';
  }
  line += '"';
}

}  // namespace yishou::csv

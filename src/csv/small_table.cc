#include "csv/small_table.h"

#include <algorithm>

#include <fmt/format.h>
#include <iconv.h>
#include <simdjson.h>

namespace yishou::csv {
namespace {

constexpr std::size_t kMaxColumns = 1024;
constexpr std::size_t kMaxField = 1u << 20;

// GB18030 → UTF-8; nullopt when a byte sequence is no character.
std::optional<std::string> from_gb18030(std::string_view bytes) {
  const iconv_t converter = iconv_open("UTF-8", "GB18030");
  if (converter == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
  std::string out(bytes.size() * 2 + 16, '\0');
  char* in = const_cast<char*>(bytes.data());
  std::size_t in_left = bytes.size();
  char* to = out.data();
  std::size_t out_left = out.size();
  const std::size_t answer = iconv(converter, &in, &in_left, &to, &out_left);
  iconv_close(converter);
  if (answer == static_cast<std::size_t>(-1) || in_left != 0) return std::nullopt;
  out.resize(out.size() - out_left);
  return out;
}

}  // namespace

Result<std::string> decode_small_text(std::string bytes, std::string_view file) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.erase(0, 3);
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    return fail(ErrorCode::kBadInput, fmt::format("text is UTF-16: save it as CSV UTF-8 and try again: {}", file));
  }
  if (simdjson::validate_utf8(bytes.data(), bytes.size())) return bytes;
  if (auto decoded = from_gb18030(bytes)) return *std::move(decoded);
  return fail(ErrorCode::kBadInput,
              fmt::format("text is neither UTF-8 nor GB18030: save it as CSV UTF-8 and try again: {}", file));
}

std::string_view trim(std::string_view text) noexcept {
  constexpr std::string_view kBlank = " \t\r\n\v\f";
  const std::size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

void append_field(std::string& out, std::string_view field) {
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += field;
    return;
  }
  out += '"';
  for (const char c : field) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

Result<std::string_view> SmallReader::quoted_field() {
  const std::size_t begin = ++at_;
  std::string* copy = nullptr;
  std::size_t from = begin;
  for (;;) {
    const std::size_t quote = text_.find('"', at_);
    if (quote == std::string_view::npos) {
      return fail(ErrorCode::kBadInput, fmt::format("a quote is never closed: close it and try again: {} row {}", file_, row_));
    }
    next_line_ += static_cast<std::size_t>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(at_),
                                                      text_.begin() + static_cast<std::ptrdiff_t>(quote), '\n'));
    at_ = quote + 1;
    const bool doubled = at_ < text_.size() && text_[at_] == '"';
    if (!doubled) {
      if (copy == nullptr) return text_.substr(begin, quote - begin);
      copy->append(text_.substr(from, quote - from));
      return std::string_view{*copy};
    }
    if (copy == nullptr) copy = &unquoted_.emplace_back();
    copy->append(text_.substr(from, quote - from + 1));
    from = ++at_;
  }
}

Result<bool> SmallReader::next(std::vector<std::string_view>& fields) {
  fields.clear();
  unquoted_.clear();
  while (at_ < text_.size() && (text_[at_] == '\n' || text_[at_] == '\r')) {
    if (text_[at_] == '\n') ++next_line_;
    ++at_;
  }
  if (at_ >= text_.size()) return false;
  ++row_;
  line_ = next_line_;
  for (;;) {
    std::string_view field;
    if (at_ < text_.size() && text_[at_] == '"') {
      YISHOU_TRY(field, quoted_field());
      if (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\r' && text_[at_] != '\n') {
        return fail(ErrorCode::kBadInput, fmt::format("text stands after a closing quote: double the quotes inside a field: "
                                                      "{} row {} column {}", file_, row_, fields.size() + 1));
      }
    } else {
      const std::size_t end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
      field = text_.substr(at_, end - at_);
      at_ = end;
    }
    if (field.size() > kMaxField || field.find('\0') != std::string_view::npos) {
      return fail(ErrorCode::kBadInput, fmt::format("a field is over 1 MiB or holds a NUL byte: shorten or remove it: {} row {} "
                                                    "column {}", file_, row_, fields.size() + 1));
    }
    fields.push_back(field);
    if (fields.size() > kMaxColumns) {
      return fail(ErrorCode::kBadInput, fmt::format("more than {} columns: is this the right file? {} row {}", kMaxColumns,
                                                    file_, row_));
    }
    if (at_ >= text_.size()) return true;
    if (text_[at_] == ',') {
      ++at_;
      if (at_ < text_.size()) continue;
      fields.emplace_back();
      return true;
    }
    return true;
  }
}

std::optional<std::size_t> SmallTable::column(std::string_view name) const {
  const auto found = std::ranges::find(header, name);
  if (found == header.end()) return std::nullopt;
  return static_cast<std::size_t>(found - header.begin());
}

Result<SmallTable> read_small_table(std::string_view text, std::string_view file) {
  SmallTable table;
  SmallReader reader(text, file);
  std::vector<std::string_view> fields;
  YISHOU_TRY(const bool any, reader.next(fields));
  if (!any) {
    return fail(ErrorCode::kBadInput, fmt::format("file is empty: a header line is needed: {}", file));
  }
  for (const std::string_view field : fields) {
    if (table.column(trim(field)).has_value() && !trim(field).empty()) {
      return fail(ErrorCode::kBadInput, fmt::format("a column is named twice: remove one: {} row 1 column {}", file, trim(field)));
    }
    table.header.emplace_back(trim(field));
  }
  for (;;) {
    YISHOU_TRY(const bool more, reader.next(fields));
    if (!more) return table;
    if (fields.size() > table.header.size()) {
      return fail(ErrorCode::kBadInput, fmt::format("more fields than the header has: quote fields that hold commas: {} row {} "
                                                    "({} fields, header {})", file, reader.row(), fields.size(),
                                                    table.header.size()));
    }
    SmallTable::Row& row = table.rows.emplace_back();
    row.number = reader.row();
    row.fields.reserve(table.header.size());
    for (const std::string_view field : fields) row.fields.emplace_back(trim(field));
    row.fields.resize(table.header.size());
  }
}

}  // namespace yishou::csv

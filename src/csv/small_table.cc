#include "csv/small_table.h"

#include <algorithm>

#include <fmt/format.h>

namespace yishou::csv {
namespace {

constexpr std::size_t kMaxColumns = 1024;

std::string_view remedy(Problem problem) {
  switch (problem) {
    case Problem::kNone: break;
    case Problem::kTooLong: return "a row is longer than 1 MiB: split it";
    case Problem::kOpenQuote: return "a quote is never closed: close it";
    case Problem::kAfterQuote: return "text stands after a closing quote: double the quotes inside a field";
    case Problem::kEncoding: return "text is neither UTF-8 nor GB18030: save it as CSV UTF-8";
    case Problem::kNul: return "a row holds a NUL byte: remove it";
  }
  return {};
}

}  // namespace

std::string_view trim(std::string_view text) noexcept {
  constexpr std::string_view kBlank = " \t\r\n\v\f";
  const std::size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

SmallReader::SmallReader(std::string_view text, std::string_view file)
    : file_(file), utf16_(is_utf16(text.substr(0, 16))), records_(text) {}

Result<bool> SmallReader::next(std::vector<std::string_view>& fields) {
  fields.clear();
  if (utf16_) return fail(ErrorCode::kBadInput, fmt::format("text is UTF-16: save it as CSV UTF-8: {}", file_));
  const Record* const record = records_.next();
  if (record == nullptr) return false;
  row_ = record->line;
  if (record->problem != Problem::kNone) {
    return fail(ErrorCode::kBadInput,
                fmt::format("{}: {} row {} column {}", remedy(record->problem), file_, row_, record->field + 1));
  }
  if (record->fields.size() > kMaxColumns) {
    return fail(ErrorCode::kBadInput,
                fmt::format("more than {} columns: is this the right file? {} row {}", kMaxColumns, file_, row_));
  }
  fields.assign(record->fields.begin(), record->fields.end());
  return true;
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
    if (trim(field).find('\r') != std::string_view::npos) {
      return fail(ErrorCode::kBadInput,
                  fmt::format("lines end in a lone CR: save it with line ends LF: {} row 1", file));
    }
    if (table.column(trim(field)).has_value() && !trim(field).empty()) {
      return fail(ErrorCode::kBadInput,
                  fmt::format("a column is named twice: remove one: {} row 1 column {}", file, trim(field)));
    }
    table.header.emplace_back(trim(field));
  }
  for (;;) {
    YISHOU_TRY(const bool more, reader.next(fields));
    if (!more) return table;
    if (fields.size() > table.header.size()) {
      return fail(ErrorCode::kBadInput,
                  fmt::format("more fields than the header has: quote fields that hold commas: {} row {} "
                              "({} fields, header {})",
                              file, reader.row(), fields.size(), table.header.size()));
    }
    SmallTable::Row& row = table.rows.emplace_back();
    row.number = reader.row();
    row.fields.reserve(table.header.size());
    for (const std::string_view field : fields) row.fields.emplace_back(trim(field));
    row.fields.resize(table.header.size());
  }
}

}  // namespace yishou::csv

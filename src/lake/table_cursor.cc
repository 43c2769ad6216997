#include "lake/table_cursor.h"

namespace yishou::lake {

Result<TableCursor> TableCursor::open(duck::Connection& connection, const std::string& sql) {
  TableCursor cursor;
  YISHOU_TRY(duck::Stream stream, connection.stream(sql));
  cursor.stream_.push_back(std::move(stream));
  cursor.at_end_ = false;
  YISHOU_CHECK_OK(cursor.go_to(0));
  return cursor;
}

Status TableCursor::go_to(std::size_t row) {
  row_ = row;
  if (row_ < chunk_.rows()) return {};
  YISHOU_TRY(chunk_, stream_.front().next());
  row_ = 0;
  at_end_ = chunk_.rows() == 0;
  return {};
}

std::size_t TableCursor::run_end() const {
  const std::string_view first = person();
  std::size_t end = row_ + 1;
  while (end < chunk_.rows() && chunk_.text(0, end) == first) ++end;
  return end;
}

Status TableCursor::skip_before(std::string_view wanted) {
  while (!at_end_ && person() < wanted) YISHOU_CHECK_OK(go_to(row_ + 1));
  return {};
}

std::string_view text_at(const duck::Chunk& chunk, int column, std::size_t row) {
  if (column < 0 || !chunk.valid(static_cast<std::size_t>(column), row)) return {};
  return chunk.text(static_cast<std::size_t>(column), row);
}

std::int64_t number_at(const duck::Chunk& chunk, int column, std::size_t row) {
  if (column < 0 || !chunk.valid(static_cast<std::size_t>(column), row)) return kNoNumber;
  return chunk.data<std::int64_t>(static_cast<std::size_t>(column))[row];
}

Day day_at(const duck::Chunk& chunk, int column, std::size_t row) {
  if (column < 0 || !chunk.valid(static_cast<std::size_t>(column), row)) return kNoDay;
  return chunk.data<std::int32_t>(static_cast<std::size_t>(column))[row];
}

Second second_at(const duck::Chunk& chunk, int column, std::size_t row) {
  const std::int64_t micros = number_at(chunk, column, row);
  if (micros == kNoNumber) return kNoSecond;
  return micros >= 0 ? micros / 1'000'000 : (micros - 999'999) / 1'000'000;
}

std::int32_t code_of(std::string_view text) {
  if (text.empty() || text.size() > 6) return -1;
  std::int32_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

model::SmallCode small_code_of(std::string_view text) {
  return text.size() > 4 ? model::kNoCode : static_cast<model::SmallCode>(code_of(text));
}

model::Sex sex_of_code(std::string_view text) {
  if (text == "1") return model::Sex::kMale;
  if (text == "2") return model::Sex::kFemale;
  return model::Sex::kMissing;
}

}  // namespace yishou::lake

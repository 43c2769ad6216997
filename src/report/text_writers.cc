// CSV and JSON Lines: the two formats that are plain text.
#include <cstdint>

#include <fmt/format.h>

#include "base/calendar.h"
#include "base/decimal.h"
#include "csv/records.h"
#include "report/file.h"
#include "report/row_writer.h"
#include "report/text.h"

namespace yishou::report {
namespace {

constexpr std::int64_t kMicroseconds = 1'000'000;

void append_number(std::string& out, ColumnType type, const duck::Chunk& chunk, std::size_t column, std::size_t row) {
  switch (type) {
    case ColumnType::kInteger: out += std::to_string(chunk.data<std::int32_t>(column)[row]); break;
    case ColumnType::kMoney: out += format_decimal(chunk.data<std::int64_t>(column)[row], kFenScale); break;
    case ColumnType::kTime: out += format_second(chunk.data<std::int64_t>(column)[row] / kMicroseconds); break;
    case ColumnType::kText: break;
  }
}

class CsvWriter : public RowWriter {
 public:
  CsvWriter(OutputFile file, std::span<const Column> columns) : file_(std::move(file)), columns_(columns) {}

  Status row(const duck::Chunk& chunk, std::size_t row) override {
    line_.clear();
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      if (c > 0) line_ += ',';
      if (!chunk.valid(c, row)) continue;
      if (columns_[c].type == ColumnType::kText) {
        csv::append_field(line_, chunk.text(c, row));
      } else {
        append_number(line_, columns_[c].type, chunk, c, row);
      }
    }
    line_ += '\n';
    return file_.write(line_);
  }

  Status close(const TotalsSheet&) override { return file_.close(); }

 private:
  OutputFile file_;
  std::span<const Column> columns_;
  std::string line_;
};

class JsonlWriter : public RowWriter {
 public:
  JsonlWriter(OutputFile file, std::span<const Column> columns) : file_(std::move(file)), columns_(columns) {}

  Status row(const duck::Chunk& chunk, std::size_t row) override {
    line_.clear();
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      line_ += fmt::format("{}\"{}\":", c == 0 ? '{' : ',', columns_[c].name);
      const ColumnType type = columns_[c].type;
      if (!chunk.valid(c, row)) {
        line_ += "null";
      } else if (type == ColumnType::kText) {
        line_ += json_text(chunk.text(c, row));
      } else if (type == ColumnType::kTime) {
        line_ += '"';
        append_number(line_, columns_[c].type, chunk, c, row);
        line_ += '"';
      } else {
        append_number(line_, columns_[c].type, chunk, c, row);
      }
    }
    line_ += "}\n";
    return file_.write(line_);
  }

  Status close(const TotalsSheet&) override { return file_.close(); }

 private:
  OutputFile file_;
  std::span<const Column> columns_;
  std::string line_;
};

}  // namespace

Result<std::unique_ptr<RowWriter>> open_csv(const std::string& path, std::span<const Column> columns) {
  YISHOU_TRY(OutputFile file, OutputFile::create(path));
  std::string header;
  for (const Column& column : columns) {
    if (!header.empty()) header += ',';
    header += column.name;
  }
  YISHOU_CHECK_OK(file.write(header + "\n"));
  return std::make_unique<CsvWriter>(std::move(file), columns);
}

Result<std::unique_ptr<RowWriter>> open_jsonl(const std::string& path, std::span<const Column> columns) {
  YISHOU_TRY(OutputFile file, OutputFile::create(path));
  return std::make_unique<JsonlWriter>(std::move(file), columns);
}

}  // namespace yishou::report

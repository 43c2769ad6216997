#include "simulate/writers.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>

#include <fmt/format.h>

namespace yishou::simulate {
namespace {

constexpr std::size_t kBuffer = std::size_t{1} << 20;

class CsvSink : public Sink {
 public:
  void text(std::string_view value) override {
    comma();
    if (value.find_first_of(",\"\r\n") == std::string_view::npos) {
      out_ += value;
      return;
    }
    out_ += '"';
    for (const char c : value) {
      if (c == '"') out_ += '"';
      out_ += c;
    }
    out_ += '"';
  }
  void digits(std::uint64_t value, int width) override {
    comma();
    if (value == 0) return;
    const std::size_t at = out_.size();
    out_.append(static_cast<std::size_t>(width), '0');
    for (std::size_t i = at + static_cast<std::size_t>(width); i-- > at && value != 0; value /= 10) {
      out_[i] = static_cast<char>('0' + value % 10);
    }
  }
  void date(Day value) override {
    comma();
    if (value != kNoDay) put_day(value);
  }
  void time(Second value) override {
    comma();
    if (value == kNoSecond) return;
    const Day day = day_of(value);
    put_day(day);
    const auto rest = static_cast<int>(value - start_of(day));
    out_ += ' ';
    two(rest / 3600);
    out_ += ':';
    two(rest / 60 % 60);
    out_ += ':';
    two(rest % 60);
  }
  void money(Fen value) override { decimal(value, 2); }
  void amount(std::int64_t value, int scale) override { decimal(value, scale); }
  void whole(std::int64_t value) override {
    comma();
    std::array<char, 24> buffer;
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    out_.append(buffer.data(), end);
  }
  void missing() override { comma(); }

  void end_row() {
    out_ += '\n';
    first_ = true;
  }
  [[nodiscard]] std::string& buffer() { return out_; }

 private:
  void comma() {
    if (!first_) out_ += ',';
    first_ = false;
  }
  void two(int value) {
    out_ += static_cast<char>('0' + value / 10);
    out_ += static_cast<char>('0' + value % 10);
  }
  void put_day(Day value) {
    if (value != last_day_) {
      last_day_ = value;
      last_text_ = format_day(value);
    }
    out_ += last_text_;
  }
  void decimal(std::int64_t value, int scale) {
    comma();
    std::array<char, 32> buffer;
    char* p = buffer.data() + buffer.size();
    const bool negative = value < 0;
    auto rest = static_cast<std::uint64_t>(negative ? -value : value);
    for (int i = 0; i < scale; ++i, rest /= 10) *--p = static_cast<char>('0' + rest % 10);
    *--p = '.';
    do *--p = static_cast<char>('0' + rest % 10);
    while ((rest /= 10) != 0);
    if (negative) *--p = '-';
    out_.append(p, buffer.data() + buffer.size());
  }

  std::string out_;
  bool first_ = true;
  Day last_day_ = kNoDay;
  std::string last_text_;
};

class ChunkSink : public Sink {
 public:
  explicit ChunkSink(duck::ChunkWriter& out) : out_(out) {}
  void row(std::size_t row) {
    row_ = row;
    column_ = 0;
  }
  void text(std::string_view value) override {
    if (value.empty()) out_.set_null(column_++, row_);
    else out_.set_text(column_++, row_, value);
  }
  void digits(std::uint64_t value, int width) override {
    if (value == 0) return missing();
    std::array<char, 24> buffer;
    buffer.fill('0');
    for (int i = width; i-- > 0 && value != 0; value /= 10)
      buffer[static_cast<std::size_t>(i)] = static_cast<char>('0' + value % 10);
    out_.set_text(column_++, row_, {buffer.data(), static_cast<std::size_t>(width)});
  }
  void date(Day value) override {
    if (value == kNoDay) return missing();
    out_.data<std::int32_t>(column_++)[row_] = value;
  }
  void time(Second value) override {
    if (value == kNoSecond) return missing();
    out_.data<std::int64_t>(column_++)[row_] = value * 1'000'000;
  }
  void money(Fen value) override { out_.data<std::int64_t>(column_++)[row_] = value; }
  void amount(std::int64_t value, int) override { out_.data<std::int64_t>(column_++)[row_] = value; }
  void whole(std::int64_t value) override {
    if (kinds_[column_] == duck::Kind::kText) {
      std::array<char, 24> buffer;
      const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
      out_.set_text(column_++, row_, {buffer.data(), static_cast<std::size_t>(end - buffer.data())});
    } else {
      out_.data<std::int32_t>(column_++)[row_] = static_cast<std::int32_t>(value);
    }
  }
  void missing() override { out_.set_null(column_++, row_); }
  void kinds(const std::vector<duck::Producer::Column>& columns) {
    for (std::size_t i = 0; i < columns.size(); ++i) kinds_[i] = columns[i].kind;
  }

 private:
  duck::ChunkWriter& out_;
  std::size_t row_ = 0, column_ = 0;
  std::array<duck::Kind, 64> kinds_{};
};

class Rows : public duck::Producer {
 public:
  Rows(Table table, std::shared_ptr<Source> source) : table_(table), source_(std::move(source)) {}
  const std::vector<Column>& columns() const override { return simulate::columns(table_); }
  unsigned max_threads() const override { return 1; }
  std::unique_ptr<Worker> open_worker() override {
    struct Read : Worker {
      Table table;
      std::shared_ptr<Source> source;
      std::size_t next = 0;
      Read(Table t, std::shared_ptr<Source> s) : table(t), source(std::move(s)) {}
      Status produce(duck::ChunkWriter& out) override {
        ChunkSink sink(out);
        sink.kinds(simulate::columns(table));
        const std::size_t end = std::min(row_count(table, *source), next + duck::ChunkWriter::kCapacity);
        std::size_t row = 0;
        for (; next < end; ++next, ++row) {
          sink.row(row);
          emit(table, *source, next, sink);
        }
        out.set_size(row);
        return {};
      }
    };
    return std::make_unique<Read>(table_, source_);
  }

 private:
  Table table_;
  std::shared_ptr<Source> source_;
};

Error file_error(const std::string& path) {
  const int why = errno;
  return {why == ENOSPC ? ErrorCode::kNoSpace : ErrorCode::kIo,
          fmt::format("cannot write {}: {}; free some space or choose another --out", path, std::strerror(why))};
}

}  // namespace

Status write_csv(Table table, const Source& source, const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "wxb");
  if (file == nullptr) return std::unexpected(file_error(path));
  CsvSink sink;
  for (const auto& column : columns(table)) sink.text(column.name);
  sink.end_row();
  const std::size_t rows = row_count(table, source);
  bool good = true;
  const auto flush = [&] {
    good = std::fwrite(sink.buffer().data(), 1, sink.buffer().size(), file) == sink.buffer().size();
    sink.buffer().clear();
  };
  for (std::size_t i = 0; i < rows && good; ++i) {
    emit(table, source, i, sink);
    sink.end_row();
    if (sink.buffer().size() >= kBuffer) flush();
  }
  if (good) flush();
  if (!good) {
    Error error = file_error(path);
    static_cast<void>(std::fclose(file));
    return std::unexpected(std::move(error));
  }
  if (std::fclose(file) != 0) return std::unexpected(file_error(path));
  return {};
}

Result<ParquetWriter> ParquetWriter::open() {
  YISHOU_TRY(duck::Database database, duck::Database::open("", {}));
  YISHOU_TRY(duck::Connection connection, database.connect());
  auto current = std::make_shared<Source>();
  for (int i = 0; i <= static_cast<int>(Table::kStockChange); ++i) {
    const auto table = static_cast<Table>(i);
    YISHOU_CHECK_OK(
        connection.register_table(fmt::format("city_{}", table_name(table)), std::make_shared<Rows>(table, current)));
  }
  return ParquetWriter(std::move(connection), std::move(current));
}

Status ParquetWriter::write(Table table, const Source& source, const std::string& path) {
  *current_ = source;
  const auto status =
      connection_.execute(fmt::format("COPY (SELECT * FROM city_{}()) TO {} (FORMAT parquet, COMPRESSION zstd)",
                                      table_name(table), duck::literal(path)));
  if (!status) {
    return fail(
        status.error().code == ErrorCode::kNoSpace ? ErrorCode::kNoSpace : ErrorCode::kIo,
        fmt::format("cannot write {}: {}; free some space or choose another --out", path, status.error().message));
  }
  return {};
}

}  // namespace yishou::simulate

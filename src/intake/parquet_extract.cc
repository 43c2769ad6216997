// Parquet extracts, whatever types they come in: values of our own types are taken as they are, all others as text and then
// by the same rules as CSV, so that a bad value is refused with row, column and reason.
#include <mutex>
#include <optional>

#include <fmt/format.h>

#include "csv/records.h"
#include "duck/duck.h"
#include "intake/cell.h"
#include "intake/extract.h"

namespace yishou::intake {
namespace {

using model::ColumnKind;

// How a column comes out of the query.
enum class Form { kMissing, kText, kDay, kTime, kNumber64, kNumber32 };

struct Source {
  Form form = Form::kMissing;
  std::string sql;
};

// China Standard Time: instants (TIMESTAMP WITH TIME ZONE) are turned into the clock of the bill. GB/T 7408.1-2023, UTC+8.
constexpr const char* kBillClock = "INTERVAL 8 HOUR";

Source source_of(ColumnKind kind, const std::string& name, const std::string& type) {
  const std::string column = duck::identifier(name);
  const bool timestamp = type.starts_with("TIMESTAMP");
  const std::string clock =
      type == "TIMESTAMP WITH TIME ZONE" ? fmt::format("({} AT TIME ZONE 'UTC' + {})", column, kBillClock) : column;
  if (kind == ColumnKind::kDate && type == "DATE") return {Form::kDay, column};
  if (kind == ColumnKind::kDate && timestamp) return {Form::kDay, fmt::format("CAST({} AS DATE)", clock)};
  if (kind == ColumnKind::kTime && (timestamp || type == "DATE")) {
    return {Form::kTime, fmt::format("CAST({} AS TIMESTAMP)", clock)};
  }
  if ((kind == ColumnKind::kMoney && type == "DECIMAL(18,2)") ||
      (kind == ColumnKind::kQuantity && type == "DECIMAL(18,4)") ||
      (kind == ColumnKind::kPrice && type == "DECIMAL(18,6)")) {
    return {Form::kNumber64, column};
  }
  if (kind == ColumnKind::kInteger && type == "INTEGER") return {Form::kNumber32, column};
  if (kind == ColumnKind::kText && type == "BOOLEAN")
    return {Form::kText, fmt::format("CAST(CAST({} AS INTEGER) AS VARCHAR)", column)};
  const std::string text = fmt::format("CAST({} AS VARCHAR)", column);
  if (kind == ColumnKind::kText && type == "DOUBLE") {
    // Whole numbers that a program without missing integers (pandas) has made of a code: 7.0 is the code 7.
    return {Form::kText, fmt::format("CASE WHEN {0} = trunc({0}) AND abs({0}) < 9007199254740992 "
                                     "THEN CAST(CAST({0} AS BIGINT) AS VARCHAR) ELSE {1} END",
                                     column, text)};
  }
  if (type == "DOUBLE" || type == "FLOAT") {
    // Small and large numbers print with an exponent; those that are decimals after all are written out.
    return {Form::kText,
            fmt::format("CASE WHEN contains({0}, 'e') THEN coalesce(CAST(TRY_CAST({1} AS DECIMAL(38,12)) AS VARCHAR), "
                        "{0}) ELSE {0} END",
                        text, column)};
  }
  return {Form::kText, text};
}

struct Shared {
  std::string path;
  std::uint64_t file_number;
  const RowFormat* format;
  RejectLog* rejects;
  std::vector<Form> forms;  // by table column
  std::vector<int> places;  // by table column: column of the query
  std::vector<CellRule> rules;
  std::optional<duck::Database> database;
  std::optional<duck::Connection> connection;
  std::mutex mutex;  // guards the stream, the row counter and ended
  std::optional<duck::Stream> stream;
  std::uint64_t next_row = 1;
  bool ended = false;
};

// Lists, structs and maps hold no single value that a cell could take.
bool is_nested(std::string_view type) {
  return type.ends_with(']') || type.starts_with("STRUCT(") || type.starts_with("MAP(") || type.starts_with("UNION(");
}

std::unexpected<Error> unreadable(const std::string& path, const Error& error) {
  const bool input = error.code == ErrorCode::kEngine || error.code == ErrorCode::kIo;
  return fail(input ? ErrorCode::kBadInput : error.code,
              fmt::format("{} is no readable Parquet file; nothing of it was taken, fetch it again ({})", path,
                          error.message.substr(0, 300)));
}

class ParquetWorker : public ExtractReader::Worker {
 public:
  explicit ParquetWorker(std::shared_ptr<Shared> shared) : shared_(std::move(shared)), builder_(*shared_->format) {
    cells_.resize(shared_->rules.size());
  }

  Result<bool> read_some(RowSink& rows) override {
    duck::Chunk chunk;
    std::uint64_t first = 0;
    {
      const std::scoped_lock lock(shared_->mutex);
      if (shared_->ended) return false;
      auto next = shared_->stream->next();
      shared_->ended = !next || next->rows() == 0;
      if (!next) return unreadable(shared_->path, next.error());
      if (shared_->ended) return false;
      chunk = std::move(*next);
      first = shared_->next_row;
      shared_->next_row += chunk.rows();
    }
    for (std::size_t r = 0; r < chunk.rows(); ++r) YISHOU_CHECK_OK(take(chunk, r, first + r, rows));
    rows_seen_ += chunk.rows();
    return true;
  }

 private:
  // A value as it came, for the refused row.
  std::string shown(const duck::Chunk& chunk, std::size_t c, std::size_t r) const {
    const Shared& s = *shared_;
    if (s.places[c] < 0) return {};
    const auto place = static_cast<std::size_t>(s.places[c]);
    if (!chunk.valid(place, r)) return {};
    switch (s.forms[c]) {
      case Form::kText: return std::string(chunk.text(place, r));
      case Form::kDay: return format_day(chunk.data<std::int32_t>(place)[r]);
      case Form::kTime: return format_second(chunk.data<std::int64_t>(place)[r] / 1'000'000);
      case Form::kNumber64: return format_decimal(chunk.data<std::int64_t>(place)[r], scale_of(s.rules[c].kind));
      case Form::kNumber32: return std::to_string(chunk.data<std::int32_t>(place)[r]);
      case Form::kMissing: break;
    }
    return {};
  }

  const char* parse(const duck::Chunk& chunk, std::size_t c, std::size_t r, Cell& cell) const {
    const Shared& s = *shared_;
    const auto place = static_cast<std::size_t>(s.places[c]);
    if (!chunk.valid(place, r)) return parse_cell(s.rules[c], {}, cell);
    switch (s.forms[c]) {
      case Form::kDay: return check_number(s.rules[c], chunk.data<std::int32_t>(place)[r], cell);
      case Form::kTime: {
        const std::int64_t micros = chunk.data<std::int64_t>(place)[r];
        return check_number(s.rules[c], (micros >= 0 ? micros : micros - 999'999) / 1'000'000, cell);
      }
      case Form::kNumber64: return check_number(s.rules[c], chunk.data<std::int64_t>(place)[r], cell);
      case Form::kNumber32: return check_number(s.rules[c], chunk.data<std::int32_t>(place)[r], cell);
      default: return parse_cell(s.rules[c], chunk.text(place, r), cell);
    }
  }

  Status take(const duck::Chunk& chunk, std::size_t r, std::uint64_t row, RowSink& rows) {
    const Shared& s = *shared_;
    std::size_t text_bytes = 0;
    for (std::size_t c = 0; c < cells_.size(); ++c) {
      Cell& cell = cells_[c];
      cell.null = true;
      if (s.places[c] < 0) continue;
      if (const char* reason = parse(chunk, c, r, cell)) {
        std::string line;
        for (std::size_t k = 0; k < cells_.size(); ++k) {
          if (k > 0) line += ',';
          csv::append_field(line, shown(chunk, k, r));
        }
        return s.rejects->add({s.path, row, s.format->table->columns[c].name, shown(chunk, c, r), reason, line});
      }
      if (!cell.null && s.format->text[c]) text_bytes += cell.text.size();
    }
    builder_.begin(text_bytes);
    for (std::size_t c = 0; c < cells_.size(); ++c) {
      if (cells_[c].null) {
        builder_.null();
      } else if (s.format->text[c]) {
        builder_.text(cells_[c].text);
      } else {
        builder_.number(cells_[c].number);
      }
    }
    return rows.take(builder_.finish(row_order(s.file_number, row)));
  }

  std::shared_ptr<Shared> shared_;
  RowBuilder builder_;
  std::vector<Cell> cells_;
};

class ParquetExtract : public ExtractReader {
 public:
  explicit ParquetExtract(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}
  std::unique_ptr<Worker> open_worker() override { return std::make_unique<ParquetWorker>(shared_); }

 private:
  std::shared_ptr<Shared> shared_;
};

}  // namespace

Result<std::unique_ptr<ExtractReader>> open_parquet_extract(const Extract& extract, std::uint64_t file_number,
                                                            const RowFormat& format, RejectLog& rejects) {
  auto shared = std::make_shared<Shared>();
  shared->path = extract.path;
  shared->file_number = file_number;
  shared->format = &format;
  shared->rejects = &rejects;
  YISHOU_TRY(shared->database,
             duck::Database::open("", {.threads = 1, .memory_bytes = std::uint64_t{256} << 20, .spill_directory = {}}));
  YISHOU_TRY(shared->connection, shared->database->connect());
  // Older Spark and Impala write texts as bytes without saying that they are texts.
  const std::string from = fmt::format("read_parquet([{}], binary_as_string=true)", duck::literal(extract.path));
  auto described = shared->connection->query("DESCRIBE SELECT * FROM " + from);
  if (!described) return unreadable(extract.path, described.error());
  std::vector<std::string> names;
  for (const auto& row : described->rows) names.push_back(row[0]);
  YISHOU_TRY(const std::vector<int> columns, match_columns(*format.table, names, extract.path));
  std::string select;
  int place = 0;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    shared->rules.push_back(cell_rule(*format.table, format.table->columns[c]));
    Source source;
    if (columns[c] >= 0) {
      const auto& row = described->rows[static_cast<std::size_t>(columns[c])];
      if (is_nested(row[1])) {
        return fail(ErrorCode::kBadInput,
                    fmt::format("{}: the column {} is of type {}, one value a row is needed; write "
                                "it as text or number",
                                extract.path, row[0], row[1].substr(0, 60)));
      }
      source = source_of(shared->rules[c].kind, row[0], row[1]);
      select += (place == 0 ? "" : ", ") + source.sql;
    }
    shared->forms.push_back(source.form);
    shared->places.push_back(columns[c] >= 0 ? place++ : -1);
  }
  auto stream = shared->connection->stream(fmt::format("SELECT {} FROM {}", select, from));
  if (!stream) return unreadable(extract.path, stream.error());
  shared->stream = std::move(*stream);
  std::unique_ptr<ExtractReader> reader = std::make_unique<ParquetExtract>(std::move(shared));
  return reader;
}

}  // namespace yishou::intake

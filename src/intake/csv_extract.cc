// CSV extracts: slabs are cut under a lock and parsed by all workers at once.
#include <mutex>

#include <fmt/format.h>

#include "csv/records.h"
#include "csv/slabs.h"
#include "intake/bytes.h"
#include "intake/cell.h"
#include "intake/extract.h"

namespace yishou::intake {
namespace {

constexpr std::size_t kMaxHeaderColumns = 4096;

const char* reason_of(csv::Problem problem) {
  switch (problem) {
    case csv::Problem::kTooLong: return "一行超过 1 MiB · the record is longer than 1 MiB";
    case csv::Problem::kOpenQuote: return "引号没有结束 · a quoted field does not end";
    case csv::Problem::kAfterQuote: return "引号之后还有文字 · text after a closing quote";
    case csv::Problem::kEncoding: return "既不是 UTF-8 也不是 GB18030 · neither UTF-8 nor GB18030";
    case csv::Problem::kNul: return "含有 NUL 字节 · has a NUL byte";
    case csv::Problem::kNone: break;
  }
  return "";
}

struct Shared {
  std::string path;
  std::uint64_t file_number;
  const RowFormat* format;
  RejectLog* rejects;
  std::vector<std::string> names;  // of the file's columns
  std::vector<int> places;         // by table column
  std::vector<CellRule> rules;     // by table column
  std::uint64_t header_line = 1;   // records up to it are not data
  std::mutex mutex;                // guards slabs and ended
  std::unique_ptr<csv::SlabReader> slabs;
  bool ended = false;
};

class CsvWorker : public ExtractReader::Worker {
 public:
  explicit CsvWorker(std::shared_ptr<Shared> shared) : shared_(std::move(shared)), builder_(*shared_->format) {
    cells_.resize(shared_->rules.size());
  }

  Result<bool> read_some(RowSink& rows) override {
    {
      const std::scoped_lock lock(shared_->mutex);
      if (shared_->ended) return false;
      auto more = shared_->slabs->next(slab_);
      if (!more || !*more) {
        shared_->ended = true;
        return more;
      }
    }
    csv::Records records(slab_.text(), slab_.first_line());
    while (const csv::Record* record = records.next()) {
      if (record->line <= shared_->header_line) continue;
      ++rows_seen_;
      YISHOU_CHECK_OK(take(*record, rows));
    }
    if (slab_.long_line() != 0) {
      ++rows_seen_;
      YISHOU_CHECK_OK(refuse(slab_.long_line(), {}, {}, reason_of(csv::Problem::kTooLong), slab_.long_line_begin()));
    }
    return true;
  }

 private:
  Status refuse(std::uint64_t line, std::string_view column, std::string_view value, std::string_view reason,
                std::string_view raw) {
    return shared_->rejects->add({shared_->path, line, column, value, reason, raw});
  }

  Status take(const csv::Record& record, RowSink& rows) {
    const Shared& s = *shared_;
    if (record.problem != csv::Problem::kNone) {
      const bool quoting = record.problem == csv::Problem::kOpenQuote || record.problem == csv::Problem::kAfterQuote;
      const std::string_view column =
          quoting && record.field < s.names.size() ? s.names[record.field] : std::string_view{};
      return refuse(record.line, column, {}, reason_of(record.problem), record.raw);
    }
    if (record.fields.size() != s.names.size()) {
      return refuse(record.line, {}, {},
                    fmt::format("有 {0} 列，表头有 {1} 列 · has {0} fields, the header has {1}", record.fields.size(),
                                s.names.size()),
                    record.raw);
    }
    std::size_t text_bytes = 0;
    for (std::size_t c = 0; c < cells_.size(); ++c) {
      const int place = s.places[c];
      Cell& cell = cells_[c];
      if (place < 0) {
        cell.null = true;
        continue;
      }
      const std::string_view value = record.fields[static_cast<std::size_t>(place)];
      if (const char* reason = parse_cell(s.rules[c], value, cell)) {
        return refuse(record.line, s.format->table->columns[c].name, value, reason, record.raw);
      }
      text_bytes += value.size();
    }
    builder_.begin(text_bytes);
    for (std::size_t c = 0; c < cells_.size(); ++c) {
      const Cell& cell = cells_[c];
      if (cell.null) {
        builder_.null();
      } else if (s.format->text[c]) {
        builder_.text(cell.text);
      } else {
        builder_.number(cell.number);
      }
    }
    return rows.take(builder_.finish(row_order(s.file_number, record.line)));
  }

  std::shared_ptr<Shared> shared_;
  RowBuilder builder_;
  csv::Slab slab_;
  std::vector<Cell> cells_;
};

class CsvExtract : public ExtractReader {
 public:
  explicit CsvExtract(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}
  std::unique_ptr<Worker> open_worker() override { return std::make_unique<CsvWorker>(shared_); }

 private:
  std::shared_ptr<Shared> shared_;
};

std::unexpected<Error> bad(const std::string& path, std::string_view what) {
  return fail(ErrorCode::kBadInput, fmt::format("{}: {}", path, what));
}

// Reads the header: names and the line it stands on.
Status read_header(const std::string& path, Shared& shared) {
  YISHOU_TRY(auto source, open_bytes(path));
  std::string begin(64, '\0');
  YISHOU_TRY(const std::size_t got, source->read(begin.data(), begin.size()));
  begin.resize(got);
  if (csv::is_utf16(begin)) return bad(path, "the text is UTF-16; save it as CSV in UTF-8 or GB18030");
  if (begin.starts_with("PAR1"))
    return bad(path, "a Parquet file packed once more; unpack it, Parquet is read as it is");
  YISHOU_TRY(source, open_bytes(path));
  csv::SlabReader slabs(std::move(source));
  csv::Slab slab;
  YISHOU_TRY(const bool any, slabs.next(slab));
  csv::Records records(any ? slab.text() : std::string_view{}, 1);
  const csv::Record* header = records.next();
  if (header == nullptr) {
    if (any && slab.long_line() != 0) return bad(path, "row 1 is longer than 1 MiB: that is no header of an extract");
    return bad(path, "there is no header line; fetch the file again");
  }
  if (header->problem != csv::Problem::kNone) {
    return bad(path, fmt::format("row {}, the header, cannot be read: {}", header->line, reason_of(header->problem)));
  }
  if (header->fields.size() > kMaxHeaderColumns) {
    return bad(path, fmt::format("the header has {} columns, at most {} are read; that is no extract",
                                 header->fields.size(), kMaxHeaderColumns));
  }
  if (header->fields.size() == 1) {
    for (const auto& [separator, name] : {std::pair{'\t', "tabs"}, {';', "semicolons"}, {'|', "bars"}}) {
      if (header->fields[0].find(separator) != std::string_view::npos) {
        return bad(path, fmt::format("the columns are separated by {}; save it with commas", name));
      }
    }
  }
  for (std::string_view name : header->fields) {
    while (name.starts_with(' ')) name.remove_prefix(1);
    while (name.ends_with(' ')) name.remove_suffix(1);
    if (name.find('\r') != std::string_view::npos && name.find('\n') == std::string_view::npos) {
      return bad(path, "its lines end in a lone CR, so row 1 holds them all; save it with line ends LF or CRLF");
    }
    shared.names.emplace_back(name);
  }
  shared.header_line = header->line;
  return {};
}

}  // namespace

Result<std::unique_ptr<ExtractReader>> open_csv_extract(const Extract& extract, std::uint64_t file_number,
                                                        const RowFormat& format, RejectLog& rejects) {
  auto shared = std::make_shared<Shared>();
  shared->path = extract.path;
  shared->file_number = file_number;
  shared->format = &format;
  shared->rejects = &rejects;
  YISHOU_CHECK_OK(read_header(extract.path, *shared));
  YISHOU_TRY(shared->places, match_columns(*format.table, shared->names, extract.path));
  for (const model::Column& column : format.table->columns) shared->rules.push_back(cell_rule(*format.table, column));
  YISHOU_TRY(auto source, open_bytes(extract.path));
  shared->slabs = std::make_unique<csv::SlabReader>(std::move(source));
  std::unique_ptr<ExtractReader> reader = std::make_unique<CsvExtract>(std::move(shared));
  return reader;
}

}  // namespace yishou::intake

// Rows of a statement as a file of any format.
#include <fmt/format.h>

#include "report/row_writer.h"

namespace yishou::report {
namespace {

Status write_each(duck::Connection& connection, const std::string& select, RowWriter& writer,
                  const TotalsSheet& totals) {
  YISHOU_TRY(duck::Stream stream, connection.stream(select));
  for (;;) {
    YISHOU_TRY(const duck::Chunk chunk, stream.next());
    if (chunk.rows() == 0) return writer.close(totals);
    for (std::size_t row = 0; row < chunk.rows(); ++row) YISHOU_CHECK_OK(writer.row(chunk, row));
  }
}

}  // namespace

Status write_rows(duck::Connection& connection, const Rows& rows, Format format, const std::string& file,
                  const std::string& folder, const TotalsSheet& totals) {
  switch (format) {
    case Format::kParquet:
      return connection.execute(
          fmt::format("COPY ({}) TO {} (FORMAT parquet, COMPRESSION zstd)", rows.select, duck::literal(file)));
    case Format::kCsv: {
      YISHOU_TRY(const auto writer, open_csv(file, rows.columns));
      return write_each(connection, rows.select, *writer, totals);
    }
    case Format::kJsonl: {
      YISHOU_TRY(const auto writer, open_jsonl(file, rows.columns));
      return write_each(connection, rows.select, *writer, totals);
    }
    case Format::kXlsx: {
      YISHOU_TRY(const auto writer, open_xlsx(file, folder, rows.columns, rows.rows));
      return write_each(connection, rows.select, *writer, totals);
    }
  }
  return {};
}

}  // namespace yishou::report

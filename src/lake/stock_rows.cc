#include "lake/stock_rows.h"

#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "duck/duck.h"
#include "lake/files.h"
#include "lake/table_cursor.h"

namespace yishou::lake {
namespace {

using model::StockMove;

struct StockTable {
  std::string_view name, time;
  StockMove move;
};
constexpr StockTable kCounts{"invinfo_d", "inv_time", StockMove::kCount};
constexpr StockTable kMovements[] = {{"purcinfo_d", "purc_time", StockMove::kPurchase},
                                     {"selinfo_d", "sel_time", StockMove::kSale},
                                     {"invchg_d", "chg_time", StockMove::kChange}};

Status read_table(const duck::Database& database, const std::vector<std::string>& files, const StockTable& table,
                  const engine::StockVisitor& take) {
  YISHOU_TRY(duck::Connection connection, database.connect());
  std::vector<std::string> quoted;
  for (const std::string& file : files) quoted.push_back(duck::literal(file));
  YISHOU_TRY(duck::Stream stream,
             connection.stream(fmt::format("SELECT fixmedins_code, med_list_codg, {}, cnt, coalesce(sel_retn_flag, '') "
                                           "FROM read_parquet([{}])",
                                           table.time, fmt::join(quoted, ", "))));
  for (;;) {
    YISHOU_TRY(const duck::Chunk chunk, stream.next());
    if (chunk.rows() == 0) return {};
    const auto text = [&](std::size_t column, std::size_t row) {
      return chunk.valid(column, row) ? chunk.text(column, row) : std::string_view{};
    };
    const auto number = [&](std::size_t column, std::size_t row) {
      return chunk.valid(column, row) ? chunk.data<std::int64_t>(column)[row] : kNoNumber;
    };
    for (std::size_t row = 0; row < chunk.rows(); ++row) {
      const std::int64_t micros = number(2, row);
      const bool comes_back = table.move == StockMove::kSale && text(4, row) == "1";
      YISHOU_CHECK_OK(take({.institution = text(0, row),
                            .item = text(1, row),
                            .move = comes_back ? StockMove::kReturn : table.move,
                            .time = micros == kNoNumber ? kNoSecond : seconds_of(micros),
                            .cnt = number(3, row)}));
    }
  }
}

Status read_tables(const std::string& lake, const Manifest& manifest, std::span<const StockTable> tables,
                   const engine::StockVisitor& take) {
  for (const StockTable& table : tables) {
    const auto files = manifest.files(lake, table.name);
    if (files.empty()) continue;
    YISHOU_TRY(const duck::Database database, duck::Database::open("", {}));
    bool taken = true;  // the visitor's own errors are not the lake's
    Status read = read_table(database, files, table, [&](const model::StockRow& row) {
      Status status = take(row);
      taken = status.has_value();
      return status;
    });
    if (!read) return std::unexpected(taken ? damaged_lake(lake, std::move(read.error())) : std::move(read.error()));
  }
  return {};
}

}  // namespace

Status read_stock_counts(const std::string& lake, const Manifest& manifest, const engine::StockVisitor& take) {
  return read_tables(lake, manifest, {&kCounts, 1}, take);
}

Status read_stock_movements(const std::string& lake, const Manifest& manifest, const engine::StockVisitor& take) {
  return read_tables(lake, manifest, kMovements, take);
}

}  // namespace yishou::lake

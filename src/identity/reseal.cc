#include "identity/reseal.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "identity/store_key.h"

namespace yishou::identity {
namespace {

const SealedColumn kOwnColumns[] = {
    {"institution_settings", "token_sealed", {"institution"}, "institution_settings", "token_sealed", "institution"},
    {"institution_settings", "apikey_sealed", {"institution"}, "institution_settings", "apikey_sealed", "institution"},
    {"access_log_persons", "person_sealed", {"seq"}, "access_log", "object", "CAST(seq AS TEXT)"},
};

std::string sealed_with(std::uint32_t number) { return fmt::format("s1.{}.%", number); }

// The next rows of a column after `after` that another key than `newest` sealed; `after` is moved to the last of them.
Result<std::int64_t> reseal_some(sql::Database& database, const crypto::Sealer& sealer, const SealedColumn& column,
                                 sql::Values& after, bool& more) {
  const std::string keys = fmt::format("{}", fmt::join(column.key, ", "));
  sql::Values values{sealed_with(sealer.newest_key())};
  std::string beyond;
  if (!after.empty()) {
    std::vector<std::string> places;
    for (const auto& one : after) {
      values.push_back(one);
      places.push_back(fmt::format("${}", values.size()));
    }
    beyond = fmt::format(" AND ({}) > ({})", keys, fmt::join(places, ", "));
  }
  YISHOU_TRY(auto transaction, database.begin());
  YISHOU_TRY(
      const auto rows,
      transaction.query(fmt::format("SELECT {0}, coalesce({1}, ''), {2} FROM {3} WHERE {2} <> '' AND {2} NOT LIKE "
                                    "$1{4} ORDER BY {0} LIMIT {5}",
                                    keys, column.place_row, column.column, column.table, beyond, column.rows_at_once),
                        values));
  const std::size_t width = column.key.size();
  std::string same_row;
  for (std::size_t i = 0; i < width; ++i) same_row += fmt::format(" AND {} = ${}", column.key[i], i + 3);
  const std::string update =
      fmt::format("UPDATE {0} SET {1} = $1 WHERE {1} = $2{2}", column.table, column.column, same_row);
  std::int64_t done = 0;
  for (const auto& row : rows) {
    const crypto::Place place{column.place_table, column.place_column, row.text(width)};
    YISHOU_TRY(const auto plain, sealer.open(row.text(width + 1), place));
    sql::Values changed{sealer.seal(plain, place), row.text(width + 1)};
    after.clear();
    for (std::size_t i = 0; i < width; ++i) after.push_back(row[i]);
    changed.insert(changed.end(), after.begin(), after.end());
    YISHOU_TRY(const auto one, transaction.change(update, changed));  // 0: somebody wrote a newer value meanwhile
    done += one;
  }
  YISHOU_CHECK_OK(transaction.commit());
  more = std::ssize(rows) == column.rows_at_once;
  return done;
}

}  // namespace

std::span<const SealedColumn> sealed_columns() { return kOwnColumns; }

Result<std::int64_t> reseal(sql::Database& database, const crypto::Sealer& sealer,
                            std::span<const SealedColumn> columns, const std::function<void(std::int64_t)>& progress) {
  YISHOU_CHECK_OK(check_service_has_newest_key(database, sealer));
  std::int64_t done = 0;
  for (const SealedColumn& column : columns) {
    sql::Values after;
    for (bool more = true; more;) {
      YISHOU_TRY(const std::int64_t some, reseal_some(database, sealer, column, after, more));
      done += some;
      if (progress) progress(done);
    }
  }
  return done;
}

Result<SealedBy> sealed_by(sql::Database& database, std::span<const SealedColumn> columns, std::uint32_t number) {
  SealedBy all;
  const auto count = [&](std::string_view table, std::string_view column) -> Status {
    YISHOU_TRY(const auto rows,
               database.query(fmt::format("SELECT CAST(count(*) AS BIGINT) FROM {} WHERE {} LIKE $1", table, column),
                              {sealed_with(number)}));
    all.values += rows.at(0).number(0);
    if (rows[0].number(0) > 0 && all.where.empty()) all.where = fmt::format("{}.{}", table, column);
    return {};
  };
  for (const SealedColumn& column : columns) YISHOU_CHECK_OK(count(column.table, column.column));
  YISHOU_CHECK_OK(count("store_key", "sealed"));
  YISHOU_CHECK_OK(count("access_log", "object_sealed"));
  return all;
}

}  // namespace yishou::identity

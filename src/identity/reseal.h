// Rotation of the sealing key: every value in the database that an older key sealed is sealed anew with the newest, and a key that
// seals nothing any more may leave the key file.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "crypto/sealer.h"
#include "sql/database.h"

namespace yishou::identity {

/// A column of sealed values. The texts are of the program, never of a user.
struct SealedColumn {
  std::string_view table, column;
  std::vector<std::string_view> key;           ///< columns that identify a row, in its order
  std::string_view place_table, place_column;  ///< of its crypto::Place
  std::string_view place_row;                  ///< SQL: the row of its crypto::Place
  int rows_at_once = 500;                      ///< in one transaction and in memory
};

/// Of the tables of this room.
[[nodiscard]] std::span<const SealedColumn> sealed_columns();

/// What one key seals still.
struct SealedBy {
  std::int64_t values = 0;
  std::string where;  ///< a table and column that holds one; empty without any
};

/// Seals anew whatever an older key sealed, some hundreds of rows a transaction, beside a service that runs; gives their number. May
/// be ended at any moment: what is done is done, and the next call does the rest. kConflict: the service was not started since the
/// key was added, so it could not read what is sealed anew.
[[nodiscard]] Result<std::int64_t> reseal(sql::Database& database, const crypto::Sealer& sealer,
                                          std::span<const SealedColumn> columns,
                                          const std::function<void(std::int64_t done)>& progress);
/// What key `number` seals still, in `columns` and in records of the access log of older programs, which can never be sealed anew.
[[nodiscard]] Result<SealedBy> sealed_by(sql::Database& database, std::span<const SealedColumn> columns,
                                         std::uint32_t number);

}  // namespace yishou::identity

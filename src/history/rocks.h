// What the stores of this room share of RocksDB: bounded memory, and its statuses as Errors for a person.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <rocksdb/db.h>
#include <rocksdb/options.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>

#include "base/result.h"

namespace yishou::history {

/// Options with all memory bounded by `memory_bytes`: cached blocks, indexes, filters and unwritten changes.
[[nodiscard]] rocksdb::Options bounded_options(std::uint64_t memory_bytes);

/// ok → success. `what` names the store, `remedy` what to do when its files are damaged.
[[nodiscard]] Status status_of(const rocksdb::Status& status, std::string_view what, std::string_view remedy);

/// What the disk of a store must have free for anything to be written to it.
inline constexpr std::uint64_t kSpareBytes = std::uint64_t{256} << 20;

/// Writes all of `batch` or none. kNoSpace already when less than kSpareBytes are free: RocksDB 7.8 does not survive that its own log runs
/// out of disk (the file is written to again after its error, which ends the program), and what it has in memory must find room, too.
/// After a failure of another kind it refuses all writes until it is told to go on: the next one may have luck.
[[nodiscard]] Status write(rocksdb::DB& database, const rocksdb::WriteOptions& options, rocksdb::WriteBatch& batch,
                           std::string_view what, std::string_view remedy);

[[nodiscard]] inline rocksdb::Slice slice(std::string_view text) { return {text.data(), text.size()}; }
[[nodiscard]] inline std::string_view view(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

}  // namespace yishou::history

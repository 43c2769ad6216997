#include "history/rocks.h"

#include <algorithm>
#include <cstdarg>
#include <filesystem>
#include <memory>

#include <fmt/format.h>
#include <rocksdb/cache.h>
#include <rocksdb/env.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/write_buffer_manager.h>

namespace yishou::history {
namespace {

/// RocksDB's own log of what it does is a file like any other: on a full disk it would be the first to fail, and the library of Debian,
/// which keeps its assertions, ends the program at the next line. What concerns us comes back as a status.
class NoLog final : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

}  // namespace

rocksdb::Options bounded_options(std::uint64_t memory_bytes) {
  rocksdb::Options options;
  const std::shared_ptr<rocksdb::Cache> cache = rocksdb::NewLRUCache(memory_bytes);
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.cache_index_and_filter_blocks = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.format_version = 5;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  const std::uint64_t unwritten = memory_bytes / 4;
  options.write_buffer_manager = std::make_shared<rocksdb::WriteBufferManager>(unwritten, cache);
  options.write_buffer_size = std::min<std::size_t>(unwritten / 2, std::size_t{64} << 20);
  options.compression = rocksdb::kLZ4Compression;
  options.max_open_files = 512;
  options.max_background_jobs = 2;
  options.info_log = std::make_shared<NoLog>();
  options.max_total_wal_size = std::uint64_t{256} << 20;
  return options;
}

Status status_of(const rocksdb::Status& status, std::string_view what, std::string_view remedy) {
  if (status.ok()) return {};
  const std::string said = status.ToString();
  if (status.IsNoSpace())
    return fail(ErrorCode::kNoSpace, fmt::format("the disk is full; make room: {}: {}", what, said));
  if (status.IsCorruption() || status.IsNotSupported() || status.IsInvalidArgument()) {
    return fail(ErrorCode::kBadInput, fmt::format("files of {} are damaged; {}: {}", what, remedy, said));
  }
  if (status.IsIOError() && said.find("lock") != std::string::npos) {
    return fail(ErrorCode::kBusy, fmt::format("another process holds {}; stop it first: {}", what, said));
  }
  return fail(ErrorCode::kIo, fmt::format("cannot use {}: {}", what, said));
}

Status write(rocksdb::DB& database, const rocksdb::WriteOptions& options, rocksdb::WriteBatch& batch,
             std::string_view what, std::string_view remedy) {
  std::error_code unknown;
  const auto space = std::filesystem::space(database.GetName(), unknown);
  if (!unknown && space.available < kSpareBytes + batch.GetDataSize()) {
    return fail(ErrorCode::kNoSpace,
                fmt::format("the disk is full, {} MiB must be free; make room: {}", kSpareBytes >> 20, what));
  }
  const rocksdb::Status written = database.Write(options, &batch);
  if (!written.ok()) database.Resume().PermitUncheckedError();
  return status_of(written, what, remedy);
}

}  // namespace yishou::history

#include "history/rocks.h"

#include <algorithm>

#include <fmt/format.h>
#include <rocksdb/cache.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/write_buffer_manager.h>

namespace yishou::history {

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
  options.keep_log_file_num = 2;
  options.info_log_level = rocksdb::WARN_LEVEL;
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
  const rocksdb::Status written = database.Write(options, &batch);
  if (!written.ok()) database.Resume().PermitUncheckedError();
  return status_of(written, what, remedy);
}

}  // namespace yishou::history

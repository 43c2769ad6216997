#include "history/journal.h"

#include <atomic>
#include <charconv>
#include <filesystem>

#include <fmt/format.h>
#include <rocksdb/write_batch.h>

#include "history/rocks.h"

namespace yishou::history {
namespace {

constexpr std::string_view kWhat = "the journal of facts";
constexpr std::string_view kRemedy =
    "restore the state folder from a backup, or put an empty folder in the place of its `journal`: facts that are not "
    "in "
    "the lake yet are then lost";
constexpr std::uint64_t kMemory = std::uint64_t{64} << 20;
// Keys: 'e' and the number, big-endian; 'd': the drain.
constexpr std::string_view kDrainKey = "d";

std::string entry_key(std::uint64_t number) {
  std::string key(9, 'e');
  for (int i = 8; i > 0; --i, number >>= 8) key[static_cast<std::size_t>(i)] = static_cast<char>(number & 0xff);
  return key;
}
std::uint64_t number_of(std::string_view key) {
  std::uint64_t number = 0;
  for (std::size_t i = 1; i < key.size(); ++i) number = number << 8 | static_cast<unsigned char>(key[i]);
  return number;
}

rocksdb::WriteOptions synced() {
  rocksdb::WriteOptions options;
  options.sync = true;
  return options;
}

Status damaged() { return fail(ErrorCode::kBadInput, fmt::format("{} is damaged; {}", kWhat, kRemedy)); }

}  // namespace

struct Journal::Rocks {
  std::unique_ptr<rocksdb::DB> db;
  std::atomic<std::uint64_t> first = 1, last = 0;  // numbers of the entries that wait
};

Journal::Journal(std::unique_ptr<Rocks> rocks) : rocks_(std::move(rocks)) {}
Journal::~Journal() = default;

Result<std::unique_ptr<Journal>> Journal::open(const std::string& folder) {
  rocksdb::Options options = bounded_options(kMemory);
  options.create_if_missing = true;
  // A record half-written by a crash at the end was never acknowledged; anything else that is damaged is refused.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  std::error_code ignored;
  std::filesystem::create_directories(folder, ignored);
  rocksdb::DB* db = nullptr;
  YISHOU_CHECK_OK(status_of(rocksdb::DB::Open(options, folder, &db), kWhat, kRemedy));
  auto rocks = std::make_unique<Rocks>();
  rocks->db.reset(db);
  const std::unique_ptr<rocksdb::Iterator> at(db->NewIterator({}));
  at->Seek("e");
  const auto here = [&] { return at->Valid() && at->key().starts_with("e") && at->key().size() == 9; };
  if (here()) {
    rocks->first = number_of(view(at->key()));
    at->SeekForPrev("f");
    if (here()) rocks->last = number_of(view(at->key()));
  } else {
    std::string text;
    std::uint64_t last = 0;
    if (db->Get({}, "n", &text).ok()) std::from_chars(text.data(), text.data() + text.size(), last);
    rocks->last = last;
    rocks->first = last + 1;
  }
  YISHOU_CHECK_OK(status_of(at->status(), kWhat, kRemedy));
  return std::unique_ptr<Journal>(new Journal(std::move(rocks)));
}

Result<std::uint64_t> Journal::append(std::span<const JournalEntry> entries) {
  rocksdb::WriteBatch batch;
  std::uint64_t number = rocks_->last;
  std::string value;
  for (const JournalEntry& entry : entries) {
    value.assign(entry.table).append(1, '\n').append(entry.line);
    batch.Put(entry_key(++number), value);
  }
  YISHOU_CHECK_OK(write(*rocks_->db, synced(), batch, kWhat, kRemedy));
  rocks_->last = number;
  return number;
}

std::uint64_t Journal::last() const { return rocks_->last; }
std::uint64_t Journal::waiting() const { return rocks_->last + 1 - rocks_->first; }

Status Journal::each(std::uint64_t last, const Visit& visit) const {
  const std::unique_ptr<rocksdb::Iterator> at(rocks_->db->NewIterator({}));
  for (at->Seek("e"); at->Valid() && at->key().starts_with("e"); at->Next()) {
    const std::uint64_t number = number_of(view(at->key()));
    if (number > last) break;
    const std::string_view value = view(at->value());
    const std::size_t end = value.find('\n');
    if (end == std::string_view::npos) return damaged();
    YISHOU_CHECK_OK(visit(number, {value.substr(0, end), value.substr(end + 1)}));
  }
  return status_of(at->status(), kWhat, kRemedy);
}

Status Journal::begin_drain(const Drain& drain) {
  rocksdb::WriteBatch batch;
  batch.Put(slice(kDrainKey), fmt::format("{} {}", drain.last, drain.lake_generation));
  return write(*rocks_->db, synced(), batch, kWhat, kRemedy);
}

Result<std::optional<Journal::Drain>> Journal::drain() const {
  std::string text;
  const rocksdb::Status status = rocks_->db->Get({}, slice(kDrainKey), &text);
  if (status.IsNotFound()) return std::nullopt;
  YISHOU_CHECK_OK(status_of(status, kWhat, kRemedy));
  Drain drain;
  const char* end = text.data() + text.size();
  const auto [space, error] = std::from_chars(text.data(), end, drain.last);
  if (error != std::errc{} || space == end) return std::unexpected(damaged().error());
  if (std::from_chars(space + 1, end, drain.lake_generation).ec != std::errc{}) {
    return std::unexpected(damaged().error());
  }
  return drain;
}

Status Journal::end_drain(const Drain& drain) {
  rocksdb::WriteBatch batch;
  batch.DeleteRange("e", entry_key(drain.last + 1));
  batch.Delete(slice(kDrainKey));
  batch.Put("n", std::to_string(drain.last));  // numbers go on from here when nothing waits
  YISHOU_CHECK_OK(write(*rocks_->db, synced(), batch, kWhat, kRemedy));
  rocks_->first = drain.last + 1;
  return {};
}

Status Journal::drop_drain() {
  rocksdb::WriteBatch batch;
  batch.Delete(slice(kDrainKey));
  return write(*rocks_->db, synced(), batch, kWhat, kRemedy);
}

}  // namespace yishou::history

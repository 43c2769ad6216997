#include "history/store.h"

#include <charconv>
#include <cstring>
#include <filesystem>

#include <fmt/format.h>
#include <rocksdb/cache.h>
#include <rocksdb/merge_operator.h>
#include <rocksdb/write_batch.h>

#include "history/image.h"
#include "history/rocks.h"

namespace yishou::history {
namespace {

constexpr std::string_view kWhat = "the history of persons";
constexpr std::string_view kRemedy = "build it anew from the lake with `yishou history rebuild`";
constexpr std::uint64_t kShareOfImages = 4;  // of the memory: one in so many bytes
// Keys: 'p' and the psn_no; 'm' and a name.
constexpr std::string_view kFormatKey = "mformat", kGenerationKey = "mgeneration";

std::string person_key(std::string_view psn_no) {
  std::string key;
  key.reserve(psn_no.size() + 1);
  key += 'p';
  key += psn_no;
  return key;
}

std::string row_key(const RowKey& row) {
  std::string key(9, static_cast<char>(row.table));
  std::memcpy(key.data() + 1, &row.hash, 8);
  return key;
}

// Changes are images, and merging images is associative: changes may become one before they meet the person's own image. What is gone
// is forgotten when they meet it, not before.
class MergeImages final : public rocksdb::MergeOperator {
 public:
  bool FullMergeV2(const MergeOperationInput& in, MergeOperationOutput* out) const override {
    std::vector<std::string_view> images;
    if (in.existing_value != nullptr) images.push_back(view(*in.existing_value));
    for (const rocksdb::Slice& change : in.operand_list) images.push_back(view(change));
    out->new_value = merge_images(images, true);
    return true;
  }
  bool PartialMerge(const rocksdb::Slice&, const rocksdb::Slice& earlier, const rocksdb::Slice& later,
                    std::string* merged, rocksdb::Logger*) const override {
    const std::string_view images[] = {view(earlier), view(later)};
    *merged = merge_images(images, false);
    return true;
  }
  [[nodiscard]] const char* Name() const override { return "yishou.images.2"; }
};

}  // namespace

struct HistoryStore::Rocks {
  std::unique_ptr<rocksdb::DB> db;
  std::vector<rocksdb::ColumnFamilyHandle*> families;  ///< images; owners of rows

  Rocks() = default;
  Rocks(const Rocks&) = delete;
  Rocks& operator=(const Rocks&) = delete;
  ~Rocks() {
    for (rocksdb::ColumnFamilyHandle* family : families) db->DestroyColumnFamilyHandle(family).PermitUncheckedError();
  }
  [[nodiscard]] rocksdb::ColumnFamilyHandle* owners() const { return families[1]; }
};

struct HistoryStore::Reading::Pin {
  rocksdb::PinnableSlice value;
  std::string key;
};

HistoryStore::Reading::Reading() : pin_(std::make_unique<Pin>()) {}
HistoryStore::Reading::~Reading() = default;

HistoryStore::HistoryStore(std::unique_ptr<Rocks> rocks) : rocks_(std::move(rocks)) {}
HistoryStore::~HistoryStore() = default;

Result<std::unique_ptr<HistoryStore>> HistoryStore::open(const std::string& folder, const Options& options) {
  std::error_code ignored;
  if (!options.create && !std::filesystem::exists(std::filesystem::path(folder) / "CURRENT", ignored)) {
    return fail(ErrorCode::kNotFound, fmt::format("no history of persons yet; {}: {}", kRemedy, folder));
  }
  rocksdb::Options rocks = bounded_options(options.memory_bytes - options.memory_bytes / kShareOfImages);
  rocks.create_if_missing = options.create;
  rocks.create_missing_column_families = true;  // the format, below, tells a store that had none
  const rocksdb::ColumnFamilyOptions owners(rocks);
  rocks.merge_operator = std::make_shared<MergeImages>();
  // A person at the counter is asked about again and again: whole images at hand spare the walk through index and block.
  rocks.row_cache = rocksdb::NewLRUCache(options.memory_bytes / kShareOfImages);
  rocksdb::DB* db = nullptr;
  std::filesystem::create_directories(std::filesystem::path(folder).parent_path(), ignored);
  auto held = std::make_unique<Rocks>();
  const std::vector<rocksdb::ColumnFamilyDescriptor> families{
      {rocksdb::kDefaultColumnFamilyName, rocksdb::ColumnFamilyOptions(rocks)}, {"owners", owners}};
  YISHOU_CHECK_OK(status_of(rocksdb::DB::Open(rocks, folder, families, &held->families, &db), kWhat, kRemedy));
  held->db.reset(db);
  const std::string format = fmt::format("{:016x}", kept_format());
  std::string found;
  const rocksdb::Status read = db->Get({}, slice(kFormatKey), &found);
  if (read.IsNotFound() && options.create) {
    YISHOU_CHECK_OK(status_of(db->Put({}, slice(kFormatKey), format), kWhat, kRemedy));
  } else if (!read.ok() && !read.IsNotFound()) {
    YISHOU_CHECK_OK(status_of(read, kWhat, kRemedy));
  } else if (found != format) {
    return fail(ErrorCode::kUnsupported,
                fmt::format("the history of persons was made by another version; {}: {}", kRemedy, folder));
  }
  return std::unique_ptr<HistoryStore>(new HistoryStore(std::move(held)));
}

Result<std::optional<std::string_view>> HistoryStore::find(std::string_view psn_no, Reading& reading) const {
  Reading::Pin& pin = *reading.pin_;
  pin.value.Reset();
  pin.key.assign(1, 'p').append(psn_no);
  rocksdb::DB& db = *rocks_->db;
  const rocksdb::Status status = db.Get({}, db.DefaultColumnFamily(), pin.key, &pin.value);
  if (status.IsNotFound()) return std::nullopt;
  YISHOU_CHECK_OK(status_of(status, kWhat, kRemedy));
  return view(pin.value);
}

Result<std::vector<std::string>> HistoryStore::owners_of(std::span<const RowKey> rows) const {
  std::vector<std::string> keys;
  keys.reserve(rows.size());
  for (const RowKey& row : rows) keys.push_back(row_key(row));
  const std::vector<rocksdb::Slice> slices(keys.begin(), keys.end());
  std::vector<rocksdb::PinnableSlice> found(rows.size());
  std::vector<rocksdb::Status> statuses(rows.size());
  rocks_->db->MultiGet({}, rocks_->owners(), slices.size(), slices.data(), found.data(), statuses.data());
  std::vector<std::string> owners(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (statuses[i].IsNotFound()) continue;
    YISHOU_CHECK_OK(status_of(statuses[i], kWhat, kRemedy));
    owners[i] = view(found[i]);
  }
  return owners;
}

Status HistoryStore::merge(std::span<const PersonChange> changes, std::span<const RowOwner> owners) {
  rocksdb::WriteBatch batch;
  for (const PersonChange& change : changes) batch.Merge(person_key(change.psn_no), change.image);
  for (const RowOwner& owner : owners) batch.Put(rocks_->owners(), row_key(owner.row), owner.psn_no);
  return write(*rocks_->db, {}, batch, kWhat, kRemedy);
}

Status HistoryStore::put(std::string_view psn_no, std::string_view image) {
  rocksdb::WriteOptions options;
  options.disableWAL = true;
  return status_of(rocks_->db->Put(options, person_key(psn_no), slice(image)), kWhat, kRemedy);
}

Status HistoryStore::put_owners(std::span<const RowOwner> owners) {
  rocksdb::WriteOptions options;
  options.disableWAL = true;
  rocksdb::WriteBatch batch;
  for (const RowOwner& owner : owners) batch.Put(rocks_->owners(), row_key(owner.row), owner.psn_no);
  return write(*rocks_->db, options, batch, kWhat, kRemedy);
}

Status HistoryStore::flush(bool tidy) {
  YISHOU_CHECK_OK(status_of(rocks_->db->Flush({}, rocks_->families), kWhat, kRemedy));
  if (!tidy) return {};
  return status_of(rocks_->db->CompactRange({}, nullptr, nullptr), kWhat, kRemedy);
}

std::int64_t HistoryStore::lake_generation() const {
  std::string text;
  std::int64_t generation = -1;
  if (rocks_->db->Get({}, slice(kGenerationKey), &text).ok()) {
    std::from_chars(text.data(), text.data() + text.size(), generation);
  }
  return generation;
}

Status HistoryStore::note_lake_generation(std::int64_t generation) {
  rocksdb::WriteOptions options;
  options.sync = true;
  rocksdb::WriteBatch batch;
  batch.Put(slice(kGenerationKey), std::to_string(generation));
  return write(*rocks_->db, options, batch, kWhat, kRemedy);
}

std::uint64_t HistoryStore::num_persons() const {
  std::uint64_t keys = 0;
  rocks_->db->GetIntProperty(rocksdb::DB::Properties::kEstimateNumKeys, &keys);
  return keys;
}

std::uint64_t HistoryStore::memory_in_use() const {
  std::uint64_t cached = 0, unwritten = 0;
  rocks_->db->GetIntProperty(rocksdb::DB::Properties::kBlockCacheUsage, &cached);
  rocks_->db->GetAggregatedIntProperty(rocksdb::DB::Properties::kCurSizeAllMemTables, &unwritten);
  return cached + unwritten + rocks_->db->GetOptions().row_cache->GetUsage();
}

}  // namespace yishou::history

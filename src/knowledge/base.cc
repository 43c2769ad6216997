#include "knowledge/base.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <system_error>

#include <fmt/format.h>
#include <unistd.h>

#include "base/check.h"
#include "csv/small_table.h"
#include "knowledge/digest.h"
#include "knowledge/files.h"
#include "knowledge/manifest.h"
#include "knowledge/shipped.h"
#include "knowledge/snapshot_builder.h"

namespace yishou::knowledge {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kManifest = "manifest.csv";
constexpr std::string_view kLock = "lock";
constexpr std::string_view kParameterFile = "parameters.csv";

std::string batch_file(std::size_t order, std::string_view name) {
  std::string safe;
  for (const char c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                       c == '-' || static_cast<unsigned char>(c) >= 0x80;
    safe += plain ? c : '_';
  }
  return fmt::format("batches/{:04}-{}.csv", order, safe.substr(0, 100));
}

void count(const std::vector<StoredPoint>& points, Batch& batch) {
  batch.points = points.size();
  batch.codes = 0;
  for (const StoredPoint& point : points) batch.codes += point.row.codes.size();
}

Status make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    return fail(
        error == std::errc::no_space_on_device ? ErrorCode::kNoSpace : ErrorCode::kIo,
        fmt::format("cannot make the folder: check its place and rights: {}: {}", folder.string(), error.message()));
  }
  return {};
}

// The shipped points, batch by batch, oldest first; those without a day of publication are always known.
Status write_shipped(const fs::path& folder) {
  std::vector<StoredPoint> all = shipped_published();
  std::ranges::move(shipped_own(), std::back_inserter(all));
  std::vector<std::vector<StoredPoint>> groups;
  for (StoredPoint& point : all) {
    if (groups.empty() || groups.back().front().batch != point.batch) groups.emplace_back();
    groups.back().push_back(std::move(point));
  }
  std::vector<std::pair<Day, std::size_t>> by_day;
  for (std::size_t i = 0; i < groups.size(); ++i) by_day.emplace_back(groups[i].front().published_at, i);
  std::ranges::sort(by_day);
  YISHOU_CHECK_OK(make_folder(folder / "batches"));
  std::vector<Batch> batches;
  for (const auto& [day, place] : by_day) {
    const std::vector<StoredPoint>& group = groups[place];
    Batch batch{.order = batches.size() + 1,
                .file = {},
                .kind = group.front().row.state == State::kOfficial ? BatchKind::kPublished : BatchKind::kShipped,
                .name = group.front().batch,
                .published_at = day,
                .known_since = day,
                .points = 0,
                .codes = 0,
                .digest = {}};
    batch.file = batch_file(batch.order, batch.name);
    count(group, batch);
    const std::string text = write_points(group);
    batch.digest = digest_of(text);
    YISHOU_CHECK_OK(write_file(folder / batch.file, text));
    batches.push_back(std::move(batch));
  }
  return write_file(folder / kManifest, write_manifest(batches));
}

// Made beside and renamed, so that a base is whole or not there; two makers at once end with one base.
Status make_base(const fs::path& folder) {
  const fs::path parent = folder.has_parent_path() ? folder.parent_path() : fs::path{"."};
  YISHOU_CHECK_OK(make_folder(parent));
  const fs::path beside = parent / fmt::format(".{}.making-{}", folder.filename().string(), ::getpid());
  std::error_code error;
  fs::remove_all(beside, error);
  Status made = write_shipped(beside);
  if (made.has_value()) {
    fs::rename(beside, folder, error);
    if (error && !fs::exists(folder / kManifest)) {
      made = fail(ErrorCode::kIo,
                  fmt::format("cannot put the knowledge base in place: {}: {}", folder.string(), error.message()));
    }
  }
  fs::remove_all(beside, error);
  return made;
}

}  // namespace

Result<fs::path> default_base_folder() {
  if (const char* base = std::getenv("YISHOU_BASE"); base != nullptr && *base != '\0') return fs::path{base};
  if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && *data == '/')
    return fs::path{data} / "yishou" / "knowledge";
  if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0') {
    return fs::path{home} / ".local" / "share" / "yishou" / "knowledge";
  }
  return fail(ErrorCode::kBadCall, "no place for the knowledge base is known: give --base or set YISHOU_BASE");
}

Result<KnowledgeBase> KnowledgeBase::open(const fs::path& given) {
  fs::path folder = given.lexically_normal();
  if (!folder.has_filename()) folder = folder.parent_path();  // a trailing slash
  std::error_code error;
  const fs::file_status status = fs::status(folder, error);
  if (status.type() == fs::file_type::not_found ||
      (fs::is_directory(status) && fs::is_empty(folder, error) && !error)) {
    YISHOU_CHECK_OK(make_base(folder));
  } else if (!fs::is_directory(status)) {
    return fail(ErrorCode::kBadCall,
                fmt::format("the knowledge base must be a folder: give another --base: {}", folder.string()));
  } else if (!fs::exists(folder / kManifest, error)) {
    return fail(ErrorCode::kBadInput,
                fmt::format("the folder is no knowledge base (it has no {}): give another --base, or an empty or "
                            "new folder: {}",
                            kManifest, folder.string()));
  }
  KnowledgeBase base;
  base.folder_ = folder;
  YISHOU_TRY(const std::string text, read_file(folder / kManifest));
  YISHOU_TRY(base.batches_, read_manifest(text, (folder / kManifest).string()));
  base.manifest_digest_ = digest_of(text);
  return base;
}

Result<std::string> KnowledgeBase::text_of(const Batch& batch) const {
  if (const auto kept = kept_.find(batch.order); kept != kept_.end()) return kept->second;
  const fs::path path = folder_ / batch.file;
  std::error_code error;
  if (!fs::exists(path, error)) {
    return fail(ErrorCode::kNotFound,
                fmt::format("a batch file that the manifest of the knowledge base names is missing: restore it from a "
                            "copy, or make the base anew in another folder and import again: {}",
                            path.string()));
  }
  YISHOU_TRY(std::string text, read_file(path));
  if (digest_of(text) == batch.digest) return text;
  // Which row is damaged helps more than "the digest differs".
  if (batch.kind != BatchKind::kParameters) {
    auto points = read_points(text, path.string());
    if (!points.has_value()) return pass(points);
  }
  return fail(ErrorCode::kBadInput,
              fmt::format("a batch file is not the one that was imported (its SM3 differs): restore it from a "
                          "copy, or make the base anew and import again: {}",
                          path.string()));
}

namespace {

bool is_known(const Batch& batch, Day as_known) {
  return as_known == kNoDay || batch.known_since == kNoDay || batch.known_since <= as_known;
}

}  // namespace

Result<std::vector<StoredPoint>> KnowledgeBase::points(Day as_known) const {
  std::vector<StoredPoint> all;
  std::size_t expected = 0;
  for (const Batch& batch : batches_) expected += batch.points;
  all.reserve(expected);
  for (const Batch& batch : batches_) {
    if (batch.kind == BatchKind::kParameters || !is_known(batch, as_known)) continue;
    YISHOU_TRY(const std::string text, text_of(batch));
    YISHOU_TRY(std::vector<StoredPoint> points, read_points(text, (folder_ / batch.file).string()));
    for (StoredPoint& point : points) {
      point.row.known_since = batch.known_since;
      point.order = batch.order;
      all.push_back(std::move(point));
    }
  }
  return all;
}

Result<std::vector<PointRow>> KnowledgeBase::effective(Day as_known, std::string_view region) const {
  YISHOU_TRY(std::vector<StoredPoint> all, points(as_known));
  return make_effective(std::move(all), region);
}

Result<std::vector<ParameterRow>> KnowledgeBase::parameter_rows(Day as_known) const {
  std::vector<ParameterRow> rows;
  for (const Batch& batch : batches_) {
    if (batch.kind != BatchKind::kParameters || !is_known(batch, as_known)) continue;
    YISHOU_TRY(std::vector<ParameterRow> more, parameter_rows_of(batch));
    std::ranges::move(more, std::back_inserter(rows));
  }
  std::error_code error;
  if (const fs::path local = folder_ / kParameterFile; fs::exists(local, error)) {
    YISHOU_TRY(const std::string text, read_file(local, std::size_t{16} << 20));
    YISHOU_TRY(std::vector<ParameterRow> more, read_parameters(text, local.string()));
    for (ParameterRow& row : more) {
      if (as_known == kNoDay || row.known_since == kNoDay || row.known_since <= as_known)
        rows.push_back(std::move(row));
    }
  }
  return rows;
}

Result<std::vector<ParameterRow>> KnowledgeBase::parameter_rows_of(const Batch& batch) const {
  YISHOU_TRY(const std::string text, text_of(batch));
  return read_parameters(text, (folder_ / batch.file).string());
}

Result<Parameters> KnowledgeBase::parameters(Day as_known, std::string_view region) const {
  YISHOU_TRY(std::vector<ParameterRow> rows, parameter_rows(as_known));
  return Parameters::build(std::move(rows), region);
}

Result<Snapshot> KnowledgeBase::snapshot(Day as_known, std::string_view region) const {
  YISHOU_TRY(Parameters known_parameters, parameters(as_known, region));
  YISHOU_TRY(const std::vector<PointRow> rows, effective(as_known, region));
  Snapshot::Builder builder;
  std::size_t codes = 0;
  for (const PointRow& row : rows) codes += row.codes.size() + 1;
  builder.reserve(rows.size(), codes);
  for (const PointRow& row : rows) YISHOU_CHECK_OK(builder.add(row));
  return std::move(builder).build(std::move(known_parameters));
}

Status KnowledgeBase::append(std::vector<Batch> batches, const std::vector<std::string>& texts) {
  YISHOU_CHECK(batches.size() == texts.size(), "each batch has its text");
  std::optional<FolderLock> lock;
  if (!is_trial_) {
    YISHOU_TRY(lock, FolderLock::take(folder_ / kLock));
    YISHOU_TRY(const std::string now, read_file(folder_ / kManifest));
    if (digest_of(now) != manifest_digest_) {
      return fail(ErrorCode::kBusy,
                  fmt::format("the knowledge base was changed by another process meanwhile: run the command again: {}",
                              folder_.string()));
    }
    YISHOU_CHECK_OK(make_folder(folder_ / "batches"));
  }
  std::vector<Batch> all = batches_;
  std::map<std::size_t, std::string> kept = kept_;
  for (std::size_t i = 0; i < batches.size(); ++i) {
    Batch& batch = batches[i];
    for (const Batch& earlier : all) {
      if (earlier.known_since != kNoDay && batch.known_since < earlier.known_since) {
        return fail(ErrorCode::kBadCall,
                    fmt::format("known since {} would change what was known later (the base has a batch known since "
                                "{}): give a later --known-since",
                                format_day(batch.known_since), format_day(earlier.known_since)));
      }
    }
    batch.order = all.empty() ? 1 : all.back().order + 1;
    batch.file = batch_file(batch.order, batch.name);
    batch.digest = digest_of(texts[i]);
    if (batch.kind != BatchKind::kParameters) {
      YISHOU_TRY(const std::vector<StoredPoint> points, read_points(texts[i], batch.file));
      count(points, batch);
    }
    if (is_trial_) {
      kept[batch.order] = texts[i];
    } else {
      YISHOU_CHECK_OK(write_file(folder_ / batch.file, texts[i]));
    }
    all.push_back(batch);
  }
  if (!is_trial_) {
    const std::string text = write_manifest(all);
    YISHOU_CHECK_OK(write_file(folder_ / kManifest, text));
    manifest_digest_ = digest_of(text);
  }
  batches_ = std::move(all);
  kept_ = std::move(kept);
  return {};
}

KnowledgeBase KnowledgeBase::trial() const {
  KnowledgeBase copy = *this;
  copy.is_trial_ = true;
  return copy;
}

KnowledgeBase KnowledgeBase::trial_without(const std::set<std::size_t>& orders) const {
  KnowledgeBase copy = trial();
  std::erase_if(copy.batches_, [&](const Batch& batch) { return orders.contains(batch.order); });
  return copy;
}

Result<std::vector<Batch>> KnowledgeBase::adopt(const KnowledgeBase& trial) {
  YISHOU_CHECK(trial.is_trial_ && trial.manifest_digest_ == manifest_digest_ && !is_trial_, "a trial of this base");
  std::vector<Batch> batches;
  std::vector<std::string> texts;
  for (const Batch& batch : trial.batches_) {
    const auto text = trial.kept_.find(batch.order);
    if (text == trial.kept_.end()) continue;
    batches.push_back(batch);
    texts.push_back(text->second);
  }
  const std::size_t before = batches_.size();
  if (!batches.empty()) YISHOU_CHECK_OK(append(std::move(batches), texts));
  return std::vector<Batch>(batches_.begin() + static_cast<std::ptrdiff_t>(before), batches_.end());
}

Result<fs::path> KnowledgeBase::write_rejects(std::string_view name, std::string_view text) const {
  if (is_trial_) return fs::path{};
  YISHOU_CHECK_OK(make_folder(folder_ / "rejects"));
  const fs::path path = folder_ / "rejects" / fmt::format("{}.csv", name);
  YISHOU_CHECK_OK(write_file(path, text));
  return path;
}

}  // namespace yishou::knowledge

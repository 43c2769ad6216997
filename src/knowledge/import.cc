#include "knowledge/import.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "base/check.h"
#include "csv/records.h"
#include "csv/small_table.h"
#include "knowledge/against_base.h"
#include "knowledge/digest.h"
#include "knowledge/files.h"
#include "knowledge/official_document.h"
#include "knowledge/official_point.h"
#include "knowledge/own_checks.h"
#include "knowledge/own_points.h"
#include "knowledge/shadows.h"
#include "knowledge/workbook.h"

namespace yishou::knowledge {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kMaxFile = std::size_t{256} << 20;

class Importer {
 public:
  Importer(KnowledgeBase& base, const ImportOptions& options) : base_(base), options_(options) {}

  Result<ImportReport> run(const std::vector<NamedText>& files) {
    YISHOU_CHECK(options_.known_since != kNoDay, "an import has the day on which it becomes known");
    YISHOU_TRY(std::vector<StoredPoint> points, base_.points());
    for (StoredPoint& point : points) know(std::move(point));
    for (const Batch& batch : base_.batches()) names_.insert(batch.name);
    for (const NamedText& file : files) YISHOU_CHECK_OK(take(file.bytes, file.name));
    if (options_.dry_run) return std::move(report_);
    if (!batches_.empty()) YISHOU_CHECK_OK(base_.append(batches_, texts_));
    if (report_.any_refused()) {
      YISHOU_TRY(report_.rejects, base_.write_rejects(fmt::format("{}-{}", format_day(options_.known_since),
                                                                  digest_of(refused_rows()).substr(0, 8)),
                                                      refused_rows()));
    }
    return std::move(report_);
  }

 private:
  Status take(const std::string& bytes, const fs::path& path) {
    FileReport& report = report_.files.emplace_back();
    report.file = path.filename().string();
    if (bytes.empty()) {
      return fail(ErrorCode::kBadInput, fmt::format("the file is empty: fetch it again: {}", path.string()));
    }
    if (bytes.starts_with("PK") || bytes.starts_with("\xD0\xCF\x11\xE0") || path.extension() == ".xlsx" ||
        path.extension() == ".xls") {
      return take_workbook(bytes, path, report);
    }
    if (bytes.starts_with(point_file_header())) return take_batch_file(bytes, path, report);
    const std::string shown = path.string();  // the reader looks into it
    csv::SmallReader reader(bytes, shown);
    std::vector<std::string_view> fields;
    YISHOU_TRY(const bool any, reader.next(fields));
    std::vector<std::string> header;
    for (const std::string_view field : fields) header.emplace_back(csv::trim(field));
    if (any && is_own_header(header)) return take_own(bytes, path, report);
    if (any && std::ranges::find(header, "name") != header.end() &&
        std::ranges::find(header, "value") != header.end()) {
      return take_parameters(bytes, path, report);
    }
    return fail(ErrorCode::kBadInput,
                fmt::format("this is no workbook, no own points (rule_no, code …) and no parameters (name, value …): "
                            "check the header: {} row 1",
                            path.string()));
  }

  // --- official workbooks

  Status take_workbook(const std::string& bytes, const fs::path& path, FileReport& report) {
    YISHOU_TRY(const Workbook workbook, read_workbook(bytes, path.string()));
    YISHOU_TRY(OfficialDocument document, find_points(workbook, path.string(), [&](std::string_view code) {
      return codes_.contains(std::string{code});
    }));
    report.kind = BatchKind::kPublished;
    report.batch = free_name(path.stem().string());
    report.left = std::move(document.left);
    std::set<std::uint16_t> rules;
    std::unordered_set<std::string> keys;
    std::vector<StoredPoint> fresh;
    for (const OfficialPoint& official : document.points) {
      PointRow row = derive(official);
      const std::string key = natural_key(row);
      keys.insert(key);
      rules.insert(row.rule);
      const auto found = by_key_.find(key);
      const StoredPoint* latest = found == by_key_.end() ? nullptr : &points_[found->second.back()];
      if (latest != nullptr) complete(official, effective_[found->second.back()], row);
      const StoredPoint* same = latest == nullptr ? nullptr : same_version(found->second, row, official);
      if (same != nullptr && !is_reissue(*same, *latest)) {
        report.changes.push_back({Change::Kind::kUnchanged, *same, *same, {}, {}});
        if (same != latest) ++report.superseded_since;
        continue;
      }
      const Day published = options_.published_at != kNoDay ? options_.published_at : options_.known_since;
      if (latest != nullptr && latest->published_at != kNoDay && published < latest->published_at) {
        report.left.push_back({report.file,
                               official.sheet,
                               official.row,
                               {},
                               Why::kTooEarly,
                               std::string{shortened(official.name)},
                               {},
                               {}});
        continue;
      }
      StoredPoint point;
      point.row = std::move(row);
      point.batch = report.batch;
      point.document = report.file;
      point.document_row = fmt::format("{}", official.row);
      point.published_at = published;
      if (latest != nullptr) point.supersedes = latest->row.point_id;
      point.row.point_id = fmt::format(
          "YP-{}", digest_of(fmt::format("{}\t{}\t{}", key, format_day(published), point.supersedes)).substr(0, 16));
      report.changes.push_back(make_change(latest, point));
      fresh.push_back(std::move(point));
    }
    for (const auto& [key, places] : by_key_) {
      const StoredPoint& latest = points_[places.back()];
      if (rules.contains(latest.row.rule) && !keys.contains(key)) ++report.untouched;
    }
    add_batch(report, std::move(fresh));
    return {};
  }

  // What a document of this kind does not say is taken from the point it continues: a value, and the scope of a course when the
  // document has no column for the logic.
  static void complete(const OfficialPoint& official, const PointRow& earlier, PointRow& row) {
    if (official.logic.empty() && row.scope == Scope::kCourse && earlier.scope == Scope::kSpan)
      row.scope = earlier.scope;
    inherit(row, earlier);
  }

  // The version of the point with the same facts, the latest first. Each is compared as it holds, with inherited values.
  const StoredPoint* same_version(const std::vector<std::size_t>& places, const PointRow& row,
                                  const OfficialPoint& official) const {
    for (auto place = places.rbegin(); place != places.rend(); ++place) {
      PointRow mine = row;
      complete(official, effective_[*place], mine);
      if (same_facts(mine, effective_[*place])) return &points_[*place];
    }
    return nullptr;
  }

  // An older version published anew after the later one.
  [[nodiscard]] bool is_reissue(const StoredPoint& same, const StoredPoint& latest) const {
    return &same != &latest && options_.published_at != kNoDay && latest.published_at != kNoDay &&
           options_.published_at > latest.published_at;
  }

  // --- our own files

  Status take_own(const std::string& text, const fs::path& path, FileReport& report) {
    const CodesOfPoint codes_of = [&](std::uint16_t rule, std::string_view id) -> const std::vector<std::string>* {
      const auto found = by_id_.find(std::string{id});
      return found == by_id_.end() || points_[found->second].row.rule != rule ? nullptr
                                                                              : &points_[found->second].row.codes;
    };
    YISHOU_TRY(OwnPoints own, read_own_points(text, path.string(), OwnCheck::kMeaning, codes_of));
    report.kind = BatchKind::kOwn;
    report.batch = free_name(path.stem().string());
    report.left = std::move(own.left);
    report.warnings = std::move(own.warnings);
    for (auto* remarks : {&report.left, &report.warnings}) {
      for (LeftOut& left : *remarks) left.file = report.file;
    }
    struct Numbered {
      PointRow row;
      std::size_t number;
    };
    std::map<std::pair<std::string, std::string>, std::vector<Numbered>>
        groups;  // one id in one region is replaced as a whole
    for (std::size_t i = 0; i < own.rows.size(); ++i) {
      PointRow& row = own.rows[i];
      // Official is what a published document says, listed what the rules themselves list.
      if (row.state == State::kOfficial || row.state == State::kListed) row.state = State::kConfirmed;
      groups[{row.point_id, row.region}].push_back({std::move(row), own.numbers[i]});
    }
    const OwnLimits limits = own_limits();
    std::vector<StoredPoint> fresh;
    std::vector<std::size_t> numbers;
    for (auto& [id, rows] : groups) {
      const auto found = own_.find(id.first + '\t' + id.second);
      const bool same = found != own_.end() && found->second.size() == rows.size() &&
                        std::ranges::equal(rows, found->second, [&](const Numbered& mine, std::size_t place) {
        return same_row(mine.row, points_[place].row);
      });
      for (auto& [row, number] : rows) {
        if (auto against = limits.contradicted_by(row); !against.empty()) {
          report.left.push_back({report.file, {}, number, "code", Why::kAgainstBase, std::move(against), {}, {}});
          continue;
        }
        StoredPoint point;
        point.row = std::move(row);
        point.batch = report.batch;
        point.document = report.file;
        const StoredPoint* before = found == own_.end() ? nullptr : &points_[found->second.front()];
        Change change = make_change(before, point);
        if (same) change.kind = Change::Kind::kUnchanged;
        report.changes.push_back(std::move(change));
        if (same) continue;
        fresh.push_back(std::move(point));
        numbers.push_back(number);
      }
    }
    std::ranges::move(find_shadows(fresh, numbers, holding(fresh), report.file), std::back_inserter(report.warnings));
    add_batch(report, std::move(fresh));
    return {};
  }

  [[nodiscard]] OwnLimits own_limits() const {
    OwnLimits limits;
    for (const auto& [key, places] : own_) {
      for (const std::size_t place : places) limits.add(points_[place].row);
    }
    return limits;
  }

  // What holds in the base beside `fresh`: no version that is no longer the newest, nothing that `fresh` replaces by its id.
  [[nodiscard]] std::vector<StoredPoint> holding(const std::vector<StoredPoint>& fresh) const {
    std::set<std::string_view> replaced;
    for (const StoredPoint& point : fresh) replaced.insert(point.row.point_id);
    std::vector<StoredPoint> out;
    for (const auto& [key, places] : by_key_) {
      StoredPoint point = points_[places.back()];
      const PointRow& whole = effective_[places.back()];
      std::tie(point.row.value, point.row.num, point.row.num2, point.row.scope, point.row.needs_condition) =
          std::tie(whole.value, whole.num, whole.num2, whole.scope, whole.needs_condition);
      out.push_back(std::move(point));
    }
    for (const auto& [key, places] : own_) {
      for (const std::size_t place : places) {
        if (!replaced.contains(points_[place].row.point_id)) out.push_back(points_[place]);
      }
    }
    return out;
  }

  Status take_batch_file(const std::string& text, const fs::path& path, FileReport& report) {
    YISHOU_TRY(std::vector<StoredPoint> points, read_points(text, path.string()));
    report.batch = free_name(path.stem().string());
    report.kind = BatchKind::kOwn;
    const std::set<std::string> circle = ids_in_a_circle(points, points_);
    const std::set<std::string> standing = own_that_stand(points, own_, points_);
    const OwnLimits limits = own_limits();
    std::vector<StoredPoint> fresh;
    for (std::size_t i = 0; i < points.size(); ++i) {
      StoredPoint& point = points[i];
      const std::size_t number = i + 2;  // a point is a line, below the header
      const auto leave = [&](std::string_view column, Why why, std::string_view what, std::string_view zh = {},
                             std::string_view en = {}) {
        report.left.push_back(
            {report.file, {}, number, std::string{column}, why, std::string{shortened(what)}, zh, en});
      };
      if (point.row.state == State::kOfficial) report.kind = BatchKind::kPublished;
      if (circle.contains(point.row.point_id)) {
        leave("supersedes", Why::kCycle, point.row.point_id + " → " + point.supersedes);
        continue;
      }
      if (point.row.state != State::kOfficial) {
        auto bad = lacks(point.row);
        if (!bad.has_value()) bad = wrong_shape(point.row, point.row.codes);
        if (bad.has_value()) {
          leave(bad->column, Why::kBadValue, bad->text, bad->zh, bad->en);
          continue;
        }
        if (const auto against = limits.contradicted_by(point.row); !against.empty()) {
          leave("code", Why::kAgainstBase, against);
          continue;
        }
      }
      const auto found = by_id_.find(point.row.point_id);
      const StoredPoint* before = found == by_id_.end() ? nullptr : &points_[found->second];
      const bool stands = point.row.state == State::kOfficial ? before != nullptr && same_facts(point.row, before->row)
                                                              : standing.contains(own_key(point.row));
      if (stands) {
        report.changes.push_back({Change::Kind::kUnchanged, *before, point, {}, {}});
        continue;
      }
      if (before != nullptr && point.row.state == State::kOfficial) {
        leave("point_id", Why::kContradicts, point.row.point_id);
        continue;  // a published point never changes under its id
      }
      report.changes.push_back(make_change(before, point));
      fresh.push_back(std::move(point));
    }
    add_batch(report, std::move(fresh));
    return {};
  }

  Status take_parameters(const std::string& text, const fs::path& path, FileReport& report) {
    YISHOU_TRY(const std::vector<ParameterRow> rows, read_parameters(text, path.string()));
    report.kind = BatchKind::kParameters;
    report.batch = free_name(path.stem().string());
    report.parameters = rows.size();
    if (!rows.empty()) add_text(report, write_parameters(rows));
    return {};
  }

  // --- what is known, before and while importing

  void know(StoredPoint point) {
    const std::size_t place = points_.size();
    PointRow whole = point.row;
    if (const auto earlier = by_id_.find(point.supersedes); earlier != by_id_.end())
      inherit(whole, effective_[earlier->second]);
    if (point.row.state == State::kOfficial || point.row.state == State::kConfirmed) {
      for (const std::string& code : point.row.codes) codes_.insert(code);
    }
    if (point.row.rule == 25) codes_.insert(point.row.value);
    if (point.row.state == State::kOfficial) {
      by_key_[natural_key(whole)].push_back(place);
    } else {
      auto& places = own_[own_key(point.row)];
      if (!places.empty() && points_[places.front()].order != point.order) places.clear();
      places.push_back(place);
    }
    by_id_[point.row.point_id] = place;
    effective_.push_back(std::move(whole));
    points_.push_back(std::move(point));
  }

  std::string free_name(const std::string& wanted) {
    std::string name = wanted;
    for (int i = 2; names_.contains(name); ++i) name = fmt::format("{}-{}", wanted, i);
    names_.insert(name);
    return name;
  }

  void add_batch(const FileReport& report, std::vector<StoredPoint> fresh) {
    if (fresh.empty()) return;
    for (StoredPoint& point : fresh) point.batch = report.batch;
    add_text(report, write_points(fresh));
    for (StoredPoint& point : fresh) {
      point.order = base_.batches().size() + batches_.size();
      know(std::move(point));
    }
  }

  void add_text(const FileReport& report, std::string text) {
    Batch batch;
    batch.kind = report.kind;
    batch.name = report.batch;
    batch.published_at = report.kind == BatchKind::kPublished ? options_.published_at : kNoDay;
    batch.known_since = options_.known_since;
    batches_.push_back(std::move(batch));
    texts_.push_back(std::move(text));
  }

  [[nodiscard]] std::string refused_rows() const {
    std::vector<LeftOut> all;
    for (const FileReport& report : report_.files) std::ranges::copy(report.left, std::back_inserter(all));
    return rejects_table(all);
  }

  KnowledgeBase& base_;
  const ImportOptions& options_;
  ImportReport report_;
  std::vector<StoredPoint> points_;
  std::vector<PointRow> effective_;                                   // with inherited values, beside points_
  std::unordered_map<std::string, std::vector<std::size_t>> by_key_;  // official points, oldest version first
  OwnPlaces own_;                                                     // newest rows of an own id in a region
  std::unordered_map<std::string, std::size_t> by_id_;
  std::unordered_set<std::string> codes_;
  std::set<std::string> names_;
  std::vector<Batch> batches_;
  std::vector<std::string> texts_;
};

}  // namespace

Result<ImportReport> import_files(KnowledgeBase& base, const std::vector<fs::path>& files,
                                  const ImportOptions& options) {
  std::vector<NamedText> texts;
  for (const fs::path& file : files) {
    YISHOU_TRY(std::string bytes, read_file(file, kMaxFile));
    texts.push_back({file.string(), std::move(bytes)});
  }
  return Importer(base, options).run(texts);
}

Result<ImportReport> import_texts(KnowledgeBase& base, const std::vector<NamedText>& files,
                                  const ImportOptions& options) {
  return Importer(base, options).run(files);
}

}  // namespace yishou::knowledge

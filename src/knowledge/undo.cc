#include "knowledge/undo.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "base/check.h"
#include "knowledge/digest.h"

namespace yishou::knowledge {
namespace {

using OwnKey = std::pair<std::string, std::string>;  // id and region: what a batch replaces as a whole

class Undoer {
 public:
  Undoer(KnowledgeBase& base, const UndoOptions& options)
      : base_(base), options_(options), without_(base.trial_without(options.batches)) {}

  Result<UndoReport> run() {
    YISHOU_CHECK(options_.from != kNoDay && options_.known_since != kNoDay, "an undo has its days");
    YISHOU_CHECK_OK(undo_parameters());
    YISHOU_CHECK_OK(undo_points());
    if (!batches_.empty()) YISHOU_CHECK_OK(base_.append(batches_, texts_));
    return report_;
  }

 private:
  // Wherever a row of the batches begins later, the one of before must begin anew to win.
  Status undo_parameters() {
    std::map<OwnKey, std::set<Day>> changed;  // name and region, and the days on which rows of the batches begin
    for (const Batch& batch : base_.batches()) {
      if (batch.kind != BatchKind::kParameters || !options_.batches.contains(batch.order)) continue;
      YISHOU_TRY(const auto rows, base_.parameter_rows_of(batch));
      for (const ParameterRow& row : rows) changed[{row.name, row.region}].insert(row.from);
    }
    std::vector<ParameterRow> back;
    for (const auto& [key, begins] : changed) {
      const auto& [name, region] = key;
      YISHOU_TRY(const Parameters before, without_.parameters(kNoDay, region));
      const auto turns = before.turns(name, options_.from);
      std::set<Day> days(turns.begin(), turns.end());
      for (const Day day : begins) {
        if (day > options_.from) days.insert(day);
      }
      for (const Day day : days) {
        ParameterRow row = before.holding(name, day);
        row.region = region;
        row.from = day;
        row.source = fmt::format("{}：{}", options_.name, row.source);
        back.push_back(std::move(row));
      }
    }
    report_.parameters = back.size();
    if (!back.empty()) add(BatchKind::kParameters, write_parameters(back));
    return {};
  }

  Status undo_points() {
    YISHOU_TRY(all_, base_.points());
    YISHOU_TRY(const auto before, without_.points());
    std::map<OwnKey, std::vector<const StoredPoint*>> earlier;  // newest rows without the batches
    std::map<std::string_view, const StoredPoint*> by_id;
    for (const StoredPoint& point : before) {
      by_id[point.row.point_id] = &point;
      if (point.row.state == State::kOfficial) continue;
      auto& rows = earlier[{point.row.point_id, point.row.region}];
      if (!rows.empty() && rows.front()->order != point.order) rows.clear();
      rows.push_back(&point);
    }
    std::map<OwnKey, std::size_t> newest;
    std::set<std::string_view> superseded;
    for (const StoredPoint& point : all_) {
      if (point.row.state != State::kOfficial) newest[{point.row.point_id, point.row.region}] = point.order;
      if (!point.supersedes.empty()) superseded.insert(point.supersedes);
    }
    std::map<OwnKey, std::vector<const StoredPoint*>> own;
    std::vector<StoredPoint> back;
    for (const StoredPoint& point : all_) {
      if (!options_.batches.contains(point.order)) continue;
      const OwnKey key{point.row.point_id, point.row.region};
      const bool official = point.row.state == State::kOfficial;
      if (official ? superseded.contains(point.row.point_id) : newest.at(key) != point.order) {
        ++report_.left;
      } else if (official) {
        back.push_back(instead_of(point, by_id));
      } else {
        own[key].push_back(&point);
      }
    }
    if (!back.empty()) {
      report_.points += back.size();
      add(BatchKind::kPublished, write_points(back));
    }
    back.clear();
    for (const auto& [key, rows] : own) {
      for (const StoredPoint* row : rows) add_part(back, *row, row->row.state, true);
      const auto found = earlier.find(key);
      const auto& instead = found == earlier.end() ? rows : found->second;
      for (const StoredPoint* row : instead) {
        add_part(back, *row, found == earlier.end() ? State::kReference : row->row.state, false);
      }
    }
    if (!back.empty()) {
      report_.points += back.size();
      add(BatchKind::kOwn, write_points(back));
    }
    return {};
  }

  // A published point is never taken back under its id: another one supersedes it.
  [[nodiscard]] StoredPoint instead_of(const StoredPoint& point,
                                       const std::map<std::string_view, const StoredPoint*>& by_id) const {
    const auto earlier = by_id.find(point.supersedes);
    StoredPoint out = earlier == by_id.end() ? point : *earlier->second;
    if (earlier == by_id.end()) out.row.state = State::kReference;
    out.supersedes = point.row.point_id;
    out.published_at = options_.from;
    out.row.point_id = fmt::format(
        "YP-{}", digest_of(fmt::format("undo\t{}\t{}", point.row.point_id, format_day(options_.from))).substr(0, 16));
    return out;
  }

  void add_part(std::vector<StoredPoint>& out, const StoredPoint& point, State state, bool before) const {
    StoredPoint part = point;
    part.row.state = state;
    if (before) {
      part.row.valid_to =
          part.row.valid_to == kNoDay ? options_.from - 1 : std::min(part.row.valid_to, options_.from - 1);
    } else {
      part.row.valid_from = std::max(part.row.valid_from, options_.from);
    }
    if (part.row.valid_to != kNoDay && part.row.valid_to < part.row.valid_from) return;
    out.push_back(std::move(part));
  }

  void add(BatchKind kind, std::string text) {
    Batch batch;
    batch.kind = kind;
    batch.known_since = options_.known_since;
    batch.published_at = kind == BatchKind::kPublished ? options_.from : kNoDay;
    const auto taken = [&](const std::string& name) {
      return std::ranges::find(base_.batches(), name, &Batch::name) != base_.batches().end() ||
             std::ranges::find(batches_, name, &Batch::name) != batches_.end();
    };
    batch.name = options_.name;
    for (int i = 2; taken(batch.name); ++i) batch.name = fmt::format("{}-{}", options_.name, i);
    batches_.push_back(std::move(batch));
    texts_.push_back(std::move(text));
  }

  KnowledgeBase& base_;
  const UndoOptions& options_;
  const KnowledgeBase without_;
  UndoReport report_;
  std::vector<StoredPoint> all_;
  std::vector<Batch> batches_;
  std::vector<std::string> texts_;
};

}  // namespace

Result<UndoReport> undo_batches(KnowledgeBase& base, const UndoOptions& options) { return Undoer(base, options).run(); }

}  // namespace yishou::knowledge

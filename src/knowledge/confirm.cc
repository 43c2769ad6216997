#include "knowledge/confirm.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/check.h"
#include "knowledge/official_rules.h"
#include "knowledge/own_checks.h"
#include "knowledge/shadows.h"

namespace yishou::knowledge {
namespace {

std::string place_of(std::string_view region) {
  return region.empty() ? "everywhere" : fmt::format("in region {}", region);
}

// Of the rows with one id and region only those of the newest batch count.
std::vector<StoredPoint> newest_own(const std::vector<StoredPoint>& all, std::uint16_t rule) {
  std::map<std::pair<std::string_view, std::string_view>, std::size_t> newest;
  for (const StoredPoint& point : all) newest[{point.row.point_id, point.row.region}] = point.order;
  std::vector<StoredPoint> out;
  for (const StoredPoint& point : all) {
    const bool own = point.row.state == State::kReference || point.row.state == State::kConfirmed;
    if (own && point.row.rule == rule && newest.at({point.row.point_id, point.row.region}) == point.order) {
      out.push_back(point);
    }
  }
  return out;
}

class Confirmer {
 public:
  Confirmer(KnowledgeBase& base, const ConfirmOptions& options, State to) : base_(base), options_(options), to_(to) {}

  Result<ConfirmReport> run() {
    YISHOU_CHECK(options_.known_since != kNoDay, "a confirmation has the day on which it becomes known");
    if (rule_name(options_.rule).empty()) {
      return fail(ErrorCode::kBadCall, fmt::format("no rule has this number: give --rule 1 to 88: {}", options_.rule));
    }
    YISHOU_TRY(all_, base_.points());
    own_ = newest_own(all_, options_.rule);
    std::vector<StoredPoint> fresh = choose();
    YISHOU_CHECK_OK(refuse_unknown());
    if (fresh.empty() && report_.already == 0) return nothing();
    if (to_ == State::kConfirmed) {
      YISHOU_CHECK_OK(refuse_contradictions(fresh));
      tell_effects(fresh);
    }
    for (const StoredPoint& point : fresh) {
      if (point.row.state == to_) report_.rows.push_back(point.row);
    }
    if (!fresh.empty() && !options_.dry_run) YISHOU_CHECK_OK(write(std::move(fresh)));
    return std::move(report_);
  }

 private:
  [[nodiscard]] bool wanted(const std::string& id) const {
    return options_.points.empty() || std::ranges::find(options_.points, id) != options_.points.end();
  }

  [[nodiscard]] bool covers(const StoredPoint& point) const { return options_.region.starts_with(point.row.region); }

  // Ids with a confirmed row that goes on without end, or that is all there is of them.
  [[nodiscard]] std::set<std::string_view> confirmed_already() const {
    std::set<std::string_view> open, ended, reference;
    for (const StoredPoint& point : own_) {
      if (!covers(point)) continue;
      auto& kind = point.row.state == State::kReference ? reference : point.row.valid_to == kNoDay ? open : ended;
      kind.insert(point.row.point_id);
    }
    for (const std::string_view id : ended) {
      if (!reference.contains(id)) open.insert(id);
    }
    return open;
  }

  // A batch replaces all rows of an id in a region: those of before `from` come with it.
  void add_part(std::vector<StoredPoint>& out, const StoredPoint& point, State state, bool before) const {
    StoredPoint part = point;
    part.row.state = state;
    part.row.region = options_.region;
    if (before) {
      if (options_.from == kNoDay) return;
      part.row.valid_to =
          part.row.valid_to == kNoDay ? options_.from - 1 : std::min(part.row.valid_to, options_.from - 1);
    } else {
      part.row.valid_from = std::max(part.row.valid_from, options_.from);  // kNoDay is before all days
    }
    if (part.row.valid_to != kNoDay && part.row.valid_to < part.row.valid_from) return;
    out.push_back(std::move(part));
  }

  // The rows that are to stand. Confirming starts from the row of the widest region that is one of reference; withdrawing takes the
  // rows of exactly this region.
  std::vector<StoredPoint> choose() {
    std::set<std::string_view> standing;             // ids that stand as wanted in this region already
    std::map<std::string_view, std::size_t> widest;  // ids that change, with the length of the region they start from
    const std::set<std::string_view> confirmed = confirmed_already();
    for (const StoredPoint& point : own_) {
      const std::string_view id = point.row.point_id;
      if (!wanted(point.row.point_id)) continue;
      if (to_ == State::kConfirmed) {
        if (!covers(point)) continue;
        if (confirmed.contains(id)) standing.insert(id);
        if (point.row.state != State::kReference) continue;
        const auto [at, fresh] = widest.emplace(id, point.row.region.size());
        if (!fresh) at->second = std::min(at->second, point.row.region.size());
      } else if (point.row.region == options_.region) {
        if (point.row.state == State::kReference) standing.insert(id);
        const bool goes_on =
            options_.from == kNoDay || point.row.valid_to == kNoDay || point.row.valid_to >= options_.from;
        if (point.row.state == State::kConfirmed && goes_on) widest.emplace(id, point.row.region.size());
      }
    }
    if (to_ == State::kReference) std::erase_if(standing, [&](std::string_view id) { return widest.contains(id); });
    std::vector<StoredPoint> out;
    for (const StoredPoint& point : own_) {
      const auto found = widest.find(point.row.point_id);
      if (found == widest.end() || standing.contains(point.row.point_id)) continue;
      const bool here = point.row.region == options_.region;
      if (here && point.row.state == State::kConfirmed) add_part(out, point, State::kConfirmed, true);
      if (here && point.row.state == State::kReference && to_ == State::kReference) out.push_back(point);
      const State from = to_ == State::kConfirmed ? State::kReference : State::kConfirmed;
      if (point.row.state != from || point.row.region.size() != found->second || !covers(point)) continue;
      known_.insert(point.row.point_id);
      add_part(out, point, to_, false);
    }
    report_.already = standing.size();
    for (const std::string_view id : standing) known_.emplace(id);
    return out;
  }

  [[nodiscard]] Status refuse_unknown() const {
    for (const std::string& id : options_.points) {
      if (known_.contains(id)) continue;
      std::set<std::string> regions;
      std::set<std::uint16_t> rules;
      for (const StoredPoint& point : all_) {
        if (point.row.point_id != id) continue;
        rules.insert(point.row.rule);
        if (point.row.rule == options_.rule && point.row.state == State::kConfirmed) {
          regions.insert(point.row.region.empty() ? "(everywhere)" : point.row.region);
        }
      }
      const std::string list = fmt::format("yishou knowledge list --rule {}", options_.rule);
      if (rules.empty()) {
        return fail(ErrorCode::kNotFound,
                    fmt::format("the base has no point with this id: {} shows them: {}", list, id));
      }
      if (!rules.contains(options_.rule)) {
        return fail(ErrorCode::kNotFound, fmt::format("the point belongs to rule {}: give --rule {}: {}",
                                                      *rules.begin(), *rules.begin(), id));
      }
      if (to_ == State::kReference && !regions.empty()) {
        return fail(ErrorCode::kNotFound, fmt::format("the point is not confirmed {} but in {}: give that --region: {}",
                                                      place_of(options_.region), fmt::join(regions, ", "), id));
      }
      return fail(
          ErrorCode::kNotFound,
          to_ == State::kConfirmed
              ? fmt::format("the point is no reference point {}, it needs no confirmation: {} shows those that do: {}",
                            place_of(options_.region), list, id)
              : fmt::format("the point is not confirmed {}: {} shows the state of each: {}", place_of(options_.region),
                            list, id));
    }
    return {};
  }

  [[nodiscard]] Result<ConfirmReport> nothing() const {
    return fail(
        ErrorCode::kNotFound,
        to_ == State::kConfirmed
            ? fmt::format("the base has no reference points of rule {} {}: yishou knowledge list --rule {} shows "
                          "what it has; import a table of your own",
                          options_.rule, place_of(options_.region), options_.rule)
            : fmt::format("no point of rule {} is confirmed {}: yishou knowledge list --rule {} shows the state "
                          "of each",
                          options_.rule, place_of(options_.region), options_.rule));
  }

  // The region may have confirmed another limit for the code: two limits at once would both judge.
  [[nodiscard]] Status refuse_contradictions(const std::vector<StoredPoint>& fresh) const {
    for (const StoredPoint& point : fresh) {
      for (const StoredPoint& other : own_) {
        if (other.row.state != State::kConfirmed || other.row.point_id == point.row.point_id) continue;
        if (const auto code = contradiction(point.row, other.row); !code.empty()) {
          return fail(ErrorCode::kBadInput,
                      fmt::format("the point contradicts one that the region has: withdraw {} first (yishou knowledge "
                                  "withdraw), or confirm the others with --point: {} code {}",
                                  other.row.point_id, point.row.point_id, code));
        }
      }
    }
    return {};
  }

  // What is good to know of points that begin to judge.
  void tell_effects(const std::vector<StoredPoint>& fresh) {
    std::set<std::string_view> codes;
    for (const StoredPoint& point : fresh) codes.insert(point.row.codes.begin(), point.row.codes.end());
    std::vector<StoredPoint> judging;
    for (const StoredPoint& point : all_) {
      if (point.row.rule != options_.rule) continue;
      if (point.row.state == State::kOfficial || point.row.state == State::kListed) {
        StoredPoint rest = point;
        std::erase_if(rest.row.codes, [&](const std::string& code) { return codes.contains(code); });
        report_.replaced += point.row.codes.size() - rest.row.codes.size();
        judging.push_back(std::move(rest));
      }
    }
    for (const StoredPoint& point : own_) {
      if (point.row.state == State::kConfirmed) judging.push_back(point);
    }
    report_.warnings = find_shadows(fresh, {}, judging, {});
  }

  [[nodiscard]] Status write(std::vector<StoredPoint> fresh) {
    std::set<std::string> names;
    for (const Batch& batch : base_.batches()) names.insert(batch.name);
    const std::string wanted = fmt::format("{}-{}{}{}", to_ == State::kConfirmed ? "confirm" : "withdraw",
                                           options_.rule, options_.region.empty() ? "" : "-", options_.region);
    report_.batch = wanted;
    for (int i = 2; names.contains(report_.batch); ++i) report_.batch = fmt::format("{}-{}", wanted, i);
    for (StoredPoint& point : fresh) point.batch = report_.batch;
    Batch batch;
    batch.kind = BatchKind::kOwn;
    batch.name = report_.batch;
    batch.known_since = options_.known_since;
    return base_.append({std::move(batch)}, {write_points(fresh)});
  }

  KnowledgeBase& base_;
  const ConfirmOptions& options_;
  const State to_;
  ConfirmReport report_;
  std::vector<StoredPoint> all_, own_;
  std::set<std::string, std::less<>> known_;
};

}  // namespace

Result<ConfirmReport> confirm_points(KnowledgeBase& base, const ConfirmOptions& options) {
  return Confirmer(base, options, State::kConfirmed).run();
}

Result<ConfirmReport> withdraw_points(KnowledgeBase& base, const ConfirmOptions& options) {
  return Confirmer(base, options, State::kReference).run();
}

}  // namespace yishou::knowledge

// The job `audit`: the lake judged, its findings in the operational store.
#include <chrono>
#include <filesystem>
#include <map>

#include <fmt/format.h>

#include "cases/institution_measures.h"
#include "cases/intake.h"
#include "knowledge/base.h"
#include "lake/claims.h"
#include "server/clock.h"
#include "server/finding_spool.h"
#include "server/job_kinds.h"

namespace yishou::server {
namespace {

constexpr std::size_t kIntakeBatch = 1'000;

class Watch {
 public:
  double lap() {
    const auto now = std::chrono::steady_clock::now();
    return std::chrono::duration<double>(now - std::exchange(last_, now)).count();
  }

 private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

/// Gathers what rules over institutions say beside their findings.
class Measured final : public engine::InstitutionWitness {
 public:
  Measured(std::string_view region, const RegionFilter::Regions& regions) : region_(region), regions_(regions) {}

  void measured(const rules::InstitutionMeasure& m) override {
    if (!takes(m.institution)) return;
    const CivilDate date = civil_from_day(m.month);
    measures_.push_back({.institution = std::string{m.institution},
                         .rule_no = m.rule,
                         .month = date.year * 100 + date.month,
                         .peer_rank = m.rank,
                         .share = m.share,
                         .limit = m.limit,
                         .cases = m.cases,
                         .part = m.part,
                         .whole = m.whole,
                         .peers = m.peers,
                         .place = m.place,
                         .least = m.least,
                         .p10 = m.p10,
                         .p25 = m.p25,
                         .median = m.median,
                         .p75 = m.p75,
                         .p90 = m.p90,
                         .most = m.most});
  }
  void undecided(const rules::InstitutionDoubt& doubt) override {
    if (!takes(doubt.institution)) return;
    auto& one = doubts_[{std::string{doubt.institution}, doubt.rule}];
    if (one.doubts++ > 0) return;
    one.institution = doubt.institution;
    one.rule_no = doubt.rule;
    one.missing = doubt.missing;
  }
  [[nodiscard]] Status keep(const RunChoice& choice, sql::Database& database) const {
    std::vector<std::uint16_t> rules;
    for (const rules::Rule* rule : choice.rules) {
      if (rule->month_rule() != nullptr || rule->stock_rule() != nullptr) rules.push_back(rule->info().number);
    }
    std::vector<cases::InstitutionDoubt> doubts;
    for (const auto& [key, doubt] : doubts_) doubts.push_back(doubt);
    return cases::InstitutionMeasures(database).put(rules, choice.region, measures_, doubts, now().beijing());
  }

 private:
  [[nodiscard]] bool takes(std::string_view institution) const {
    if (region_.empty()) return true;
    const auto found = regions_.find(institution);
    return found != regions_.end() && found->second.starts_with(region_);
  }

  std::string_view region_;
  const RegionFilter::Regions& regions_;
  std::vector<cases::InstitutionMeasure> measures_;
  std::map<std::pair<std::string, std::uint16_t>, cases::InstitutionDoubt> doubts_;
};

cases::Coverage coverage_of(const RunChoice& choice) {
  cases::Coverage coverage;
  if (!choice.rule_list.empty()) {
    for (const rules::Rule* rule : choice.rules) coverage.rules.push_back(rule->info().number);
  }
  coverage.region = choice.region;
  if (choice.from != kNoDay) coverage.from = start_of(choice.from);
  if (choice.to != kNoDay) coverage.to = start_of(choice.to + 1);
  return coverage;
}

}  // namespace

Result<RunChoice> audit_choice_of(const boost::json::value& parameters) {
  YISHOU_TRY(const Body body, Body::of(parameters, {"from", "to", "rules", "region"}));
  return run_choice_of(body);
}

Result<std::string> run_audit(const JobGround& ground, const RunChoice& choice, JobWatch& watch) {
  Watch clock, total;
  YISHOU_TRY(const auto claims, lake::LakeClaims::open(ground.settings.lake, {}));
  YISHOU_TRY(const auto base, knowledge::KnowledgeBase::open(ground.settings.base));
  YISHOU_TRY(const auto snapshot,
             base.snapshot(kNoDay, choice.region.empty() ? ground.settings.region : choice.region));
  const WatchedClaims watched(*claims, watch);
  const RegionFilter filter(choice.region, claims->institution_regions());
  report::WriterOptions totals_of{.rules = names_of(choice.rules), .institutions = claims->institution_names()};
  // The file is for its totals alone and goes away with the folder: findings are kept in the store, sealed.
  YISHOU_TRY(auto totals,
             report::FindingWriter::open((std::filesystem::path(ground.work) / "findings.csv").string(), totals_of));
  YISHOU_TRY(FindingSpool spool, FindingSpool::open(ground.work));
  report::Seconds seconds;
  seconds.read = clock.lap();

  watch.set_total(static_cast<std::uint64_t>(claims->manifest().rows("fee_list_d")));
  engine::Options options;
  options.rules = choice.rules;
  options.threads = ground.threads;
  options.from = choice.from;
  options.to = choice.to;
  Measured measured(choice.region, claims->institution_regions());
  options.witness = &measured;
  std::vector<model::Finding> taken;
  YISHOU_TRY(engine::Totals counted,
             engine::run(watched, snapshot, options, [&](std::span<const model::Finding> findings) -> Status {
    if (!filter.takes_all()) {
      taken.clear();
      for (const model::Finding& finding : findings) {
        if (filter.takes(finding)) taken.push_back(finding);
      }
      findings = taken;
    }
    YISHOU_CHECK_OK(spool.add(findings));
    return totals.add(findings);
  }, [&](std::uint64_t lines) { watch.set_done(lines); }));
  seconds.audit = clock.lap();

  YISHOU_TRY(report::FindingTotals added_up, totals.finish());
  // From here on the run is taken whole: what is asked from now on comes too late to stop it.
  YISHOU_CHECK_OK(watch.ask_now());
  YISHOU_TRY(auto intake,
             cases::Intake::begin(ground.database, ground.sealer,
                                  fmt::format("job-{}-{}", ground.job_no, snapshot.version()), now().beijing()));
  cases::Taken sum;
  YISHOU_CHECK_OK(spool.each(kIntakeBatch, [&](std::span<const model::Finding> findings) -> Status {
    YISHOU_TRY(const cases::Taken one, intake.take(findings, now().beijing()));
    sum.added += one.added;
    sum.known += one.known;
    sum.returned += one.returned;
    sum.succeeded += one.succeeded;
    return {};
  }));
  YISHOU_CHECK_OK(measured.keep(choice, ground.database));
  YISHOU_TRY(const std::int64_t gone, intake.finish(coverage_of(choice), now().beijing()));
  seconds.write = clock.lap();
  seconds.total = total.lap();

  report::Summary summary = summarize(counted, std::move(added_up), YISHOU_VERSION, snapshot.version(), choice.rules);
  summary.seconds = seconds;
  summary.peak_rss_bytes = report::peak_rss_bytes();
  return fmt::format(
      R"({{"summary": {}, "taken": {{"added": {}, "known": {}, "returned": {}, "succeeded": {}, "gone": {}}}}})",
      report::summary_json(summary), sum.added, sum.known, sum.returned, sum.succeeded, gone);
}

}  // namespace yishou::server

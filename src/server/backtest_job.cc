// The job `backtest`: the lake judged twice, by what holds and by a draft.
#include <algorithm>
#include <chrono>
#include <filesystem>

#include <fmt/format.h>

#include "backtest/comparison.h"
#include "lake/claims.h"
#include "server/clock.h"
#include "server/job_kinds.h"

namespace yishou::server {

Result<BacktestChoice> backtest_choice_of(const boost::json::value& parameters) {
  YISHOU_TRY(const Body body, Body::of(parameters, {"from", "to", "rules", "region", "settings", "parameters", "points",
                                                    "with_reference", "rules_off"}));
  BacktestChoice choice;
  YISHOU_TRY(choice.run, run_choice_of(body));
  YISHOU_TRY(choice.draft, draft_of(body));
  YISHOU_TRY([[maybe_unused]] const auto rules, rules_left(choice.draft, choice.run.rules));
  YISHOU_CHECK_OK(check_draft(choice.draft));
  return choice;
}

boost::json::object json_of(const BacktestChoice& choice) {
  boost::json::object all = json_of(choice.run);
  for (auto& member : json_of(choice.draft)) all.insert(member);
  return all;
}

Result<BacktestChoice> stored_backtest_choice_of(const boost::json::value& parameters) {
  YISHOU_TRY(const Body body, Body::of(parameters, {"from", "to", "rules", "region", "settings", "parameters", "points",
                                                    "with_reference", "rules_off", "draft_no", "content_no"}));
  boost::json::object run, draft;
  for (const auto& member : body.object()) {
    const bool of_run =
        member.key() == "from" || member.key() == "to" || member.key() == "rules" || member.key() == "region";
    (of_run ? run : draft).insert(member);
  }
  BacktestChoice choice;
  YISHOU_TRY(const Body run_body, Body::of(std::move(run), {"from", "to", "rules", "region"}));
  YISHOU_TRY(choice.run, run_choice_of(run_body));
  YISHOU_TRY(choice.draft, stored_draft_of(std::move(draft)));
  return choice;
}

Result<std::string> run_backtest(const JobGround& ground, const BacktestChoice& choice, JobWatch& watch) {
  const auto start = std::chrono::steady_clock::now();
  YISHOU_TRY(const auto claims, lake::LakeClaims::open(ground.settings.lake, {}));
  YISHOU_TRY(const auto base, knowledge::KnowledgeBase::open(ground.settings.base));
  const std::string region = choice.run.region.empty() ? ground.settings.region : choice.run.region;
  YISHOU_TRY(const auto held, base.snapshot(kNoDay, region));
  YISHOU_TRY(const auto draft, snapshot_of(choice.draft, base, region, ground.drafts, day_of(now().beijing())));
  YISHOU_TRY(const auto draft_rules, rules_left(choice.draft, choice.run.rules));
  const WatchedClaims watched(*claims, watch);
  const RegionFilter filter(choice.run.region, claims->institution_regions());

  const std::string changes_file = (std::filesystem::path(ground.folder) / kChangesFile).string();
  YISHOU_TRY(auto comparison, backtest::Comparison::open(changes_file, {.rules = names_of(choice.run.rules),
                                                                        .institutions = claims->institution_names(),
                                                                        .touched = kTouched}));
  const auto lines = static_cast<std::uint64_t>(claims->manifest().rows("fee_list_d"));
  watch.set_total(2 * lines);
  std::uint64_t undecided[2] = {};
  std::vector<model::Finding> taken;
  for (const auto side : {backtest::Side::kNow, backtest::Side::kDraft}) {
    const bool first = side == backtest::Side::kNow;
    engine::Options options;
    options.rules = first ? choice.run.rules : draft_rules;
    options.threads = ground.threads;
    options.from = choice.run.from;
    options.to = choice.run.to;
    YISHOU_TRY(const engine::Totals counted, engine::run(watched, first ? held : draft, options,
                                                         [&](std::span<const model::Finding> findings) -> Status {
      taken.clear();
      for (const model::Finding& finding : findings) {
        if (!filter.takes(finding)) continue;
        taken.push_back(finding);
        taken.back().psn_no = ground.sealer.blind_index("backtest", finding.psn_no);
      }
      return comparison.add(side, taken);
    }, [&](std::uint64_t read) { watch.set_done(std::min(read, lines) + (first ? 0 : lines)); }));
    undecided[first ? 0 : 1] = counted.undecided;
  }
  YISHOU_CHECK_OK(watch.ask_now());
  YISHOU_TRY(const backtest::Outcome outcome, comparison.finish());
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return fmt::format(
      R"({{"outcome": {}, "undecided": {{"now": {}, "draft": {}}}, "knowledge": {{"now": "{}", "draft": "{}"}}, )"
      R"("files": ["{}"], "seconds": {:.3f}}})",
      backtest::outcome_json(outcome), undecided[0], undecided[1], held.version(), draft.version(), kChangesFile,
      seconds);
}

}  // namespace yishou::server

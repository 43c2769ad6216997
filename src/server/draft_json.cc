#include "server/draft_json.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "http/conditional.h"
#include "knowledge/import.h"
#include "server/draft_changes.h"
#include "server/json.h"
#include "server/knowledge_words.h"

namespace yishou::server {

namespace json = boost::json;

namespace {

using drafts::Draft;
using drafts::DraftStep;
using identity::Permission;
using Difference = knowledge::PointDifference;

constexpr std::size_t kShown = 200;  // of each kind

Permission permission_of(DraftStep step) noexcept {
  switch (step) {
    case DraftStep::kReject:
    case DraftStep::kPublish:
    case DraftStep::kRollBack: return Permission::kPublishRules;
    default: return Permission::kChangeRules;
  }
}

json::array steps_of(const Draft& draft, const identity::Principal& who) {
  json::array steps;
  for (const DraftStep step : {DraftStep::kChange, DraftStep::kPropose, DraftStep::kDiscard, DraftStep::kReject,
                               DraftStep::kPublish, DraftStep::kRollBack}) {
    const drafts::Hand hand = drafts::hand_of(step);
    const bool author = who.account_id == draft.author;
    const bool right_hand = hand == drafts::Hand::kEither || (hand == drafts::Hand::kAuthor) == author;
    if (drafts::after(step, draft.state).has_value() && right_hand && identity::may(who, permission_of(step))) {
      steps.emplace_back(drafts::name_of(step));
    }
  }
  return steps;
}

// Rows that the trial adds, each beside what would hold on its first day without it.
Result<json::object> parameter_diff(const knowledge::KnowledgeBase& base, const knowledge::KnowledgeBase& trial) {
  json::array items;
  std::size_t count = 0;
  for (const knowledge::Batch& batch : trial.batches()) {
    const bool fresh = std::ranges::find(base.batches(), batch.order, &knowledge::Batch::order) == base.batches().end();
    if (!fresh || batch.kind != knowledge::BatchKind::kParameters) continue;
    YISHOU_TRY(const auto rows, trial.parameter_rows_of(batch));
    count += rows.size();
    for (const knowledge::ParameterRow& row : rows) {
      if (items.size() == kShown) break;
      YISHOU_TRY(const auto before, base.parameters(kNoDay, row.region));
      items.push_back(json::object{{"name", row.name},
                                   {"region", row.region},
                                   {"valid_from", day_text(row.from)},
                                   {"before", before.holding(row.name, row.from).value},
                                   {"after", row.value},
                                   {"unit", row.unit},
                                   {"source", row.source}});
    }
  }
  return json::object{{"count", count}, {"items", std::move(items)}};
}

}  // namespace

std::string draft_etag(const Draft& draft) {
  return http::etag_of(
      fmt::format("draft {} {} {} {}", draft.draft_no, draft.version, draft.backtest_job, draft.shadow_id));
}

json::object draft_row_json(const Draft& draft, const identity::Principal& who) {
  return {{"draft_no", draft.draft_no},
          {"title", draft.title},
          {"region", draft.region},
          {"author", draft.author},
          {"state", drafts::name_of(draft.state)},
          {"version", draft.version},
          {"made_at", time_text(draft.made_at)},
          {"changed_at", time_text(draft.changed_at)},
          {"publisher", draft.publisher},
          {"effective_from", day_text(draft.effective_from)},
          {"batches", json::array(draft.batches.begin(), draft.batches.end())},
          {"backtest_job", draft.backtest_job == 0 ? json::value(nullptr) : json::value(draft.backtest_job)},
          {"shadow_id", draft.shadow_id.empty() ? json::value(nullptr) : json::value(draft.shadow_id)},
          {"steps", steps_of(draft, who)}};
}

Result<json::object> draft_json(const Call& call, const Draft& draft) {
  YISHOU_TRY(const DraftChanges changes, stored_changes_of(draft.content));
  YISHOU_TRY(const auto files, call.app.drafts->files(draft.draft_no, changes.files));
  YISHOU_TRY(const auto events, call.app.drafts->events(draft.draft_no, call.who.scope));
  json::object whole = draft_row_json(draft, call.who);
  json::object changed = json_of(changes);
  json::array told;
  for (const drafts::DraftFile& file : files) {
    told.push_back(json::object{{"file_no", file.file_no},
                                {"name", file.name},
                                {"published_at", day_text(file.published_at)},
                                {"bytes", file.content.size()}});
  }
  changed["files"] = std::move(told);
  whole["changes"] = std::move(changed);
  json::array history;
  for (const drafts::DraftEvent& event : events) {
    history.push_back(json::object{{"version", event.version},
                                   {"at", time_text(event.at)},
                                   {"account_id", event.account_id},
                                   {"step", event.step},
                                   {"from_state", event.from_state},
                                   {"to_state", event.to_state},
                                   {"reason", event.reason}});
  }
  whole["events"] = std::move(history);
  return whole;
}

Result<json::object> diff_json(const knowledge::KnowledgeBase& base, const knowledge::KnowledgeBase& trial,
                               std::string_view region) {
  YISHOU_TRY(const auto before, base.effective(kNoDay, region));
  YISHOU_TRY(const auto after, trial.effective(kNoDay, region));
  struct Counts {
    std::size_t added = 0, changed = 0, dropped = 0;
  };
  std::map<std::uint16_t, Counts> by_rule;
  Counts total;
  json::array added, changed, dropped;
  for (const Difference& one : knowledge::compare(before, after)) {
    const bool gone = one.kind == Difference::Kind::kRemoved;
    Counts& rule = by_rule[gone ? one.before.rule : one.after.rule];
    switch (one.kind) {
      case Difference::Kind::kAdded:
        ++rule.added;
        if (++total.added <= kShown) added.push_back(json_of(one.after));
        break;
      case Difference::Kind::kChanged:
        ++rule.changed;
        if (++total.changed <= kShown) {
          changed.push_back(json::object{{"before", json_of(one.before)}, {"after", json_of(one.after)}});
        }
        break;
      case Difference::Kind::kRemoved:
        ++rule.dropped;
        if (++total.dropped <= kShown) dropped.push_back(json_of(one.before));
        break;
    }
  }
  json::array rules;
  for (const auto& [number, counts] : by_rule) {
    rules.push_back(json::object{
        {"rule_no", number}, {"added", counts.added}, {"changed", counts.changed}, {"dropped", counts.dropped}});
  }
  const auto part = [](std::size_t count, json::array items) {
    return json::object{{"count", count}, {"items", std::move(items)}};
  };
  YISHOU_TRY(json::object parameters, parameter_diff(base, trial));
  return json::object{{"region", region},
                      {"added", part(total.added, std::move(added))},
                      {"changed", part(total.changed, std::move(changed))},
                      {"dropped", part(total.dropped, std::move(dropped))},
                      {"by_rule", std::move(rules)},
                      {"parameters", std::move(parameters)}};
}

json::object left_json(const std::vector<knowledge::LeftOut>& left) {
  json::array items;
  std::size_t refused = 0;
  for (const knowledge::LeftOut& one : left) {
    refused += knowledge::is_refusal(one.why) ? 1 : 0;
    if (items.size() == kShown) continue;
    items.push_back(json::object{{"sheet", one.sheet},
                                 {"row", one.row},
                                 {"column", one.column},
                                 {"refused", knowledge::is_refusal(one.why)},
                                 {"text", one.text},
                                 {"why_zh", one.need_zh.empty() ? knowledge::why_zh(one.why) : one.need_zh},
                                 {"why_en", one.need_en.empty() ? knowledge::why_en(one.why) : one.need_en}});
  }
  return {{"count", left.size()}, {"refused", refused}, {"items", std::move(items)}};
}

}  // namespace yishou::server

#include "server/rule_figures.h"

#include "server/json.h"
#include "server/places.h"

namespace yishou::server {

namespace json = boost::json;

namespace {

constexpr std::int64_t kReminderDays = 30;
constexpr std::size_t kMostRequests = 50'000;  // the latest; a list of rules must not take longer to make than to read

}  // namespace

Result<RuleFigures> RuleFigures::gather(const Call& call) {
  RuleFigures figures;
  figures.sees_findings_ = identity::may(call.who, identity::Permission::kReadFindings);
  if (figures.sees_findings_) {
    YISHOU_TRY(const auto states, call.app.findings->rule_states({}, call.who.scope));
    for (const cases::RuleState& one : states) {
      Sum& sum = figures.by_rule_[one.rule_no];
      sum.findings += one.findings;
      sum.vola += one.vola;
      sum.fund += one.fund;
      if (one.state == cases::State::kConfirmed) sum.confirmed += one.findings;
      if (one.state == cases::State::kDismissed) sum.dismissed += one.findings;
    }
  }
  if (!identity::may(call.who, identity::Permission::kReadTraffic)) return figures;
  figures.traffic_.emplace();
  figures.since_ = call.now.beijing() - kReminderDays * kSecondsPerDay;
  const Places places(call.app.live->current()->surroundings);
  Status added;
  std::size_t looked = 0;
  YISHOU_CHECK_OK(call.app.reminders->each(0, [&](const LoggedRequest& request) {
    if (request.at < figures.since_) return false;
    figures.complete_ = looked++ < kMostRequests;
    if (!figures.complete_) return false;
    if (!request.reminders.empty() && places.sees(call.who.scope, request.institution)) {
      added = figures.traffic_->add(request, *call.app.reminders);
    }
    return added.has_value();
  }));
  YISHOU_CHECK_OK(added);
  return figures;
}

void RuleFigures::tell(std::uint16_t rule_no, json::object& rule) const {
  rule["findings"] = nullptr;
  if (sees_findings_) {
    const auto found = by_rule_.find(rule_no);
    const Sum sum = found == by_rule_.end() ? Sum{} : found->second;
    const std::int64_t judged = sum.confirmed + sum.dismissed;
    const auto rate = [&](std::int64_t part) {
      return judged == 0 ? json::value(nullptr) : json::value(static_cast<double>(part) / static_cast<double>(judged));
    };
    rule["findings"] = json::object{{"count", sum.findings},
                                    {"vola_amt", yuan(sum.vola)},
                                    {"fund_amt", yuan(sum.fund)},
                                    {"confirmed", sum.confirmed},
                                    {"dismissed", sum.dismissed},
                                    {"confirmed_share", rate(sum.confirmed)},
                                    {"dismissed_share", rate(sum.dismissed)}};
  }
  rule["reminders"] = nullptr;
  if (traffic_.has_value()) rule["reminders"] = traffic_->reminders_of(rule_no);
}

json::value RuleFigures::reminders_span() const {
  if (!traffic_.has_value()) return nullptr;
  return json::object{{"since", time_text(since_)}, {"complete", complete_}};
}

}  // namespace yishou::server

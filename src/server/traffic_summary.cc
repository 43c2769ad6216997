#include "server/traffic_summary.h"

#include <algorithm>

#include "gateway/feedback.h"
#include "server/finding_json.h"

namespace yishou::server {

namespace json = boost::json;

namespace {

constexpr std::size_t kMostSummed = 200'000;  // requests of one summary

json::value percentile(const std::vector<std::uint32_t>& sorted, std::size_t percent) {
  if (sorted.empty()) return nullptr;
  // The least value that at least `percent` in a hundred do not exceed.
  return sorted[(sorted.size() * percent + 99) / 100 - 1];
}

json::value share(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return nullptr;
  return static_cast<double>(part) / static_cast<double>(whole);
}

template <typename Key, typename Entry, typename Given>
std::vector<const std::pair<const Key, Entry>*> most_first(const std::map<Key, Entry>& entries, Given&& given) {
  std::vector<const std::pair<const Key, Entry>*> sorted;
  for (const auto& entry : entries) sorted.push_back(&entry);
  std::ranges::stable_sort(sorted, std::greater<>{}, [&](const auto* entry) { return given(entry->second); });
  return sorted;
}

}  // namespace

json::object TrafficSummary::Reminders::json() const {
  return {{"given", given}, {"heeded", heeded}, {"ignored", ignored}, {"no_feedback", given - heeded - ignored}};
}

json::object TrafficSummary::reminders_of(std::uint16_t rule_no) const {
  const auto found = by_rule_.find(rule_no);
  return found == by_rule_.end() ? Reminders{}.json() : found->second.json();
}

Status TrafficSummary::add(const LoggedRequest& request, const ReminderLog& log) {
  if (request.failed) {
    ++all_.failed;
    ++by_institution_[request.institution].failed;
    return {};
  }
  Reminders total;
  for (const LoggedReminder& reminder : request.reminders) {
    Reminders one{.given = 1};
    const auto feedback = log.feedback_of(reminder.jr_id);
    if (feedback.has_value()) {
      const bool changed = feedback->disposal == static_cast<std::uint8_t>(gateway::Disposal::kChange);
      (changed ? one.heeded : one.ignored) = 1;
    } else if (feedback.error().code != ErrorCode::kNotFound) {
      return std::unexpected(feedback.error());
    }
    by_rule_[reminder.rule_no].add(one);
    total.add(one);
  }
  for (Institution* place : {&all_, &by_institution_[request.institution]}) {
    ++place->requests;
    if (total.given > 0) ++place->warned;
    place->reminders.add(total);
  }
  verdict_us_.push_back(request.verdict_us);
  return {};
}

json::object TrafficSummary::sums_json() {
  std::ranges::sort(verdict_us_);
  return {{"requests", all_.requests},
          {"failed", all_.failed},
          {"warned", all_.warned},
          {"warned_share", share(all_.warned, all_.requests)},
          {"reminders", all_.reminders.json()},
          {"verdict_us_p50", percentile(verdict_us_, 50)},
          {"verdict_us_p99", percentile(verdict_us_, 99)}};
}

json::object TrafficSummary::json(const Places& places) {
  json::array institutions, rules;
  for (const auto* entry : most_first(by_institution_, [](const Institution& i) { return i.reminders.given; })) {
    const Institution& place = entry->second;
    institutions.push_back(json::object{{"fixmedins_code", entry->first},
                                        {"fixmedins_name", places.name_of(entry->first)},
                                        {"requests", place.requests},
                                        {"failed", place.failed},
                                        {"warned", place.warned},
                                        {"warned_share", share(place.warned, place.requests)},
                                        {"reminders", place.reminders.json()}});
  }
  for (const auto* entry : most_first(by_rule_, [](const Reminders& r) { return r.given; })) {
    rules.push_back(json::object{
        {"rule_no", entry->first}, {"rule_name", rule_name(entry->first)}, {"reminders", entry->second.json()}});
  }
  json::object out = sums_json();
  out["by_institution"] = std::move(institutions);
  out["by_rule"] = std::move(rules);
  return out;
}

Result<SummedTraffic> sum_traffic(const ReminderLog& log, const Places& places, const identity::Scope& scope,
                                  Second since, std::string_view institution) {
  SummedTraffic summed;
  Status added;
  std::size_t looked = 0;
  YISHOU_CHECK_OK(log.each(0, [&](const LoggedRequest& request) {
    if (request.at < since) return false;
    summed.complete = looked++ < kMostSummed;
    if (!summed.complete) return false;
    if (!institution.empty() && request.institution != institution) return true;
    if (!places.sees(scope, request.institution)) return true;
    added = summed.summary.add(request, log);
    return added.has_value();
  }));
  YISHOU_CHECK_OK(added);
  return summed;
}

}  // namespace yishou::server

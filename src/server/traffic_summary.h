// TrafficSummary: what was asked before the bill in a span of time, and what became of the reminders.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "base/result.h"
#include "server/places.h"
#include "server/reminder_log.h"

namespace yishou::server {

/// Adds up requests. Used by one thread.
class TrafficSummary {
 public:
  /// Takes one request, and looks up what the doctor did with each of its reminders.
  [[nodiscard]] Status add(const LoggedRequest& request, const ReminderLog& log);
  [[nodiscard]] bool has(const std::string& institution) const { return by_institution_.contains(institution); }
  /// The sums alone, without institutions and rules.
  [[nodiscard]] boost::json::object sums_json();
  /// Times in microseconds; null without a request. Institutions and rules with the most reminders come first.
  [[nodiscard]] boost::json::object json(const Places& places);
  /// given, heeded, ignored, no_feedback of one rule.
  [[nodiscard]] boost::json::object reminders_of(std::uint16_t rule_no) const;

 private:
  struct Reminders {
    std::uint64_t given = 0, heeded = 0, ignored = 0;
    void add(const Reminders& more) {
      given += more.given;
      heeded += more.heeded;
      ignored += more.ignored;
    }
    [[nodiscard]] boost::json::object json() const;
  };
  struct Institution {
    std::uint64_t requests = 0, warned = 0;  ///< warned: with at least one reminder
    std::uint64_t failed = 0;                ///< not among the requests: could not be judged
    Reminders reminders;
  };
  Institution all_;
  std::map<std::string, Institution> by_institution_;
  std::map<std::uint16_t, Reminders> by_rule_;
  std::vector<std::uint32_t> verdict_us_;
};

/// What was asked since `since` inside the scope, of one institution or ("") of all.
struct SummedTraffic {
  TrafficSummary summary;
  bool complete = true;  ///< false: there was more than is looked at; the latest are summed
};
[[nodiscard]] Result<SummedTraffic> sum_traffic(const ReminderLog& log, const Places& places,
                                                const identity::Scope& scope, Second since,
                                                std::string_view institution);

}  // namespace yishou::server

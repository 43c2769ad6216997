// RuleFigures: what became of each rule's findings and reminders, in the caller's scope.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include <boost/json.hpp>

#include "base/result.h"
#include "cases/findings.h"
#include "server/api.h"
#include "server/traffic_summary.h"

namespace yishou::server {

/// Of one answer.
class RuleFigures {
 public:
  /// Adds up what the caller may see: without the right to findings or to traffic those are left out.
  [[nodiscard]] static Result<RuleFigures> gather(const Call& call);

  /// Sets `findings` and `reminders` of a rule, each null where the caller may not see it.
  void tell(std::uint16_t rule_no, boost::json::object& rule) const;
  /// What the reminders cover: since when, and whether all of them were read; null when the caller may not see them.
  [[nodiscard]] boost::json::value reminders_span() const;

 private:
  struct Sum {
    std::int64_t findings = 0, confirmed = 0, dismissed = 0;
    Fen vola = 0, fund = 0;
  };
  bool sees_findings_ = false;
  std::map<std::uint16_t, Sum> by_rule_;
  std::optional<TrafficSummary> traffic_;
  Second since_ = kNoSecond;
  bool complete_ = true;
};

}  // namespace yishou::server

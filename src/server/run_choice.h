// RunChoice: what a run over the lake looks at, as it is asked for and stored; and how a run is told.
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/result.h"
#include "engine/engine.h"
#include "report/report.h"
#include "rules/rule.h"
#include "server/json.h"

namespace yishou::server {

/// A value.
struct RunChoice {
  Day from = kNoDay, to = kNoDay;  ///< findings that touch these days; kNoDay: open
  std::string rule_list;           ///< "1,2,25-31"; empty: all
  std::string region;  ///< 2, 4 or 6 digits: its parameters, and its institutions alone; empty: the service's, and all
  std::vector<const rules::Rule*> rules;
};

/// Whether the text has 0, 2, 4 or 6 digits and nothing else.
[[nodiscard]] bool is_region_prefix(std::string_view text);

/// Members of RunChoice in JSON: from, to, rules, region; each may be missing.
[[nodiscard]] Result<RunChoice> run_choice_of(const Body& body);
[[nodiscard]] boost::json::object json_of(const RunChoice& choice);

/// Keeps the findings about institutions of one region.
class RegionFilter {
 public:
  using Regions = std::map<std::string, std::string, std::less<>>;  ///< fixmedins_code → admdvs
  /// `regions` outlives it.
  RegionFilter(std::string region, const Regions& regions) : region_(std::move(region)), regions_(regions) {}
  [[nodiscard]] bool takes_all() const { return region_.empty(); }
  [[nodiscard]] bool takes(const model::Finding& finding) const;

 private:
  std::string region_;
  const Regions& regions_;
};

/// How the rules are called in what goes out.
[[nodiscard]] std::vector<report::RuleName> names_of(const std::vector<const rules::Rule*>& rules);
/// All that is said of an audit, but seconds and memory. `program`: version of this program.
[[nodiscard]] report::Summary summarize(const engine::Totals& counted, report::FindingTotals totals,
                                        std::string_view program, std::string_view knowledge,
                                        const std::vector<const rules::Rule*>& rules);

}  // namespace yishou::server

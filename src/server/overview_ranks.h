// Institutions and regions of the overview, ranked by what may be recovered and by its share of what they billed.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "cases/findings.h"
#include "server/claims_seen.h"

namespace yishou::server {

/// `disputed`: by institution. Of each: findings, lines, recoverable, medfee_sumamt and the share (both null when the volumes are not
/// known; the share also where nothing was billed).
class OverviewRanks {
 public:
  OverviewRanks(const std::vector<cases::DisputeGroup>& disputed, const ClaimsSeen& claims, Period period,
                const Places& places);

  /// The first `most` of each order: {"by_recoverable": […], "by_share": […]}.
  [[nodiscard]] boost::json::object institutions(std::size_t most) const;
  /// Prefixes of 行政区划 one level below what all institutions have in common, by what may be recovered; "" of unknown regions.
  [[nodiscard]] boost::json::array regions(std::size_t most) const;

 private:
  struct Row {
    std::string code, region;
    std::int64_t findings = 0, lines = 0;
    Fen recoverable = 0, billed = 0;
  };
  [[nodiscard]] boost::json::object row_json(const Row& row) const;
  [[nodiscard]] std::size_t level() const;

  const Places& places_;
  bool billed_known_;
  std::map<std::string, Row, std::less<>> rows_;
};

}  // namespace yishou::server

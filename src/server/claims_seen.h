// ClaimsSeen: the lake's volumes of the institutions that a scope sees.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "identity/scope.h"
#include "server/period.h"
#include "server/places.h"
#include "volumes/volumes.h"

namespace yishou::server {

/// One institution of the scope.
struct SeenInstitution {
  std::string_view code, region;  ///< region: six digits, or "" when it is not known
  const volumes::InstitutionVolumes* volumes;
};

/// Used by one thread. Empty, and not `known`, until the volumes are counted for the first time.
class ClaimsSeen {
 public:
  /// Inside the scope and the region (a prefix; "": everywhere). `places` must outlive it.
  ClaimsSeen(std::shared_ptr<const volumes::Volumes> volumes, const Places& places, const identity::Scope& scope,
             std::string_view region);

  [[nodiscard]] bool known() const { return volumes_ != nullptr; }
  /// By code.
  [[nodiscard]] const std::vector<SeenInstitution>& institutions() const { return institutions_; }
  [[nodiscard]] volumes::Sums sums(Period period) const;
  /// Null when they are not known.
  [[nodiscard]] boost::json::value sums_json(Period period) const;
  [[nodiscard]] boost::json::value counted_at() const;

 private:
  std::shared_ptr<const volumes::Volumes> volumes_;
  std::vector<SeenInstitution> institutions_;
};

/// settlements, lines, medfee_sumamt, fund_pay_sumamt.
[[nodiscard]] boost::json::object volume_json(const volumes::Sums& sums);

}  // namespace yishou::server

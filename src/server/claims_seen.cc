#include "server/claims_seen.h"

#include "server/json.h"

namespace yishou::server {

namespace json = boost::json;

ClaimsSeen::ClaimsSeen(std::shared_ptr<const volumes::Volumes> volumes, const Places& places,
                       const identity::Scope& scope, std::string_view region)
    : volumes_(std::move(volumes)) {
  if (volumes_ == nullptr) return;
  for (const auto& [code, one] : volumes_->institutions) {
    if (!places.sees(scope, code)) continue;
    const std::string_view lies = places.region_of(code);
    if (lies.starts_with(region)) institutions_.push_back({code, lies, &one});
  }
}

volumes::Sums ClaimsSeen::sums(Period period) const {
  volumes::Sums sums;
  for (const SeenInstitution& one : institutions_) sums.add(one.volumes->sums(period.from, period.to));
  return sums;
}

json::value ClaimsSeen::sums_json(Period period) const {
  if (!known()) return nullptr;
  return volume_json(sums(period));
}

json::value ClaimsSeen::counted_at() const {
  if (!known()) return nullptr;
  return time_text(volumes_->counted_at);
}

json::object volume_json(const volumes::Sums& sums) {
  return {{"settlements", sums.settlements},
          {"lines", sums.lines},
          {"medfee_sumamt", yuan(sums.total)},
          {"fund_pay_sumamt", yuan(sums.fund)}};
}

}  // namespace yishou::server

#include "precheck/surroundings.h"

#include "lake/claims.h"

namespace yishou::precheck {

Result<Surroundings> surroundings_of(const std::string& lake) {
  YISHOU_TRY(const auto claims, lake::LakeClaims::open(lake, {}));
  const lake::Manifest& manifest = claims->manifest();
  return Surroundings{.institutions = claims->institutions(),
                      .institution_names = claims->institution_names(),
                      .institution_regions = claims->institution_regions(),
                      .staff = claims->staff(),
                      .data_begin = manifest.first_fee_day,
                      .data_end = manifest.last_fee_day,
                      .operations_known = manifest.rows("setl_list_oprn_d") > 0,
                      .lake_generation = manifest.generation};
}

}  // namespace yishou::precheck

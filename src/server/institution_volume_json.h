// An institution's volumes as its profile shows them: by month, kind, charge type, department and doctor.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "volumes/volumes.h"

namespace yishou::server {

/// Months YYYYMM from `from` to `to`, both in it.
struct Months {
  int from, to;
  [[nodiscard]] bool have(int month) const { return from <= month && month <= to; }
};

/// `by_month` (with its kinds), `by_kind`, `by_charge_type`.
[[nodiscard]] boost::json::object institution_volume_json(const volumes::InstitutionVolumes& volumes, Months months);

/// Sums of the months by code.
struct PartSums {
  std::int64_t lines = 0;
  Fen amount = 0;
};
[[nodiscard]] std::map<std::string, PartSums> part_sums(const std::vector<volumes::PartCell>& cells, Months months);

}  // namespace yishou::server

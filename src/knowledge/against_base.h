// What an import must not bring into a base: limits that contradict confirmed ones, and supersession in a circle.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "knowledge/point_file.h"

namespace yishou::knowledge {

/// The confirmed points of a base by rule and code. Looks into the rows added, which must outlive it.
class OwnLimits {
 public:
  void add(const PointRow& row);
  /// "code / id" of a point under another id that has another limit for the same code on the same dates; empty: none.
  [[nodiscard]] std::string contradicted_by(const PointRow& row) const;

 private:
  std::multimap<std::pair<std::uint16_t, std::string_view>, const PointRow*> by_code_;
};

/// Ids of `file` whose supersession leads back to themselves, through the file and the base.
[[nodiscard]] std::set<std::string> ids_in_a_circle(const std::vector<StoredPoint>& file,
                                                    const std::vector<StoredPoint>& base);

}  // namespace yishou::knowledge

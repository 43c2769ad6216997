// What an import must not bring into a base: limits that contradict confirmed ones, and supersession in a circle.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
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

/// Whether two rows say the same, with their dates, state and basis.
[[nodiscard]] bool same_row(const PointRow& row, const PointRow& other);

/// What a file of own points replaces as a whole: an id in a region.
[[nodiscard]] std::string own_key(const PointRow& row);
/// By own_key: where the newest rows of each stand among the points of the base.
using OwnPlaces = std::unordered_map<std::string, std::vector<std::size_t>>;
/// Keys of own points of `file` that the base has already: the same rows, all of them.
[[nodiscard]] std::set<std::string> own_that_stand(const std::vector<StoredPoint>& file, const OwnPlaces& places,
                                                   const std::vector<StoredPoint>& base);

/// Ids of `file` whose supersession leads back to themselves, through the file and the base.
[[nodiscard]] std::set<std::string> ids_in_a_circle(const std::vector<StoredPoint>& file,
                                                    const std::vector<StoredPoint>& base);

}  // namespace yishou::knowledge

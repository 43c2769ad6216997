// What the time line of a person needs beside visits and settlements: drugs as lanes, money by year and kind.
#pragma once

#include <span>

#include <boost/json.hpp>

#include "base/calendar.h"
#include "server/person_facts.h"
#include "server/places.h"

namespace yishou::server {

/// [from, to); kNoSecond: open.
struct TimeSpan {
  Second from = kNoSecond, to = kNoSecond;
  [[nodiscard]] bool open() const { return from == kNoSecond && to == kNoSecond; }
  /// Whether something from `begin` to `end` (kNoSecond: as its begin) touches it; without a begin only when it is open.
  [[nodiscard]] bool touches(Second begin, Second end) const;
};

/// Lines of drugs in effect by what they are (A9: the same substance is one lane), the lanes with most lines first, each with its
/// latest first. At most 50 lanes and 2,000 lines in all; `more` says whether some were left out.
[[nodiscard]] boost::json::object dispensings_json(const PersonFacts& facts, std::span<const model::Index> lines,
                                                   TimeSpan span);

/// Valid settlements by the year they were made and the kind of visit, the latest year first.
[[nodiscard]] boost::json::array money_by_year_json(const PersonFacts& facts,
                                                    std::span<const model::Index> settlements);

/// `kind` (A7) of a visit, and the money of its valid settlements among these.
[[nodiscard]] boost::json::object visit_money_json(const PersonFacts& facts, model::Index visit,
                                                   std::span<const model::Index> settlements);

}  // namespace yishou::server

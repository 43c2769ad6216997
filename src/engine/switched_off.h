// Which rules a region has switched off, by the fee dates on which they do not judge: the parameter rules_off.
#pragma once

#include <cstdint>
#include <map>

#include "base/calendar.h"
#include "knowledge/parameters.h"

namespace yishou::engine {

/// Immutable; share freely. Looks into the parameters, which outlive it.
class SwitchedOff {
 public:
  explicit SwitchedOff(const knowledge::Parameters& parameters);
  /// Whether what a rule says of something that begins then is to be dropped; without a time, by what held first.
  [[nodiscard]] bool covers(std::uint16_t rule, Second begin) const {
    return !by_rule_.empty() && is_off(rule, day_of(begin));
  }

 private:
  [[nodiscard]] bool is_off(std::uint16_t rule, Day day) const;
  std::map<std::uint16_t, std::map<Day, bool>> by_rule_;  // rules that are off on some day: from each day on
};

}  // namespace yishou::engine

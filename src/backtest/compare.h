// Which findings of two judgements are the same, which changed, which came and which went. Pure. Finding ids contain the versions of
// rule and knowledge, so they differ between judgements: what is compared is whom a finding is about and which lines it accuses.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/decimal.h"

namespace yishou::backtest {

/// One finding of one rule about one person (or, without a person, one institution), as far as the comparing looks at it.
struct Accused {
  std::int64_t row = 0;            ///< what the caller knows it by
  std::string subject;             ///< institution, visit, settlement, first and last moment, as one text
  std::string observed;            ///< the measured value; tells findings without lines apart
  std::vector<std::string> lines;  ///< accused; empty for findings without lines
  Fen vola = 0, fund = 0;
};

inline constexpr std::size_t kNobody = static_cast<std::size_t>(-1);

/// A finding of both sides (`now` and `draft` are indices), or of one (the other is kNobody).
struct Pair {
  std::size_t now = kNobody, draft = kNobody;
  bool same = false;  ///< of both, with the same lines and amounts
  friend bool operator==(const Pair&, const Pair&) = default;
};

/// Pairs the findings of one rule about one person or institution. In this order, each finding at most once:
/// the same lines, subject and value; the same lines; findings without lines about the same subject for another amount;
/// findings that share an accused line (a line that moved to another finding of the same rule). What is left came or went.
/// Depends on the sequences alone; pairs of now come first, in its order. Linear in the lines.
[[nodiscard]] std::vector<Pair> pair_up(std::span<const Accused> now, std::span<const Accused> draft);

}  // namespace yishou::backtest

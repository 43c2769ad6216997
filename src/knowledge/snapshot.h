// Snapshot: everything known on a day, immutable, with a version id; looks a billed code up in nanoseconds.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "knowledge/parameters.h"
#include "knowledge/point.h"

namespace yishou::knowledge {

/// The points of one rule and one side that one billed code meets: longest code first, then by point index.
struct CodeGroup {
  std::uint16_t rule = 0;
  Side side = Side::kCode;
  std::uint32_t begin = 0;  ///< into ItemKnowledge::points
  std::uint32_t count = 0;
};

/// All that is known of one billed code.
struct ItemKnowledge {
  std::vector<CodeGroup> groups;  ///< sorted by (rule, side)
  std::vector<CodePoint> points;
};

/// Thread-safe: all members are const after construction.
class Snapshot {
 public:
  /// Makes a snapshot from rows; used by KnowledgeBase (from its files) and by tests (from a few points in the text form of
  /// rules.md "Own points"). Defined in snapshot.cc.
  class Builder;

  /// The version id: says day and content, e.g. "2026-06-29.1f3a9c07b2d4". The same rows and parameters give the same id.
  [[nodiscard]] const std::string& version() const { return version_; }
  [[nodiscard]] std::span<const Point> points() const { return points_; }
  [[nodiscard]] const Point& point(std::uint32_t index) const { return points_[index]; }
  /// The `;`-list of a point's value column (codes, prefixes, words).
  [[nodiscard]] std::span<const std::string_view> values(const Point& point) const {
    return std::span{values_}.subspan(point.values_begin, point.values_count);
  }
  /// The codes of a point; only of rules for which has_value_side holds, empty for every other.
  [[nodiscard]] std::span<const std::string_view> codes(const Point& point) const {
    return std::span{values_}.subspan(point.codes_begin, point.codes_count);
  }
  [[nodiscard]] const Parameters& parameters() const { return parameters_; }

  /// Everything known of a billed code: each knowledge code that is a prefix of it. Costs one hash look-up for each distinct
  /// length of knowledge code; callers keep the answer for each distinct billed code.
  [[nodiscard]] ItemKnowledge resolve(std::string_view code) const;

  /// True when some code finds a point of the rule.
  [[nodiscard]] bool has_points(std::uint16_t rule) const noexcept;

  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  Snapshot(Snapshot&&) noexcept = default;
  Snapshot& operator=(Snapshot&&) noexcept = default;
  ~Snapshot() = default;

 private:
  Snapshot() = default;
  struct Index;
  std::string version_;
  std::vector<Point> points_;
  std::vector<std::string_view> values_;
  Parameters parameters_;
  std::shared_ptr<const Index> index_;
  std::shared_ptr<const void> storage_;  ///< the bytes behind every view
};

}  // namespace yishou::knowledge

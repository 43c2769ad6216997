// Makes snapshots from point rows; and from texts in the form of rules.md "Own points", for golden tests.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "knowledge/parameters.h"
#include "knowledge/snapshot.h"

namespace yishou::knowledge {

/// One point before it is compiled: the columns of docs/formats/own-points.md, with all its codes.
struct PointRow {
  std::uint16_t rule = 0;
  State state = State::kOfficial;
  Scope scope = Scope::kNone;
  bool needs_condition = false;
  Day valid_from = kNoDay, valid_to = kNoDay;      ///< fee dates, inclusive; kNoDay = open
  Day known_since = kNoDay;                        ///< kNoDay = always
  std::int64_t num = kNoNumber, num2 = kNoNumber;  ///< ten-thousandths
  std::string point_id, name, value, value_name, unit, region, basis;
  std::vector<std::string> codes;
};

/// The word of the `scope` column for a scope (visit, day, month, year, life, stay, course, span, 6h, 1h, rx, 1, 2, 3); empty
/// for kNone.
[[nodiscard]] std::string_view scope_word(Scope scope) noexcept;
/// The scope of a word; nullopt for an unknown one. Empty is kNone.
[[nodiscard]] std::optional<Scope> parse_scope(std::string_view word) noexcept;
/// The state of a word (official, confirmed, reference); empty is kConfirmed; nullopt for an unknown one.
[[nodiscard]] std::optional<State> parse_state(std::string_view word) noexcept;
[[nodiscard]] std::string_view state_word(State state) noexcept;
/// The Object bit of a word of `value` (男, 住院 …); 0 for any other text.
[[nodiscard]] std::uint32_t object_bit(std::string_view word) noexcept;
/// True for the rules whose `value` lists billed codes, by which lines are found too (Side::kValue).
[[nodiscard]] bool has_value_side(std::uint16_t rule) noexcept;

/// Collects rows, then builds. Used by one thread.
class Snapshot::Builder {
 public:
  Builder();
  ~Builder();
  Builder(Builder&&) noexcept;
  Builder& operator=(Builder&&) noexcept;

  void reserve(std::size_t points, std::size_t codes);
  /// Takes a row. Refuses codes that are empty or longer than 255 bytes.
  Status add(const PointRow& row);
  /// Builds; the builder is spent. Points keep the order in which they came. Without `version` the id is made from the
  /// content: the newest known_since of the rows and a hash of rows and parameters.
  [[nodiscard]] Result<Snapshot> build(Parameters parameters, std::string version = {}) &&;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// A snapshot from two texts, for tests: own points (own_points.h, checked for form), and parameters that override the shipped ones (either may be empty).
/// Points of another region are left out.
[[nodiscard]] Result<Snapshot> snapshot_from_csv(std::string_view points_csv, std::string_view parameters_csv,
                                                 std::string_view region);

}  // namespace yishou::knowledge

// Parameters of the rules for one region: numbers of law and policy with dates and sources (rules.md E). Never literals in code.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tsl/robin_map.h>

#include "base/calendar.h"
#include "base/hash.h"
#include "base/result.h"

namespace yishou::knowledge {

/// One value through time: what held from which fee date. Always at least one entry; the first begins at kNoDay.
template <typename T>
class Dated {
 public:
  Dated() = default;
  explicit Dated(T value) : entries_{{kNoDay, std::move(value)}} {}

  /// What holds on `day` (kNoDay: the first).
  [[nodiscard]] const T& at(Day day) const noexcept {
    std::size_t i = entries_.size() - 1;
    while (i > 0 && entries_[i].from > day) --i;
    return entries_[i].value;
  }
  /// The least value of any day.
  [[nodiscard]] const T& least() const noexcept {
    const T* out = &entries_.front().value;
    for (const Entry& entry : entries_) {
      if (entry.value < *out) out = &entry.value;
    }
    return *out;
  }
  /// Puts `value` in force from `from` on; dates must rise.
  void add(Day from, T value) { entries_.push_back({from, std::move(value)}); }

 private:
  struct Entry {
    Day from;
    T value;
  };
  std::vector<Entry> entries_;
};

using CodeSet = std::vector<std::string>;  ///< sorted codes or prefixes

/// The parameter whose codes are the numbers of rules that do not judge: how a region switches a rule off, from a fee date on.
inline constexpr std::string_view kRulesOff = "rules_off";

/// One row of a parameter file, as `rules show` prints it.
struct ParameterRow {
  std::string name, region, value, unit, source;
  Day from = kNoDay;         ///< first fee date; kNoDay = open
  Day known_since = kNoDay;  ///< kNoDay = always known
  bool official = false;
  std::size_t row = 0;  ///< record number in its file, for messages; 0 = made by a program
};

/// What a shipped parameter is: its kind and the values it may take. docs/formats/parameters.md.
struct ParameterDefinition {
  std::string name;
  std::vector<std::uint16_t> rules;  ///< the rules that read it
  bool is_codes = false;             ///< a set of codes, else a number
  std::int64_t min = 0, max = 0;     ///< ten-thousandths, inclusive; for numbers
};

/// All parameters of one region. Numbers are ten-thousandths (28 days = 280000). Immutable after load; share freely.
class Parameters {
 public:
  /// A number; the name must be one of the shipped parameters (a broken promise otherwise).
  [[nodiscard]] const Dated<std::int64_t>& number(std::string_view name) const;
  /// A set of codes; the same.
  [[nodiscard]] const Dated<CodeSet>& codes(std::string_view name) const;
  [[nodiscard]] const std::vector<ParameterRow>& rows() const { return rows_; }
  /// The row that holds on a fee date; the name must be one of the shipped parameters.
  [[nodiscard]] const ParameterRow& holding(std::string_view name, Day day) const;
  /// `from`, and every later day on which another row may begin to hold; rising.
  [[nodiscard]] std::vector<Day> turns(std::string_view name, Day from) const;

  /// Builds from the shipped defaults and `rows` that override them (the base's, in file order): on each day, of the rows of
  /// one name whose region is a prefix of `region`, the one with the longest region holds; of equal ones the latest begun,
  /// then the later one in the file. Refuses unknown names, values of the wrong kind and out-of-range ones.
  [[nodiscard]] static Result<Parameters> build(std::vector<ParameterRow> rows, std::string_view region);

  /// The shipped parameters, in file order.
  [[nodiscard]] static const std::vector<ParameterDefinition>& definitions();

 private:
  template <typename T>
  using ByName = tsl::robin_map<std::string, Dated<T>, BytesHash, std::equal_to<>>;
  ByName<std::int64_t> numbers_;
  ByName<CodeSet> codes_;
  std::vector<ParameterRow> rows_;
};

/// Writes a parameter file as a base keeps it.
[[nodiscard]] std::string write_parameters(const std::vector<ParameterRow>& rows);

/// Reads a parameter file (docs/formats/parameters.md): columns name, value and, if wanted, region, valid_from, unit,
/// official, source, known_since. Refuses what `build` would refuse, naming file, row and column.
[[nodiscard]] Result<std::vector<ParameterRow>> read_parameters(std::string_view csv, std::string_view file);

}  // namespace yishou::knowledge

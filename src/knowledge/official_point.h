// One point as a published document states it, and what of it can be computed. The only place where official words become
// values (rules.md, the sections of each rule).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/snapshot_builder.h"

namespace yishou::knowledge {

/// The cells of a published row, as they stand there. Empty: the document does not say. The sentences (text, logic) are read
/// and then dropped: the base keeps facts, not the official wording.
struct OfficialPoint {
  std::uint16_t rule = 0;
  std::string name;                  ///< drug, item, or the containing item of a pair
  std::string text;                  ///< limit in words (支付范围, 说明, 备注)
  std::string logic;                 ///< what the check is said to compare (检出逻辑)
  std::string value;                 ///< 限定对象 / 限定值域 / 限定性别
  std::string quantity, unit;        ///< 限制数量, 数量单位 (rule 27)
  std::string times, cycle;          ///< 频次上限, 疗程周期 in days (rule 31)
  std::string frequency;             ///< 频度 (rule 25)
  std::string pair_name, pair_code;  ///< 从项 (rule 25)
  std::vector<std::string> codes;
  std::string sheet;
  std::size_t row = 0;  ///< row in the sheet, from 1
};

/// The facts: rule, name, codes, value, value_name, num, num2, unit, scope. needs_condition is set when the rule needs a value
/// and none can be read (rules.md: not guessed); a predecessor's value may clear it (`inherit`).
[[nodiscard]] PointRow derive(const OfficialPoint& official);

/// True for rules that cannot judge by the code alone.
[[nodiscard]] bool needs_value(std::uint16_t rule) noexcept;

/// Gives `later` the value of the point it supersedes when it has none of its own.
void inherit(PointRow& later, const PointRow& earlier);

/// What makes two rows the same point in different documents: rule and name; for items rule and code; for pairs both codes; for
/// operation groups code and group.
[[nodiscard]] std::string natural_key(const PointRow& row);

/// Compares what judges: name, value, numbers, scope and the set of codes.
[[nodiscard]] bool same_facts(const PointRow& a, const PointRow& b);

}  // namespace yishou::knowledge

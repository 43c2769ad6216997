// All that is to be said of one rule, gathered from where it stands: catalogue, RuleInfo, parameters, knowledge, golden cases.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "knowledge/snapshot_builder.h"
#include "manual/cases.h"
#include "manual/grain.h"
#include "rules/catalogue.h"
#include "rules/rule.h"

namespace yishou::manual {

/// Knowledge points of one rule by who stands behind them.
struct PointCount {
  std::uint64_t all = 0;
  std::uint64_t official = 0, listed = 0, confirmed = 0, reference = 0;
  std::uint64_t needs_condition = 0;  ///< free text only
  std::uint64_t judging = 0;          ///< neither reference nor free text
};
/// By national number, 0 … 88.
using PointCounts = std::array<PointCount, 89>;
[[nodiscard]] PointCounts count_points(const knowledge::Snapshot& snapshot);

/// True for rules that judge by facts and parameters alone; others are silent without points.
[[nodiscard]] bool judges_without_points(std::uint16_t number);
/// False: the rule can find nothing, because nothing is known that it could judge by.
[[nodiscard]] bool can_judge(std::uint16_t number, const PointCounts& counts);

/// The parameters that a rule reads: as it declares them, and as the shipped parameters name it.
[[nodiscard]] std::vector<const knowledge::ParameterDefinition*> parameters_of(std::uint16_t number,
                                                                               const rules::Rule* rule);

/// The facts a rule reads beyond the common ones, by table: {"setl_d", {"gend", "brdy"}}.
struct TableFacts {
  std::string table;
  std::vector<std::string> columns;
};
[[nodiscard]] std::vector<TableFacts> facts_of(const model::FactSet& facts);
/// "setl_d: gend brdy; mdtrt_d: nwb_flag".
[[nodiscard]] std::string facts_text(const std::vector<TableFacts>& facts);

}  // namespace yishou::manual

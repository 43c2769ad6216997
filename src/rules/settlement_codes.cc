#include "rules/settlement_codes.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace yishou::rules {

using model::Index;
using model::kNone;

void codes_of(const Evaluation& evaluation, const model::Person& person, std::uint16_t rule, CodeSource source,
              std::vector<SettlementCode>& out) {
  const model::ClaimBlock& block = evaluation.block;
  out.clear();
  const auto add = [&](Index settlement, std::string_view code) {
    if (code.empty() || settlement == kNone || !block.settlements[settlement].in_effect) return;
    const auto points = evaluation.codes.find(rule, knowledge::Side::kCode, code);
    if (!points.empty()) out.push_back({settlement, code, points});
  };
  if (source == CodeSource::kOperations) {
    for (Index o = person.operations.begin; o < person.operations.end; ++o) {
      add(block.operations[o].settlement, block.operations[o].code);
    }
  } else {
    for (Index d = person.diagnoses.begin; d < person.diagnoses.end; ++d) {
      add(block.diagnoses[d].settlement, block.diagnoses[d].code);
    }
  }
  if (source == CodeSource::kDiagnoses) {
    for (Index s = person.settlements.begin; s < person.settlements.end; ++s) {
      const Index visit = block.settlements[s].visit;
      if (visit == kNone || !block.visits[visit].counts) continue;
      add(s, block.visits[visit].main_diagnosis);
      add(s, block.visits[visit].chief_diagnosis);
    }
  }
  if (out.size() < 2) return;
  const auto key = [](const SettlementCode& code) { return std::pair(code.settlement, code.code); };
  std::ranges::sort(out, {}, key);
  const auto repeated = std::ranges::unique(out, {}, key);
  out.erase(repeated.begin(), repeated.end());
}

std::string recorded(const Evaluation& evaluation, std::string_view what, const SettlementCode& code, Day day,
                     std::uint32_t point) {
  constexpr std::size_t kLongestName = 120;  // bytes; a sentence has at most 500 characters
  const std::string_view name = evaluation.snapshot.point(point).name;
  return fmt::format("{}就诊的{}“{}”{}", day == kNoDay ? "日期不详的" : format_day(day), what, code.code.substr(0, 24),
                     name.empty() || name.size() > kLongestName ? std::string{} : fmt::format("（{}）", name));
}

}  // namespace yishou::rules

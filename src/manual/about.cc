#include "manual/about.h"

#include <algorithm>

namespace yishou::manual {
namespace {

// Judged by facts and parameters of the clause alone. All others need at least one point of their own.
constexpr std::uint16_t kWithoutPoints[] = {9,  14, 35, 36, 38, 41, 42, 43, 46, 48, 49, 50,
                                            51, 52, 53, 56, 57, 58, 59, 60, 61, 62, 63, 76};

}  // namespace

PointCounts count_points(const knowledge::Snapshot& snapshot) {
  PointCounts counts{};
  for (const knowledge::Point& point : snapshot.points()) {
    if (point.rule >= counts.size()) continue;
    PointCount& count = counts[point.rule];
    ++count.all;
    if (point.needs_condition) ++count.needs_condition;
    if (!point.needs_condition && point.state != knowledge::State::kReference) ++count.judging;
    const std::string_view state = knowledge::state_word(point.state);
    if (state == "official") ++count.official;
    if (state == "listed") ++count.listed;
    if (state == "confirmed") ++count.confirmed;
    if (state == "reference") ++count.reference;
  }
  return counts;
}

bool judges_without_points(std::uint16_t number) {
  return std::ranges::find(kWithoutPoints, number) != std::end(kWithoutPoints);
}

bool can_judge(std::uint16_t number, const PointCounts& counts) {
  return judges_without_points(number) || (number < counts.size() && counts[number].judging > 0);
}

std::vector<const knowledge::ParameterDefinition*> parameters_of(std::uint16_t number, const rules::Rule* rule) {
  std::vector<const knowledge::ParameterDefinition*> out;
  for (const auto& definition : knowledge::Parameters::definitions()) {
    const bool declared =
        rule != nullptr && std::ranges::find(rule->info().parameters, definition.name) != rule->info().parameters.end();
    if (declared || std::ranges::find(definition.rules, number) != definition.rules.end()) out.push_back(&definition);
  }
  return out;
}

std::vector<TableFacts> facts_of(const model::FactSet& facts) {
  std::vector<TableFacts> out;
  for (std::size_t i = 0; i < model::kFactCount; ++i) {
    if (!facts.test(i)) continue;
    const model::FactColumn column = model::column_of(static_cast<model::Fact>(i));
    const auto found = std::ranges::find(out, column.table, &TableFacts::table);
    TableFacts& table =
        found == out.end() ? out.emplace_back(std::string{column.table}, std::vector<std::string>{}) : *found;
    table.columns.emplace_back(column.column);
  }
  return out;
}

std::string facts_text(const std::vector<TableFacts>& facts) {
  std::string out;
  for (const TableFacts& table : facts) {
    out += (out.empty() ? "" : "; ") + table.table + ":";
    for (const std::string& column : table.columns) out += " " + column;
  }
  return out;
}

}  // namespace yishou::manual

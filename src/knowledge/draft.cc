#include "knowledge/draft.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace yishou::knowledge {
namespace {

// Names near the wrong one help more than "no such name": those that share its beginning.
std::string names_like(std::string_view name) {
  constexpr std::size_t kShown = 6;
  std::string out;
  for (std::size_t length = name.size(); length > 0 && out.empty(); --length) {
    std::size_t shown = 0;
    for (const ParameterDefinition& definition : Parameters::definitions()) {
      if (!definition.name.starts_with(name.substr(0, length)) || shown == kShown) continue;
      out += (shown++ == 0 ? "" : ", ") + definition.name;
    }
  }
  return out.empty() ? out : fmt::format(" (such as {})", out);
}

// Of each name, what the settings say holds from their first date on; nothing the base says for later stays.
void lay_settings(std::vector<ParameterRow>& rows, std::vector<ParameterRow> settings, std::string_view region) {
  std::map<std::string, Day, std::less<>> first;
  for (const ParameterRow& setting : settings) {
    const auto [place, fresh] = first.emplace(setting.name, setting.from);
    if (!fresh) place->second = std::min(place->second, setting.from);
  }
  std::erase_if(rows, [&](const ParameterRow& row) {
    const auto found = first.find(row.name);
    return found != first.end() && row.from >= found->second;
  });
  // The region itself, so that no row of a larger region holds against it.
  for (ParameterRow& setting : settings) {
    setting.region = std::string{region};
    rows.push_back(std::move(setting));
  }
}

}  // namespace

Result<ParameterRow> parse_setting(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    return fail(ErrorCode::kBadCall,
                fmt::format("--set takes name=value or name=value@YYYY-MM-DD, not \"{}\"; docs/formats/parameters.md "
                            "lists the names",
                            text));
  }
  ParameterRow row{.name = std::string{text.substr(0, equals)},
                   .region = {},
                   .value = {},
                   .unit = {},
                   .source = "--set",
                   .from = kNoDay,
                   .known_since = kNoDay,
                   .official = false,
                   .row = 0};
  std::string_view value = text.substr(equals + 1);
  if (const std::size_t at = value.rfind('@'); at != std::string_view::npos) {
    const auto day = parse_day(value.substr(at + 1));
    if (!day.has_value()) {
      return fail(ErrorCode::kBadCall,
                  fmt::format("--set {}: the date after @ must be YYYY-MM-DD, not \"{}\"", text, value.substr(at + 1)));
    }
    row.from = *day;
    value = value.substr(0, at);
  }
  row.value = value;
  const auto& definitions = Parameters::definitions();
  if (std::ranges::find(definitions, row.name, &ParameterDefinition::name) == definitions.end()) {
    return fail(ErrorCode::kBadCall,
                fmt::format("--set {}: no parameter is called \"{}\"{}; yishou rules show NO names those "
                            "of a rule, docs/formats/parameters.md all",
                            text, row.name, names_like(row.name)));
  }
  if (auto built = Parameters::build({row}, {}); !built.has_value()) {
    return fail(ErrorCode::kBadCall, fmt::format("--set {}: {}", text, built.error().message));
  }
  return row;
}

Result<Snapshot> draft_snapshot(const KnowledgeBase& base, Day as_known, std::string_view region, Draft draft) {
  YISHOU_TRY(std::vector<ParameterRow> rows, base.parameter_rows(as_known));
  std::ranges::move(draft.parameters, std::back_inserter(rows));
  lay_settings(rows, std::move(draft.settings), region);
  YISHOU_TRY(Parameters parameters, Parameters::build(std::move(rows), region));

  YISHOU_TRY(std::vector<StoredPoint> points, base.points(as_known));
  for (PointRow& row : draft.points) {
    StoredPoint& point = points.emplace_back();
    point.row = std::move(row);
    // As an import takes it: official is what a published document says, listed what the rules themselves list.
    if (point.row.state == State::kOfficial || point.row.state == State::kListed) point.row.state = State::kConfirmed;
    // Of own points with one id those of the newest batch hold (make_effective): the draft comes after all of them.
    point.order = base.batches().size() + 1;
  }
  if (draft.with_reference) {
    for (StoredPoint& point : points) {
      if (point.row.state == State::kReference) point.row.state = State::kConfirmed;
    }
  }
  Snapshot::Builder builder;
  for (const PointRow& row : make_effective(std::move(points), region)) YISHOU_CHECK_OK(builder.add(row));
  return std::move(builder).build(std::move(parameters));
}

}  // namespace yishou::knowledge

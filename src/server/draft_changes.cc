#include "server/draft_changes.h"

#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "knowledge/confirm.h"
#include "knowledge/import.h"
#include "rules/rule.h"
#include "server/knowledge_words.h"

namespace yishou::server {

namespace json = boost::json;

namespace {

constexpr std::size_t kMaxChanges = 2'000;  // of each kind

using Members = std::initializer_list<std::string_view>;

// The objects of an array that may be missing.
Result<std::vector<Body>> objects(const Body& body, std::string_view name, Members known) {
  std::vector<Body> out;
  const json::value* value = body.object().if_contains(name);
  if (value == nullptr || value->is_null()) return out;
  if (!value->is_array() || value->as_array().size() > kMaxChanges) {
    return fail(ErrorCode::kBadCall,
                fmt::format("字段 {} 应为至多 {} 项的数组 · the member {} is an array of at most {}", name, kMaxChanges,
                            name, kMaxChanges));
  }
  for (const json::value& one : value->as_array()) {
    YISHOU_TRY(auto object, Body::of(one, known));
    out.push_back(std::move(object));
  }
  return out;
}

Result<std::string> region_in(const Body& body, std::string_view region) {
  YISHOU_TRY(std::string own, body.optional_text("region"));
  if (!body.has("region")) own = region;
  YISHOU_CHECK_OK(check_region(own));
  if (own.starts_with(region)) return own;
  return fail(
      ErrorCode::kBadCall,
      fmt::format("region {} 不在草案的地区 {} 之内 · this region lies outside the draft's: {}", own, region, own));
}

Result<Day> day_in(const Body& body) {
  YISHOU_TRY(const std::string text, body.optional_text("from"));
  if (text.empty()) return kNoDay;
  if (const auto day = parse_day(text)) return *day;
  return fail(ErrorCode::kBadCall, "字段 from 应为 YYYY-MM-DD · the member from is a day YYYY-MM-DD");
}

knowledge::ParameterRow row_of(const ParameterChange& change, Day from) {
  return {.name = change.name,
          .region = change.region,
          .value = change.value,
          .unit = change.unit,
          .source = change.source,
          .from = from,
          .known_since = kNoDay,
          .official = false,
          .row = 0};
}

Result<ParameterChange> parameter_of(const Body& body, std::string_view region) {
  ParameterChange change;
  YISHOU_TRY(change.name, body.text("name"));
  YISHOU_TRY(change.value, body.optional_text("value"));
  YISHOU_TRY(change.unit, body.optional_text("unit"));
  YISHOU_TRY(change.source, body.text("source"));
  YISHOU_TRY(change.region, region_in(body, region));
  YISHOU_TRY(change.from, day_in(body));
  if (change.name == knowledge::kRulesOff) {
    return fail(ErrorCode::kBadCall, "停用规则请用 rules · switch rules on and off by the member rules");
  }
  // One reader for what is sent and what is imported, and one set of refusals.
  const auto read =
      knowledge::read_parameters(knowledge::write_parameters({row_of(change, change.from)}), "parameters");
  if (!read.has_value()) return fail(ErrorCode::kBadCall, read.error().message);
  return change;
}

Result<RuleSwitch> switch_of(const Body& body, std::string_view region) {
  RuleSwitch change;
  YISHOU_TRY(const std::int64_t number, body.integer("rule_no"));
  if (number < 1 || number > 88 || rules::find_rule(static_cast<std::uint16_t>(number)) == nullptr) {
    return fail(ErrorCode::kBadCall, fmt::format("没有这条规则，编号为 1–88：{} · no such rule", number));
  }
  change.rule = static_cast<std::uint16_t>(number);
  if (!body.has("on")) return fail(ErrorCode::kBadCall, "缺少字段 on · the member on is missing: true or false");
  YISHOU_TRY(change.on, body.boolean("on", false));
  YISHOU_TRY(change.source, body.text("source"));
  YISHOU_TRY(change.region, region_in(body, region));
  YISHOU_TRY(change.from, day_in(body));
  return change;
}

Result<std::vector<PointChange>> points_of(const Body& body, std::string_view name, std::string_view region) {
  std::vector<PointChange> out;
  YISHOU_TRY(const auto all, objects(body, name, {"point_id", "region"}));
  for (const Body& one : all) {
    PointChange change;
    YISHOU_TRY(change.point_id, one.text("point_id"));
    YISHOU_TRY(change.region, region_in(one, region));
    out.push_back(std::move(change));
  }
  return out;
}

Result<DraftChanges> changes_of(const Body& body, std::string_view region) {
  DraftChanges changes;
  YISHOU_TRY(const auto parameters, objects(body, "parameters", {"name", "value", "region", "from", "unit", "source"}));
  for (const Body& one : parameters) {
    YISHOU_TRY(auto change, parameter_of(one, region));
    changes.parameters.push_back(std::move(change));
  }
  YISHOU_TRY(changes.confirmations, points_of(body, "confirmations", region));
  YISHOU_TRY(changes.withdrawals, points_of(body, "withdrawals", region));
  YISHOU_TRY(const auto switches, objects(body, "rules", {"rule_no", "on", "region", "from", "source"}));
  for (const Body& one : switches) {
    YISHOU_TRY(auto change, switch_of(one, region));
    changes.rules.push_back(std::move(change));
  }
  return changes;
}

json::array json_of(const std::vector<PointChange>& points) {
  json::array out;
  for (const PointChange& one : points) {
    out.push_back(json::object{{"point_id", one.point_id}, {"region", one.region}});
  }
  return out;
}

std::unexpected<Error> no_longer_fits(const Error& why) {
  return fail(
      ErrorCode::kConflict,
      fmt::format("草案与现行知识库不合 · the draft does not fit what the knowledge base holds: {}", why.message));
}

/// Lays one draft.
class Layer {
 public:
  Layer(knowledge::KnowledgeBase& trial, const Laying& laying) : trial_(trial), laying_(laying) {}

  Status files(const std::vector<drafts::DraftFile>& files) {
    for (const drafts::DraftFile& file : files) {
      // Kept as a table, whatever it was that was sent.
      const std::string name = std::filesystem::path(file.name).stem().string() + ".csv";
      YISHOU_TRY(const auto report,
                 knowledge::import_texts(trial_, {{name, file.content}},
                                         {.published_at = file.published_at, .known_since = laying_.known_since}));
      for (const knowledge::LeftOut& left : report.files.front().left) {
        if (!knowledge::is_refusal(left.why)) continue;
        return fail(ErrorCode::kConflict,
                    fmt::format("{} 第 {} 行：{}：{} · row {}: {}", file.name, left.row, knowledge::why_zh(left.why),
                                left.text, left.row, knowledge::why_en(left.why)));
      }
    }
    return {};
  }

  Status parameters(const DraftChanges& changes) {
    std::vector<knowledge::ParameterRow> rows;
    for (const ParameterChange& change : changes.parameters) {
      if (laying_.from != kNoDay) {
        rows.push_back(row_of(change, change.from == kNoDay ? laying_.from : change.from));
        continue;
      }
      YISHOU_TRY(const auto now, trial_.parameters(kNoDay, change.region));
      for (const Day day : now.turns(change.name, kNoDay)) rows.push_back(row_of(change, day));
    }
    std::map<std::string, std::vector<RuleSwitch>> by_region;
    for (const RuleSwitch& one : changes.rules) by_region[one.region].push_back(one);
    for (auto& [region, switches] : by_region) YISHOU_CHECK_OK(switch_rules(region, switches, rows));
    if (rows.empty()) return {};
    YISHOU_CHECK_OK(knowledge::import_texts(trial_, {{laying_.name + ".csv", knowledge::write_parameters(rows)}},
                                            {.known_since = laying_.known_since}));
    return {};
  }

  Status move(const std::vector<PointChange>& points, bool withdraw) {
    if (points.empty()) return {};
    YISHOU_TRY(const auto stored, trial_.points());
    std::map<std::string_view, std::uint16_t> rule_of;
    for (const knowledge::StoredPoint& point : stored) rule_of[point.row.point_id] = point.row.rule;
    std::map<std::pair<std::uint16_t, std::string>, std::vector<std::string>> groups;
    for (const PointChange& one : points) {
      const auto found = rule_of.find(one.point_id);
      if (found == rule_of.end()) {
        return fail(ErrorCode::kNotFound, fmt::format("没有这个知识点：{} · no such point", one.point_id));
      }
      groups[{found->second, one.region}].push_back(one.point_id);
    }
    for (const auto& [key, ids] : groups) {
      const knowledge::ConfirmOptions options{.rule = key.first,
                                              .points = ids,
                                              .region = key.second,
                                              .known_since = laying_.known_since,
                                              .from = laying_.from};
      YISHOU_CHECK_OK(withdraw ? knowledge::withdraw_points(trial_, options)
                               : knowledge::confirm_points(trial_, options));
    }
    return {};
  }

 private:
  // The list of the region from each day on which it turns, without and with what is switched.
  Status switch_rules(const std::string& region, const std::vector<RuleSwitch>& switches,
                      std::vector<knowledge::ParameterRow>& rows) {
    YISHOU_TRY(const auto now, trial_.parameters(kNoDay, region));
    const auto begin_of = [&](const RuleSwitch& one) {
      return laying_.from == kNoDay || one.from == kNoDay ? laying_.from : one.from;
    };
    std::set<Day> days;
    for (const RuleSwitch& one : switches) {
      const auto turns = now.turns(knowledge::kRulesOff, begin_of(one));
      days.insert(turns.begin(), turns.end());
    }
    for (const Day day : days) {
      const knowledge::CodeSet& held = now.codes(knowledge::kRulesOff).at(day);
      std::set<std::string> off(held.begin(), held.end());
      std::string source;
      for (const RuleSwitch& one : switches) {
        if (begin_of(one) > day) continue;
        const std::string number = std::to_string(one.rule);
        if (one.on) off.erase(number);
        if (!one.on) off.insert(number);
        source += (source.empty() ? "" : "；") + one.source;
      }
      std::string value;
      for (const std::string& number : off) value += (value.empty() ? "" : ";") + number;
      rows.push_back({.name = std::string{knowledge::kRulesOff},
                      .region = region,
                      .value = std::move(value),
                      .unit = "rule",
                      .source = std::move(source),
                      .from = day,
                      .known_since = kNoDay,
                      .official = false,
                      .row = 0});
    }
    return {};
  }

  knowledge::KnowledgeBase& trial_;
  const Laying& laying_;
};

}  // namespace

Result<DraftChanges> draft_changes_of(const json::value& sent, std::string_view region) {
  YISHOU_TRY(const Body body, Body::of(sent, {"parameters", "confirmations", "withdrawals", "rules"}));
  return changes_of(body, region);
}

Result<DraftChanges> stored_changes_of(std::string_view content) {
  const auto damaged = [](std::string_view why) {
    return fail(ErrorCode::kBadInput, fmt::format("the stored draft is damaged; make it anew: {}", why));
  };
  boost::system::error_code error;
  const json::value value = json::parse(content, error);
  if (error) return damaged(error.message());
  const auto body = Body::of(value, {"parameters", "confirmations", "withdrawals", "rules", "files"});
  if (!body.has_value()) return damaged(body.error().message);
  auto changes = changes_of(*body, "");
  if (!changes.has_value()) return damaged(changes.error().message);
  if (const json::value* files = body->object().if_contains("files"); files != nullptr && files->is_array()) {
    for (const json::value& number : files->as_array()) {
      if (!number.is_int64()) return damaged("files");
      changes->files.push_back(number.as_int64());
    }
  }
  return changes;
}

json::object json_of(const DraftChanges& changes) {
  json::array parameters, rules;
  for (const ParameterChange& one : changes.parameters) {
    parameters.push_back(json::object{{"name", one.name},
                                      {"value", one.value},
                                      {"region", one.region},
                                      {"from", day_text(one.from)},
                                      {"unit", one.unit},
                                      {"source", one.source}});
  }
  for (const RuleSwitch& one : changes.rules) {
    rules.push_back(json::object{{"rule_no", one.rule},
                                 {"on", one.on},
                                 {"region", one.region},
                                 {"from", day_text(one.from)},
                                 {"source", one.source}});
  }
  return {{"parameters", std::move(parameters)},
          {"confirmations", json_of(changes.confirmations)},
          {"withdrawals", json_of(changes.withdrawals)},
          {"rules", std::move(rules)},
          {"files", json::array(changes.files.begin(), changes.files.end())}};
}

Status lay(knowledge::KnowledgeBase& trial, const DraftChanges& changes, const std::vector<drafts::DraftFile>& files,
           const Laying& laying) {
  Layer layer(trial, laying);
  for (const auto& step : {std::function<Status()>{[&] { return layer.files(files); }},
                           std::function<Status()>{[&] { return layer.parameters(changes); }},
                           std::function<Status()>{[&] { return layer.move(changes.confirmations, false); }},
                           std::function<Status()>{[&] { return layer.move(changes.withdrawals, true); }}}) {
    const Status done = step();
    if (done.has_value()) continue;
    const ErrorCode code = done.error().code;
    const bool ours = code == ErrorCode::kIo || code == ErrorCode::kNoSpace;  // not the draft's fault
    if (ours || code == ErrorCode::kConflict) return done;
    return no_longer_fits(done.error());
  }
  return {};
}

Result<knowledge::KnowledgeBase> tried_on_history(const knowledge::KnowledgeBase& base, drafts::Drafts& drafts,
                                                  std::int64_t draft_no, std::int64_t content_no, Day today) {
  YISHOU_TRY(const std::string content, drafts.content(draft_no, content_no));
  YISHOU_TRY(const DraftChanges changes, stored_changes_of(content));
  YISHOU_TRY(const auto files, drafts.files(draft_no, changes.files));
  knowledge::KnowledgeBase trial = base.trial();
  YISHOU_CHECK_OK(lay(trial, changes, files,
                      {.name = fmt::format("draft-{}", draft_no), .known_since = known_since_of(base, today)}));
  return trial;
}

}  // namespace yishou::server

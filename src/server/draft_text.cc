#include "server/draft_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "knowledge/draft.h"
#include "knowledge/own_points.h"
#include "rules/choice.h"
#include "server/draft_changes.h"

namespace yishou::server {

namespace json = boost::json;

Result<DraftText> draft_of(const Body& body) {
  DraftText draft;
  YISHOU_TRY(draft.settings, body.texts("settings"));
  YISHOU_TRY(draft.parameters, body.optional_text("parameters"));
  YISHOU_TRY(draft.points, body.optional_text("points"));
  YISHOU_TRY(draft.with_reference, body.boolean("with_reference", false));
  YISHOU_TRY(draft.rules_off, body.optional_text("rules_off"));
  if (draft.changes_nothing()) {
    return fail(
        ErrorCode::kBadCall,
        "草案没有任何改动：给出 settings、parameters、points、with_reference 或 rules_off 之一 · the draft changes "
        "nothing: give one of these members");
  }
  return draft;
}

json::object json_of(const DraftText& draft) {
  json::array settings(draft.settings.begin(), draft.settings.end());
  return {{"settings", std::move(settings)},
          {"parameters", draft.parameters},
          {"points", draft.points},
          {"with_reference", draft.with_reference},
          {"rules_off", draft.rules_off},
          {"draft_no", draft.draft_no == 0 ? json::value(nullptr) : json::value(draft.draft_no)},
          {"content_no", draft.draft_no == 0 ? json::value(nullptr) : json::value(draft.content_no)}};
}

namespace {

Result<knowledge::Draft> read_draft(const DraftText& text) {
  knowledge::Draft draft;
  draft.with_reference = text.with_reference;
  for (const std::string& setting : text.settings) {
    YISHOU_TRY(auto row, knowledge::parse_setting(setting));
    draft.settings.push_back(std::move(row));
  }
  const auto as_call = [](Error error) { return fail(ErrorCode::kBadCall, std::move(error.message)); };
  if (!text.parameters.empty()) {
    auto rows = knowledge::read_parameters(text.parameters, "parameters");
    if (!rows.has_value()) return as_call(std::move(rows.error()));
    draft.parameters = std::move(*rows);
  }
  if (!text.points.empty()) {
    auto own = knowledge::read_own_points(text.points, "points", knowledge::OwnCheck::kMeaning);
    if (!own.has_value()) return as_call(std::move(own.error()));
    for (const knowledge::LeftOut& left : own->left) {
      if (!knowledge::is_refusal(left.why)) continue;
      return fail(ErrorCode::kBadCall,
                  fmt::format("points 第 {} 行 {}：{}：{} · row {} is refused: {}", left.row, left.column,
                              left.need_zh.empty() ? knowledge::why_zh(left.why) : left.need_zh, left.text, left.row,
                              left.need_en.empty() ? knowledge::why_en(left.why) : left.need_en));
    }
    draft.points = std::move(own->rows);
  }
  return draft;
}

}  // namespace

Result<DraftText> stored_draft_of(const json::value& stored) {
  YISHOU_TRY(const Body body, Body::of(stored, {"settings", "parameters", "points", "with_reference", "rules_off",
                                                "draft_no", "content_no"}));
  const json::value* number = body.object().if_contains("draft_no");
  if (number == nullptr || number->is_null()) return draft_of(body);
  DraftText draft;
  YISHOU_TRY(draft.draft_no, body.integer("draft_no"));
  YISHOU_TRY(draft.content_no, body.integer("content_no"));
  return draft;
}

Status check_draft(const DraftText& text) {
  YISHOU_CHECK_OK(read_draft(text));
  return {};
}

Result<knowledge::Snapshot> snapshot_of(const DraftText& text, const knowledge::KnowledgeBase& base,
                                        std::string_view region, drafts::Drafts& drafts, Day today) {
  if (text.draft_no != 0) {
    YISHOU_TRY(const auto trial, tried_on_history(base, drafts, text.draft_no, text.content_no, today));
    return trial.snapshot(kNoDay, region);
  }
  YISHOU_TRY(auto changes, read_draft(text));
  return knowledge::draft_snapshot(base, kNoDay, region, std::move(changes));
}

Result<std::vector<const rules::Rule*>> rules_left(const DraftText& text, std::vector<const rules::Rule*> rules) {
  if (text.rules_off.empty()) return rules;
  YISHOU_TRY(const auto off, rules::choose("rules_off", text.rules_off));
  std::erase_if(rules, [&](const rules::Rule* rule) { return std::ranges::find(off, rule) != off.end(); });
  return rules;
}

}  // namespace yishou::server

#include "gateway/feedback.h"

#include <fmt/format.h>

namespace yishou::gateway {
namespace {

std::unexpected<Error> refuse(std::string_view chinese, std::string_view english, std::string_view which) {
  return fail(ErrorCode::kBadInput, fmt::format("{}：{} · {}: {}", chinese, which, english, which));
}

Status read_warn(FieldValues& values, const JsonNode& node, Feedback& feedback) {
  if (feedback.warns.size() == kMaxWarns) {
    return fail(
        ErrorCode::kTooMuch,
        fmt::format("warns 超过 {} 条，请分批反馈 · more than {} warns: send them in parts", kMaxWarns, kMaxWarns));
  }
  WarnFeedback warn;
  std::string_view way;
  for (const JsonNode& child : Children(node)) {
    if (child.key == "warn_rslt_id") {
      warn.warn_rslt_id = values.text(child);
    } else if (child.key == "dspo_way") {
      way = values.text(child);
    } else if (child.key == "dspo_way_rea") {
      warn.reason = values.text(child);
    }
  }
  if (warn.warn_rslt_id.empty()) {
    return refuse("warn_rslt_id 不能为空，请填写提醒的 jr_id", "warn_rslt_id is empty: put the jr_id of the reminder",
                  fmt::format("warns[{}]", feedback.warns.size()));
  }
  if (way != "1" && way != "2") {
    return refuse("dspo_way 应为 1（继续执行）或 2（返回修改）", "dspo_way is 1 (go on) or 2 (change)",
                  warn.warn_rslt_id);
  }
  warn.disposal = way == "1" ? Disposal::kGoOn : Disposal::kChange;
  if (warn.disposal == Disposal::kGoOn && warn.reason.empty()) {
    return refuse("继续执行医嘱必须填写处理原因 dspo_way_rea", "going on needs a reason in dspo_way_rea",
                  warn.warn_rslt_id);
  }
  if (count_characters(warn.reason) > kMaxReasonCharacters) {
    return refuse("处理原因 dspo_way_rea 超过 500 字，请缩短", "dspo_way_rea is longer than 500 characters",
                  warn.warn_rslt_id);
  }
  feedback.warns.push_back(warn);
  return {};
}

}  // namespace

Result<Feedback> read_feedback(const Message& message) {
  YISHOU_TRY(const JsonNode* data, message.data());
  Feedback feedback;
  ReadingNotes notes;
  model::TextArena arena;
  FieldValues values(notes, arena);
  const JsonNode* warns = nullptr;
  for (const JsonNode& child : Children(*data)) {
    if (child.key == "warn_type") {
      const std::string_view type = values.text(child);
      feedback.stage = type == "1" ? WarnStage::kBefore : type == "2" ? WarnStage::kCourse : WarnStage::kUnknown;
    } else if (child.key == "warns") {
      warns = &child;
    }
  }
  YISHOU_CHECK_OK(for_each_object(warns, [&](const JsonNode& node) { return read_warn(values, node, feedback); }));
  YISHOU_CHECK_OK(values.status());
  if (feedback.warns.empty()) {
    return fail(ErrorCode::kBadInput,
                "缺少反馈明细 warns，请至少反馈一条提醒 · warns is missing or empty: answer at least one reminder");
  }
  return feedback;
}

}  // namespace yishou::gateway

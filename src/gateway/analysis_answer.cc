#include "gateway/analysis_answer.h"

#include <algorithm>
#include <iterator>
#include <tuple>

#include <fmt/format.h>

#include "gateway/json_text.h"

namespace yishou::gateway {
namespace {

constexpr std::size_t kMaxContent = 500;  // characters, of vola_cont and vola_evid
constexpr std::size_t kMaxRuleName = 200;

template <typename Enum>
std::string_view digit_text(Enum value) {
  constexpr std::string_view kDigits = "0123456789";
  return kDigits.substr(static_cast<std::size_t>(value) % 10, 1);
}

void write_detail(std::string& out, const ReminderDetail& detail, std::string_view patn_id) {
  out.append("{\"jrd_id\":");
  append_json_text(out, detail.jrd_id);
  append_json_field(out, "patn_id", patn_id);
  append_json_field(out, "mdtrt_id", detail.mdtrt_id);
  append_json_field(out, "rx_id", detail.rx_id);
  append_json_field(out, "vola_item_type", digit_text(detail.kind));
  out.append(",\"vola_amt\":");
  append_json_amount(out, detail.amount);
  out.push_back('}');
}

void write_reminder(std::string& out, const Reminder& reminder, std::string_view task_id, const AnswerShape& shape) {
  out.append("{\"jr_id\":");
  append_json_text(out, reminder.jr_id);
  append_json_field(
      out, "rule_id",
      reminder.rule_id.empty() ? std::string_view(fmt::format_int(reminder.rule_no).str()) : reminder.rule_id);
  append_json_field(out, "rule_name", first_characters(reminder.rule_name, kMaxRuleName));
  append_json_field(out, "vola_cont", first_characters(reminder.content, kMaxContent));
  append_json_field(out, "patn_id", reminder.patn_id);
  append_json_field(out, "mdtrt_id", reminder.mdtrt_id);
  out.append(",\"judge_result_detail_dtos\":[");
  for (const ReminderDetail& detail : reminder.details) {
    if (&detail != &reminder.details.front()) out.push_back(',');
    write_detail(out, detail, reminder.patn_id);
  }
  out.append("],\"vola_amt\":");
  append_json_amount(out, reminder.amount);
  append_json_field(out, "vola_amt_stas", reminder.amount == kNoNumber ? "0" : "1");
  append_json_field(out, "sev_deg", digit_text(reminder.severity));
  append_json_field(out, "vola_evid", first_characters(reminder.basis, kMaxContent));
  append_json_field(out, "vola_bhvr_type", shape.behaviour_type);
  append_json_field(out, "task_id", task_id);
  out.push_back('}');
}

}  // namespace

void order_by_gravity(std::vector<Reminder>& reminders) {
  std::ranges::sort(reminders, [](const Reminder& a, const Reminder& b) {
    return std::tie(a.severity, b.amount, a.jr_id) < std::tie(b.severity, a.amount, b.jr_id);
  });
}

void write_analysis_output(std::string& out, std::span<const Reminder> reminders, std::string_view task_id,
                           const AnswerShape& shape) {
  out.append("{\"result\":");
  if (shape.single_object) {
    if (reminders.empty()) {
      out.append("null");
    } else {
      write_reminder(out, reminders.front(), task_id, shape);
    }
    out.push_back('}');
    return;
  }
  out.push_back('[');
  for (std::size_t i = 0; i < reminders.size(); ++i) {
    if (i > 0) out.push_back(',');
    write_reminder(out, reminders[i], task_id, shape);
  }
  out.append("]}");
}

}  // namespace yishou::gateway

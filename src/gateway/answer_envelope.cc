#include "gateway/answer_envelope.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/check.h"
#include "gateway/json_text.h"

namespace yishou::gateway {
namespace {

constexpr std::size_t kMaxMessageCharacters = 200;
constexpr std::uint64_t kSequences = 10'000'000'000;

void append_head(std::string& out, int code, const AnswerStamp& stamp, std::string_view message) {
  fmt::format_to(std::back_inserter(out), "{{\"infcode\":{}", code);
  append_json_field(out, "inf_refmsgid", reference_message_id(stamp));
  append_json_field(out, "refmsg_time", compact_time(stamp.received));
  append_json_field(out, "respond_time", compact_time(stamp.responded));
  append_json_field(out, "err_msg", message);
  out.append(",\"output\":");
}

// `yyyyMMddHHmmss`
std::string compact_second(Second second) {
  const Day day = day_of(second);
  YISHOU_CHECK(day >= kFirstDay && day <= kLastDay, "an answer is stamped with a time of 1900 to 2099");
  const CivilDate date = civil_from_day(day);
  const Second rest = second - start_of(day);
  return fmt::format("{:04}{:02}{:02}{:02}{:02}{:02}", date.year, date.month, date.day, rest / 3600, rest / 60 % 60,
                     rest % 60);
}

}  // namespace

std::string reference_message_id(const AnswerStamp& stamp) {
  return fmt::format("{:0<6}{}{:010}", stamp.region.substr(0, 6), compact_second(stamp.responded.second),
                     stamp.sequence % kSequences);
}

std::string compact_time(const ClockTime& time) {
  return fmt::format("{}{:03}", compact_second(time.second), std::clamp(time.millisecond, 0, 999));
}

void open_answer(std::string& out, const AnswerStamp& stamp) { append_head(out, 0, stamp, {}); }

void close_answer(std::string& out) { out.push_back('}'); }

void write_failure(std::string& out, const AnswerStamp& stamp, std::string_view message) {
  const std::string_view said = message.empty() ? "系统错误，请联系医保部门 · internal error" : message;
  append_head(out, -1, stamp, first_characters(said, kMaxMessageCharacters));
  out.append("{}}");
}

}  // namespace yishou::gateway

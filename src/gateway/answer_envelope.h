// The answer's envelope: infcode, inf_refmsgid, times, err_msg and, between open and close, the output.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/calendar.h"

namespace yishou::gateway {

/// A point of time on the clock of the region (Beijing time).
struct ClockTime {
  Second second = 0;
  int millisecond = 0;  ///< 0–999
};

/// What an answer needs from outside: this room has no clock and no counter.
struct AnswerStamp {
  std::string_view region;     ///< of the receiver, six digits; shorter ones are filled with 0, longer ones cut
  std::uint64_t sequence = 0;  ///< its last ten digits go into inf_refmsgid; with the second it must be unique
  ClockTime received, responded;
};

/// `inf_refmsgid`: region (6) + time of the answer (14) + sequence (10).
[[nodiscard]] std::string reference_message_id(const AnswerStamp& stamp);
/// `yyyyMMddHHmmssSSS`.
[[nodiscard]] std::string compact_time(const ClockTime& time);

/// Appends everything of a success up to and with `"output":`; the caller appends the output, then close_answer.
/// infcode is the number 0 and err_msg is "" (compatibility rules 1 and 2).
void open_answer(std::string& out, const AnswerStamp& stamp);
void close_answer(std::string& out);

/// Appends a whole failure: infcode -1, err_msg of at most 200 characters, an empty output. A failure without a text
/// says so.
void write_failure(std::string& out, const AnswerStamp& stamp, std::string_view message);

}  // namespace yishou::gateway

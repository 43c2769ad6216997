// 3103: what the doctor did with each reminder.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "gateway/envelope.h"

namespace yishou::gateway {

/// warn_type of the interface.
enum class WarnStage : std::uint8_t { kUnknown = 0, kBefore = 1, kCourse = 2 };

/// dspo_way of the interface.
enum class Disposal : std::uint8_t {
  kGoOn = 1,    ///< 继续执行医嘱: needs a reason
  kChange = 2,  ///< 返回修改医嘱
};

struct WarnFeedback {
  std::string_view warn_rslt_id;  ///< the jr_id of the reminder
  Disposal disposal = Disposal::kChange;
  std::string_view reason;
};

/// Views live until the message is read again.
struct Feedback {
  WarnStage stage = WarnStage::kUnknown;
  std::vector<WarnFeedback> warns;
};

inline constexpr std::size_t kMaxWarns = 1000;
inline constexpr std::size_t kMaxReasonCharacters = 500;

/// Reads `input.data` of a 3103. All or nothing: kBadInput names the warn (its id, or its place) and what is wrong with
/// it.
[[nodiscard]] Result<Feedback> read_feedback(const Message& message);

}  // namespace yishou::gateway

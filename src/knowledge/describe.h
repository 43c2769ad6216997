// A point in words, for people.
#pragma once

#include <string>

#include "knowledge/snapshot_builder.h"

namespace yishou::knowledge {

/// The limit in one Chinese phrase: "限男性", "每日不超过 1 次", "14 天（一次住院）" …
[[nodiscard]] std::string describe_limit(const PointRow& row);
/// The fee dates on which it holds: "2026-01-28 起", "至 2026-01-27", "不限".
[[nodiscard]] std::string describe_validity(const PointRow& row);
/// 国家公布, 地方确认, 仅供参考.
[[nodiscard]] std::string_view describe_state(State state) noexcept;

}  // namespace yishou::knowledge

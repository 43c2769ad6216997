// A point in words, for people.
#pragma once

#include <string>
#include <string_view>

#include "knowledge/snapshot_builder.h"

namespace yishou::knowledge {

/// The limit in one Chinese phrase: "限男性", "每日不超过 1 次", "14 天（一次住院）" …
[[nodiscard]] std::string describe_limit(const PointRow& row);
/// The fee dates on which it holds: "2026-01-28 起", "至 2026-01-27", "不限".
[[nodiscard]] std::string describe_validity(const PointRow& row);
/// Whether a billed code meets the point: one of its codes, or of its value where that lists billed codes, is a prefix of it.
[[nodiscard]] bool meets(const PointRow& row, std::string_view code);
/// Who stands behind it: 国家公布, 地方确认, 规则原文所列, 仅供参考; and in English.
[[nodiscard]] std::string_view describe_state(State state) noexcept;
[[nodiscard]] std::string_view describe_state_en(State state) noexcept;

}  // namespace yishou::knowledge

// The states of a finding and the closed table of steps between them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "identity/permission.h"

namespace yishou::cases {

/// Stored by name. 新 · 已询问机构 · 机构已答复 · 成立 · 不成立
enum class State : std::uint8_t { kNew, kAsked, kAnswered, kConfirmed, kDismissed };

/// What a person does to a finding. Stored by name.
enum class Step : std::uint8_t { kAsk, kAnswer, kConfirm, kDismiss, kReopen, kAssign, kNote };

[[nodiscard]] std::string_view name_of(State state) noexcept;
[[nodiscard]] std::optional<State> state_of(std::string_view name) noexcept;
[[nodiscard]] std::string_view name_of(Step step) noexcept;
[[nodiscard]] std::optional<Step> step_of(std::string_view name) noexcept;
[[nodiscard]] std::span<const State> all_states() noexcept;
[[nodiscard]] std::span<const Step> all_steps() noexcept;

/// Where the step leads from `from`; nullopt when it may not be taken there.
[[nodiscard]] std::optional<State> after(Step step, State from) noexcept;
/// What a role needs to take it.
[[nodiscard]] identity::Permission permission_of(Step step) noexcept;

/// Why a finding does not stand: R1 data wrong · R2 policy exception · R3 clinical reason · R4 knowledge wrong · R5
/// rule wrong · R6 refunded or cancelled · R7 outside period or scope · R8 other.
[[nodiscard]] bool is_dismiss_reason(std::string_view code) noexcept;

}  // namespace yishou::cases

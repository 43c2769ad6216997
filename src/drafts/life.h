// The life of a draft: its states and the closed table of steps between them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace yishou::drafts {

/// Stored by name. 起草 · 待复核 · 退回 · 已发布 · 已撤回 · 已作废
enum class DraftState : std::uint8_t { kOpen, kProposed, kRejected, kPublished, kRolledBack, kDiscarded };

/// What a person does to a draft. Stored by name.
enum class DraftStep : std::uint8_t { kMake, kChange, kPropose, kReject, kPublish, kRollBack, kDiscard };

[[nodiscard]] std::string_view name_of(DraftState state) noexcept;
[[nodiscard]] std::optional<DraftState> draft_state_of(std::string_view name) noexcept;
[[nodiscard]] std::string_view name_of(DraftStep step) noexcept;

/// Where the step leads from `from`; nullopt when it may not be taken there.
[[nodiscard]] std::optional<DraftState> after(DraftStep step, DraftState from) noexcept;

/// Who may take a step, beside the permission that it needs.
enum class Hand : std::uint8_t {
  kAuthor,   ///< who made the draft
  kAnother,  ///< a person who did not make it: the second pair of eyes
  kEither,
};
[[nodiscard]] Hand hand_of(DraftStep step) noexcept;

}  // namespace yishou::drafts

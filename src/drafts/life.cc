#include "drafts/life.h"

#include <array>
#include <utility>

namespace yishou::drafts {
namespace {

constexpr std::array<std::string_view, 6> kDraftStateNames{"open",      "proposed",    "rejected",
                                                           "published", "rolled_back", "discarded"};
constexpr std::array<std::string_view, 7> kDraftStepNames{"make",    "change",    "propose", "reject",
                                                          "publish", "roll_back", "discard"};

}  // namespace

std::string_view name_of(DraftState state) noexcept { return kDraftStateNames[std::to_underlying(state)]; }
std::string_view name_of(DraftStep step) noexcept { return kDraftStepNames[std::to_underlying(step)]; }

std::optional<DraftState> draft_state_of(std::string_view name) noexcept {
  for (std::size_t i = 0; i < kDraftStateNames.size(); ++i)
    if (kDraftStateNames[i] == name) return static_cast<DraftState>(i);
  return std::nullopt;
}

std::optional<DraftState> after(DraftStep step, DraftState from) noexcept {
  const bool in_hand = from == DraftState::kOpen || from == DraftState::kRejected;
  const bool proposed = from == DraftState::kProposed;
  switch (step) {
    case DraftStep::kMake: break;
    case DraftStep::kChange:
      if (in_hand) return DraftState::kOpen;
      break;
    case DraftStep::kPropose:
      if (in_hand) return DraftState::kProposed;
      break;
    case DraftStep::kDiscard:
      if (in_hand) return DraftState::kDiscarded;
      break;
    case DraftStep::kReject:
      if (proposed) return DraftState::kRejected;
      break;
    case DraftStep::kPublish:
      if (proposed) return DraftState::kPublished;
      break;
    case DraftStep::kRollBack:
      if (from == DraftState::kPublished) return DraftState::kRolledBack;
      break;
  }
  return std::nullopt;
}

Hand hand_of(DraftStep step) noexcept {
  switch (step) {
    case DraftStep::kPublish:
    case DraftStep::kRollBack: return Hand::kAnother;
    case DraftStep::kReject: return Hand::kEither;  // the author takes a proposal back
    default: return Hand::kAuthor;
  }
}

}  // namespace yishou::drafts

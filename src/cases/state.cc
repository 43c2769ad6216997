#include "cases/state.h"

#include <array>
#include <utility>

namespace yishou::cases {
namespace {

using identity::Permission;

constexpr std::array<std::string_view, 5> kStateNames{"new", "asked", "answered", "confirmed", "dismissed"};
constexpr std::array kStates{State::kNew, State::kAsked, State::kAnswered, State::kConfirmed, State::kDismissed};
constexpr std::array kSteps{Step::kAsk,    Step::kAnswer, Step::kConfirm, Step::kDismiss,
                            Step::kReopen, Step::kAssign, Step::kNote};

// `from`: one letter a state it may be taken in (N new, A asked, W answered, C confirmed, D dismissed). `to`: nothing =
// stays.
struct StepRow {
  Step step;
  std::string_view name;
  std::string_view from;
  std::optional<State> to;
  Permission permission;
};
constexpr std::array kStepRows{
    StepRow{Step::kAsk, "ask", "NW", State::kAsked, Permission::kAskInstitutions},
    StepRow{Step::kAnswer, "answer", "A", State::kAnswered, Permission::kAnswerFindings},
    StepRow{Step::kConfirm, "confirm", "NAW", State::kConfirmed, Permission::kJudgeFindings},
    StepRow{Step::kDismiss, "dismiss", "NAW", State::kDismissed, Permission::kJudgeFindings},
    StepRow{Step::kReopen, "reopen", "CD", State::kNew, Permission::kJudgeFindings},
    StepRow{Step::kAssign, "assign", "NAW", std::nullopt, Permission::kAssignFindings},
    StepRow{Step::kNote, "note", "NAWCD", std::nullopt, Permission::kNoteFindings},
};
constexpr std::string_view kStateLetters = "NAWCD";
static_assert(kStepRows.size() == kSteps.size());

const StepRow& row_of(Step step) noexcept { return kStepRows[std::to_underlying(step)]; }

}  // namespace

std::string_view name_of(State state) noexcept { return kStateNames[std::to_underlying(state)]; }
std::string_view name_of(Step step) noexcept { return row_of(step).name; }
std::span<const State> all_states() noexcept { return kStates; }
std::span<const Step> all_steps() noexcept { return kSteps; }

std::optional<State> state_of(std::string_view name) noexcept {
  for (const auto state : kStates)
    if (name_of(state) == name) return state;
  return std::nullopt;
}

std::optional<Step> step_of(std::string_view name) noexcept {
  for (const auto step : kSteps)
    if (name_of(step) == name) return step;
  return std::nullopt;
}

std::optional<State> after(Step step, State from) noexcept {
  const auto& row = row_of(step);
  if (row.from.find(kStateLetters[std::to_underlying(from)]) == std::string_view::npos) return std::nullopt;
  return row.to.value_or(from);
}

Permission permission_of(Step step) noexcept { return row_of(step).permission; }

bool is_dismiss_reason(std::string_view code) noexcept {
  return code.size() == 2 && code[0] == 'R' && code[1] >= '1' && code[1] <= '8';
}

}  // namespace yishou::cases

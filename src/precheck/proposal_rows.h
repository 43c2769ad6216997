// How a proposal becomes rows of the person's block: visits, a settlement that stands for the bill to come, lines. What the
// history knows already is not taken twice.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "history/person_reader.h"
#include "model/block.h"
#include "model/proposal.h"

namespace yishou::precheck {

/// The setl_id of bills that do not exist yet: in front of the mdtrt_id.
inline constexpr std::string_view kProposedSettlement = "proposed:";

/// What is asked about now, as the block names it.
struct Asked {
  std::vector<std::string_view> lines;  ///< ids of its lines
  std::string_view settlement;          ///< setl_id of the bill to come of the current visit
  model::Index settlement_row = model::kNone;
  bool any_billed = false;  ///< some of the lines are lines of the history, else all are of the bill to come
  /// Lines whose id another line of the history bears: their name in the block, and the caller's.
  std::vector<std::pair<std::string_view, std::string_view>> renamed;

  void clear() {
    lines.clear();
    settlement = {};
    settlement_row = model::kNone;
    any_billed = false;
    renamed.clear();
  }
};

/// Adds the proposal to the last person of `block`, whose history is there already. Texts of the block view the proposal's.
///
/// * A visit other than the current one is taken only if the history does not know it. Encounters without a number are each a
///   visit of its own.
/// * What was billed meanwhile is not counted twice: stored lines of the visit with the same item and id; with the same item and
///   prescription, as many as reach the ordered quantity, whatever their days, amounts and split; or, where one side says no
///   prescription, with the same item within a day. They are what is asked about then. In a visit that the history does not know: the
///   line of the same id, item and institution within a day (the hospital's number of the visit is not the bill's).
/// * An order told as earlier that equals one asked about now, to the second, is that one.
void add_proposal(const model::Proposal& proposal, history::PersonReader& reader, model::Dictionaries& codes,
                  model::ClaimBlock& block, Asked& asked);

}  // namespace yishou::precheck

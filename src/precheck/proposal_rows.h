// How a proposal becomes rows of the person's block: visits, a settlement that stands for the bill to come, lines. What the
// history knows already is not taken twice.
#pragma once

#include <string_view>
#include <vector>

#include "history/person_reader.h"
#include "model/block.h"
#include "model/proposal.h"

namespace yishou::precheck {

/// The setl_id of bills that do not exist yet: in front of the mdtrt_id.
inline constexpr std::string_view kProposedSettlement = "proposed:";

/// Adds the proposal to the last person of `block`, whose history is there already; `current_ids` receives the ids of the lines
/// that are asked about now. Texts of the block view the proposal's.
///
/// * A visit other than the current one is taken only if the history does not know it.
/// * A proposed line that stands in the history already (same visit and id; or same visit, item, day, count and amount, one for
///   one) is not added: the stored line is the one asked about.
void add_proposal(const model::Proposal& proposal, history::PersonReader& reader, model::Dictionaries& codes,
                  model::ClaimBlock& block, std::vector<std::string_view>& current_ids);

}  // namespace yishou::precheck

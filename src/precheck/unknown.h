// What neither the message nor the history can tell. Unknown is never guilty: what it concerns stays undecided.
#pragma once

#include "knowledge/parameters.h"
#include "model/block.h"
#include "precheck/surroundings.h"

namespace yishou::precheck {

/// The day from which the history of the block's last person, whose lines are all stored ones, is whole until `asked`; kNoDay: nobody
/// can tell. It begins with the first line of the person's own, for where nothing is known the person may have lived elsewhere, and
/// tells nothing any more when the lake's data end longer before `asked` than `history_gap_days`.
[[nodiscard]] Day history_begin(const model::ClaimBlock& block, const Surroundings& surroundings,
                                const knowledge::Parameters& parameters, Day asked);

/// Whether the lines of a bill to come may be of a newborn on its mother's account: a message has no nwb_flag. So with a birth or a
/// newborn among the diagnoses (`birth_diags`) of somebody who may be a woman of child-bearing age (`childbearing_years_…`).
[[nodiscard]] bool may_be_newborns(const model::ClaimBlock& block, model::Index settlement,
                                   const knowledge::Parameters& parameters);

}  // namespace yishou::precheck

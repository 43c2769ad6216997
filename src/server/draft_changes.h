// DraftChanges: what a draft changes, as it is sent and stored; and laid over a trial of the knowledge base.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "base/result.h"
#include "drafts/drafts.h"
#include "knowledge/base.h"
#include "server/json.h"

namespace yishou::server {

struct ParameterChange {
  std::string name, region, value, unit, source;
  Day from = kNoDay;  ///< kNoDay: from the day on which the draft takes effect
};

/// A reference point that a region confirms, or gives back.
struct PointChange {
  std::string point_id, region;
};

struct RuleSwitch {
  std::uint16_t rule = 0;
  bool on = false;
  std::string region, source;
  Day from = kNoDay;  ///< as of a parameter
};

struct DraftChanges {
  std::vector<ParameterChange> parameters;
  std::vector<PointChange> confirmations, withdrawals;
  std::vector<RuleSwitch> rules;
  std::vector<std::int64_t> files;  ///< numbers of drafts::DraftFile

  [[nodiscard]] bool empty() const {
    return parameters.empty() && confirmations.empty() && withdrawals.empty() && rules.empty() && files.empty();
  }
};

/// What somebody sent, for a draft of that region; files come and go by operations of their own. kBadCall: something malformed, of no known name, or outside the region.
[[nodiscard]] Result<DraftChanges> draft_changes_of(const boost::json::value& sent, std::string_view region);
/// What was stored. kBadInput.
[[nodiscard]] Result<DraftChanges> stored_changes_of(std::string_view content);
[[nodiscard]] boost::json::object json_of(const DraftChanges& changes);

/// How a draft is laid over a base.
struct Laying {
  std::string name;  ///< of its batches
  Day from =
      kNoDay;  ///< the day on which it takes effect; kNoDay: as if all of it had always held, to try it on history
  Day known_since = kNoDay;  ///< the day the base learns it
};

/// Lays files, parameters, switches of rules, confirmations and withdrawals over a trial, in that order, by the ways that the commands
/// take. kConflict: it does not fit what the base holds now; the message says what.
[[nodiscard]] Status lay(knowledge::KnowledgeBase& trial, const DraftChanges& changes,
                         const std::vector<drafts::DraftFile>& files, const Laying& laying);

/// A trial of the base with a content of a draft laid over it as if it had always held.
[[nodiscard]] Result<knowledge::KnowledgeBase> tried_on_history(const knowledge::KnowledgeBase& base,
                                                                drafts::Drafts& drafts, std::int64_t draft_no,
                                                                std::int64_t content_no, Day today);

}  // namespace yishou::server

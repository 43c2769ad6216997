// DraftText: what somebody thinks of changing, as it is sent and stored: for back-tests and shadow runs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "base/result.h"
#include "drafts/drafts.h"
#include "knowledge/base.h"
#include "rules/rule.h"
#include "server/json.h"

namespace yishou::server {

/// A value.
struct DraftText {
  std::vector<std::string> settings;  ///< "name=value" or "name=value@YYYY-MM-DD"
  std::string parameters;             ///< a parameter file (docs/formats/parameters.md)
  std::string points;                 ///< a file of own points (docs/formats/own-points.md)
  bool with_reference = false;        ///< reference points judge as if confirmed
  std::string rules_off;              ///< rules that do not judge in the draft: "1,2,25-31"
  std::int64_t draft_no = 0;          ///< a draft of drafts::Drafts in place of all this; 0: none
  std::int64_t content_no = 0;        ///< which content of it

  [[nodiscard]] bool changes_nothing() const {
    return settings.empty() && parameters.empty() && points.empty() && !with_reference && rules_off.empty();
  }
};

/// Members of DraftText in JSON: settings, parameters, points, with_reference, rules_off. As somebody sends it: a draft of the store is
/// asked for by operations of its own.
[[nodiscard]] Result<DraftText> draft_of(const Body& body);
/// As it is stored: with draft_no and content_no.
[[nodiscard]] Result<DraftText> stored_draft_of(const boost::json::value& stored);
[[nodiscard]] boost::json::object json_of(const DraftText& draft);

/// kBadCall names the first setting, row or column that is refused: what the owner asks about must be what is tried.
[[nodiscard]] Status check_draft(const DraftText& text);
/// What the base would give in a region if the draft had always held.
[[nodiscard]] Result<knowledge::Snapshot> snapshot_of(const DraftText& text, const knowledge::KnowledgeBase& base,
                                                      std::string_view region, drafts::Drafts& drafts, Day today);
/// `rules` without those that the draft switches off.
[[nodiscard]] Result<std::vector<const rules::Rule*>> rules_left(const DraftText& text,
                                                                 std::vector<const rules::Rule*> rules);

}  // namespace yishou::server

// DraftText: what somebody thinks of changing, as it is sent and stored: for back-tests and shadow runs.
#pragma once

#include <string>
#include <vector>

#include <boost/json.hpp>

#include "base/result.h"
#include "knowledge/base.h"
#include "knowledge/draft.h"
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

  [[nodiscard]] bool changes_nothing() const {
    return settings.empty() && parameters.empty() && points.empty() && !with_reference && rules_off.empty();
  }
};

/// Members of DraftText in JSON: settings, parameters, points, with_reference, rules_off.
[[nodiscard]] Result<DraftText> draft_of(const Body& body);
[[nodiscard]] boost::json::object json_of(const DraftText& draft);

/// The draft as knowledge takes it. kBadCall names the first setting, row or column that is refused: what the owner asks about must
/// be what is tried.
[[nodiscard]] Result<knowledge::Draft> read_draft(const DraftText& text);
/// `rules` without those that the draft switches off.
[[nodiscard]] Result<std::vector<const rules::Rule*>> rules_left(const DraftText& text,
                                                                 std::vector<const rules::Rule*> rules);

}  // namespace yishou::server

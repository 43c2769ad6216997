// The accounts of a demonstration: one of each role, with one public password. Never with real data.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "server/clock.h"

namespace yishou::server {

class App;

/// Of every demonstration account, and of `admin` until somebody changes it.
inline constexpr std::string_view kDemonstrationPassword = "Yishou-Demo-2026";

/// What is told to whoever started the demonstration.
struct Demonstration {
  std::vector<std::string> logins;            ///< admin first
  std::string institution, institution_name;  ///< of demo-hospital; empty when the lake has no medical institution
  std::string paasid, token;                  ///< with which that institution asks at the gateway
};

/// Makes what is not there yet: demo-inspector, demo-reviewer, demo-analyst, demo-auditor, and demo-hospital with the gateway's settings
/// of the largest medical institution of the lake; and gives `admin` the public password if its first one was never changed. Everybody's
/// password that must be changed is the public one again afterwards. kConflict, and nothing is changed, when the database holds
/// accounts that are not a demonstration's.
[[nodiscard]] Result<Demonstration> make_demonstration(App& app, const Moment& now);

/// For a start without demonstration: kConflict when a demonstration account of this database is active.
[[nodiscard]] Status refuse_demonstration(App& app);

}  // namespace yishou::server

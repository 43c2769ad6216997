// A job as the API shows it.
#pragma once

#include <boost/json.hpp>

#include "cases/jobs.h"

namespace yishou::server {

/// What it was asked for; an object without members when that is damaged.
[[nodiscard]] boost::json::value job_parameters(const cases::Job& job);
[[nodiscard]] boost::json::object job_json(const cases::Job& job);

}  // namespace yishou::server

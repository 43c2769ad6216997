// The parts of an installation belong together: a service that finds some of them does not begin anew beside them.
#pragma once

#include <string>

#include "base/result.h"
#include "server/settings.h"
#include "sql/database.h"

namespace yishou::server {

/// Before the database is migrated. A database without tables is a first start, unless journal, log of pre-checks or keys of an earlier
/// one are there; in one that has tables the journal must be there. kNotFound, with the remedy, otherwise. Makes the journal's empty
/// folder at a first start, so that a folder that is missing later was lost.
[[nodiscard]] Status check_state_folder(const Settings& settings, sql::Database& database);

}  // namespace yishou::server

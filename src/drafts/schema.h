// The tables of this room, for sql::migrate(). They stand alone.
#pragma once

#include "sql/migrate.h"

namespace yishou::drafts {

[[nodiscard]] sql::Schema schema();

}  // namespace yishou::drafts

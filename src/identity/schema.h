// The tables of this room, for sql::migrate().
#pragma once

#include "sql/migrate.h"

namespace yishou::identity {

[[nodiscard]] sql::Schema schema();

}  // namespace yishou::identity

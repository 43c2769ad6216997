// The tables of this room, for sql::migrate(). They come after those of identity.
#pragma once

#include "sql/migrate.h"

namespace yishou::cases {

[[nodiscard]] sql::Schema schema();

}  // namespace yishou::cases

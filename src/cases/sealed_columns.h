// Which columns of this room hold sealed values.
#pragma once

#include <span>

#include "identity/reseal.h"

namespace yishou::cases {

[[nodiscard]] std::span<const identity::SealedColumn> sealed_columns();

}  // namespace yishou::cases

// The designated institutions of a lake in memory: fixmedins_b by code; shared by all readers of a run.
#pragma once

#include <map>
#include <string>

#include "model/block.h"

namespace yishou::lake {

using Institutions = std::map<std::string, model::Institution, std::less<>>;

}  // namespace yishou::lake

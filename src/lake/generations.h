// The folders of a lake's generations, g000001 and so on: their names, and their removal.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/result.h"

namespace yishou::lake {

/// The folder's name of a generation.
[[nodiscard]] std::string generation_name(std::int64_t generation);
/// The generation that a folder is named after; -1 for other names.
[[nodiscard]] std::int64_t generation_of(const std::string& name);
/// Removes the generations under `folder` for which drop(generation) holds. A folder that is not there has none. Errors: kIo.
[[nodiscard]] Status remove_generations(const std::string& folder, const std::function<bool(std::int64_t)>& drop);

}  // namespace yishou::lake

// A proposal as the 3101 message that a hospital's software would send.
#pragma once

#include <string>

#include "model/proposal.h"

namespace yishou::precheck_tests {

[[nodiscard]] std::string message_of(const model::Proposal& proposal);

}  // namespace yishou::precheck_tests

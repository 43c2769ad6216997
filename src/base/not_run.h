// For tests: how one that needs what this machine lacks says so.
#pragma once

#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace yishou {

/// Says and records that the running test cannot run here, and why; the test then returns. tools/dev/count_tests.py lists it as
/// "not run" and counts it neither as passed nor as failed.
inline void not_run(const std::string& why) {
  ::testing::Test::RecordProperty("not_run", why);
  fmt::print("not run: {}\n", why);
}

}  // namespace yishou

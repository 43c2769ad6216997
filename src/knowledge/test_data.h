// What the tests of this room share: the published lists where they are at hand, and folders of their own.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include <unistd.h>

#include <gtest/gtest.h>

#include "base/not_run.h"

namespace yishou::knowledge {

/// Batches of a base made from the shipped knowledge: 18 published, the lists of the rules, the reference tables.
inline constexpr std::size_t kShippedBatches = 20;

/// The folder of the published lists: $YISHOU_SHARED, else `shared` beside the clone; nullopt when absent.
inline std::optional<std::filesystem::path> shared_folder() {
  if (const char* given = std::getenv("YISHOU_SHARED"); given != nullptr && *given != '\0')
    return std::filesystem::path{given};
  const auto beside = std::filesystem::path{YISHOU_SOURCE_DIR} / ".." / "shared";
  if (std::filesystem::exists(beside / "data" / "nhsa")) return beside;
  return std::nullopt;
}

/// A folder that is removed when the test ends.
class TestFolder {
 public:
  TestFolder() {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    path_ = std::filesystem::temp_directory_path() / (std::string{"yishou-knowledge-"} + test->test_suite_name() + "-" +
                                                      test->name() + "-" + std::to_string(::getpid()));
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace yishou::knowledge

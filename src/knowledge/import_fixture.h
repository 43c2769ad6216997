// What the tests of import share: a knowledge base in a folder of its own, and files put beside it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "knowledge/files.h"
#include "knowledge/import.h"
#include "knowledge/test_data.h"

namespace yishou::knowledge {

inline Day day(std::string_view text) { return *parse_day(text); }

class ImportTest : public ::testing::Test {
 protected:
  ImportTest() : base_(*KnowledgeBase::open(folder_.path() / "base")) {}

  std::filesystem::path file(std::string_view name, std::string_view text) {
    const auto path = folder_.path() / name;
    EXPECT_TRUE(write_file(path, text).has_value());
    return path;
  }
  Result<ImportReport> import(const std::filesystem::path& path, std::string_view known = "2026-09-01",
                              Day published = kNoDay, bool dry_run = false) {
    return import_files(base_, {path}, {.published_at = published, .known_since = day(known), .dry_run = dry_run});
  }

  TestFolder folder_;
  KnowledgeBase base_;
};

// Rows "column of row" of what was refused.
inline std::vector<std::string> refused(const ImportReport& report) {
  std::vector<std::string> out;
  for (const LeftOut& left : report.files.at(0).left) {
    EXPECT_TRUE(is_refusal(left.why)) << left.row;
    EXPECT_FALSE(why_zh(left.why).empty() || why_en(left.why).empty());
    out.push_back(std::to_string(left.row) + left.column);
  }
  return out;
}

}  // namespace yishou::knowledge

// Volumes by themselves: sums of days, and the file that keeps them.
#include "volumes/volumes.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "volumes/file.h"

namespace yishou::volumes {
namespace {

namespace fs = std::filesystem;
using rules::VisitClass;

Volumes some_volumes() {
  Volumes volumes;
  volumes.lake = "7 20260101,\"x\"";
  volumes.counted_at = 123;
  InstitutionVolumes& one = volumes.institutions["H,1"];
  one.days = {{10, {1, 2, 300, 200}}, {12, {0, 5, 0, 0}}, {20, {2, 3, -50, 0}}};
  one.kinds = {{202601, VisitClass::kInpatient, 4, 3, {1, 2, 300, 200}}, {202601, VisitClass::kUnknown, 0, 1, {}}};
  one.persons = {{202601, 3}};
  one.charge_types = {{202601, "", 2, 300}, {202601, "09", 3, 10}};
  one.departments = {{202601, "A\"01\n", 5, 310}};
  one.doctors = {{202602, "D1", 5, 310}};
  volumes.institutions["H2"].persons = {{202601, 1}};
  return volumes;
}

class VolumesFile : public testing::Test {
 protected:
  VolumesFile() { fs::create_directories(folder_); }
  ~VolumesFile() override { fs::remove_all(folder_); }
  [[nodiscard]] std::string file() const { return (folder_ / "volumes.csv").string(); }
  [[nodiscard]] std::string bytes() const {
    std::ifstream in(file(), std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
  }
  void put(std::string_view text) const { std::ofstream(file(), std::ios::binary) << text; }

  fs::path folder_ = fs::temp_directory_path() / fmt::format("yishou-volumes-{}", getpid());
};

TEST(VolumesTest, SumsAreOfTheDaysOfThePeriod) {
  const Volumes volumes = some_volumes();
  const InstitutionVolumes& one = volumes.institutions.at("H,1");
  EXPECT_EQ(one.sums(10, 20).lines, 7);
  EXPECT_EQ(one.sums(10, 20).total, 300);
  EXPECT_EQ(one.sums(11, 21).settlements, 2);
  EXPECT_EQ(one.sums(11, 21).total, -50);
  EXPECT_EQ(one.sums(13, 20).lines, 0);
  EXPECT_EQ(volumes.last_day(), 20);
  EXPECT_EQ(Volumes{}.last_day(), kNoDay);
}

TEST_F(VolumesFile, ComesBackAsItWas) {
  const Volumes written = some_volumes();
  ASSERT_TRUE(save(written, file()).has_value());
  const auto read = load(file());
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(read->lake, written.lake);
  EXPECT_EQ(read->counted_at, 123);
  const std::string first = bytes();
  ASSERT_TRUE(save(*read, file()).has_value());
  EXPECT_EQ(bytes(), first) << "every cell is there";
  EXPECT_EQ(read->institutions.at("H,1").departments.at(0).code, "A\"01\n");
  EXPECT_EQ(read->institutions.at("H,1").kinds.at(0).visits, 4);
}

TEST_F(VolumesFile, WhatIsDamagedIsRefused) {
  EXPECT_EQ(load(file()).error().code, ErrorCode::kNotFound);
  ASSERT_TRUE(save(some_volumes(), file()).has_value());
  const std::string whole = bytes();
  std::string other_version = whole;
  other_version.replace(other_version.find(",1,"), 3, ",2,");
  for (const std::string& wrong :
       {std::string{}, std::string{"x"}, other_version, whole.substr(0, whole.size() - 4),
        whole.substr(0, whole.size() / 2), whole.substr(0, whole.find('\n') + 1) + "H1,hour,1,,1,2,3,4,5,6\nend\n",
        whole.substr(0, whole.find('\n') + 1) + "H1,day,1,,1,2,3,4,5,x\nend\n",
        whole.substr(0, whole.find('\n') + 1) + "H1,kind,202601,9,1,2,3,4,5,6\nend\n"}) {
    put(wrong);
    const auto read = load(file());
    ASSERT_FALSE(read.has_value()) << wrong;
    EXPECT_EQ(read.error().code, ErrorCode::kBadInput) << wrong;
  }
}

}  // namespace
}  // namespace yishou::volumes

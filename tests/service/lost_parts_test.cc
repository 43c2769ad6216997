// Parts of an installation that are gone: the service does not begin anew beside the others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "running_service.h"

namespace yishou::service_tests {
namespace {

using testing::HasSubstr;

/// A state folder that a service has used.
struct Used {
  Used() {
    settings.lake = (small_lake().folder() / "lake").string();
    settings.base = (small_lake().folder() / "base").string();
    settings.state = (small_lake().folder() / "lost").string();
    settings.log_file = settings.state + ".log";
    settings.build_threads = 1;
    settings.identity.password_cost = {.memory_kib = 8, .passes = 1, .lanes = 1};
    for (const std::string& left : {settings.state, server::key_file_of(settings)}) fs::remove_all(left);
    must(server::App::open(settings)).reset();
  }
  [[nodiscard]] fs::path state() const { return settings.state; }
  void lose_database() const {
    for (const std::string file : {"yishou.db", "yishou.db-wal", "yishou.db-shm"}) fs::remove(state() / file);
  }
  [[nodiscard]] std::string refusal() const {
    const auto opened = server::App::open(settings);
    return opened.has_value() ? "" : opened.error().message;
  }
  server::Settings settings;
};

TEST(LostPartsTest, ADatabaseThatIsGoneIsNotMadeAnew) {
  const Used used;
  EXPECT_EQ(used.refusal(), "") << "as it was";
  used.lose_database();
  for (int start = 0; start < 2; ++start) EXPECT_THAT(used.refusal(), HasSubstr("restore the database")) << start;
  EXPECT_FALSE(server::verify_log(used.settings).has_value()) << "nor by another command";
  fs::remove_all(used.state() / "journal");
  EXPECT_THAT(used.refusal(), HasSubstr("reminders")) << "each part tells";
  fs::remove_all(used.state() / "reminders");
  EXPECT_THAT(used.refusal(), HasSubstr(".keys"));
  fs::remove_all(used.state());
  fs::remove(server::key_file_of(used.settings));
  EXPECT_EQ(used.refusal(), "") << "moved away, it begins anew";
}

TEST(LostPartsTest, AJournalThatIsGoneIsNotMadeAnew) {
  const Used used;
  fs::remove_all(used.state() / "journal");
  for (int start = 0; start < 2; ++start)
    EXPECT_THAT(used.refusal(), HasSubstr("the journal of facts is gone")) << start;
  fs::create_directory(used.state() / "journal");
  EXPECT_EQ(used.refusal(), "") << "the folder, empty, says that it is known";
}

}  // namespace
}  // namespace yishou::service_tests

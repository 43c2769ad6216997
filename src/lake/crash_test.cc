// Loads that are killed, run out of disk, or meet another process or version.
#include "lake/load_fixture.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/wait.h>

#include <chrono>
#include <csignal>
#include <thread>

namespace yishou::lake {
namespace {

using Crash = LoadTest;

TEST_F(Crash, WhoReadsTheLakeWhileALoadEndsKeepsReading) {
  ASSERT_TRUE(take({write("fee_list_d.csv", kFeeHeader + fee(1, 1))}).has_value());
  const auto before = Manifest::open(lake_);
  ASSERT_TRUE(take({write("fee_list_d.csv", kFeeHeader + fee(2, 1))}).has_value());
  for (const auto& file : before->files(lake_, "fee_list_d")) EXPECT_TRUE(fs::exists(file)) << "until the next load";
  ASSERT_TRUE(take({write("fee_list_d.csv", kFeeHeader + fee(3, 1))}).has_value());
  for (const auto& file : before->files(lake_, "fee_list_d")) EXPECT_FALSE(fs::exists(file));
}

TEST_F(Crash, ALakeOfAnotherVersionIsLeftAlone) {
  fs::create_directories(lake_);
  std::ofstream(lake_ + "/manifest.json") << R"({"format": 99, "generation": 3})";
  const auto done = take({write("fee_list_d.csv", kFeeHeader + fee(1, 1))});
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, ErrorCode::kUnsupported);
  EXPECT_NE(done.error().message.find("format 99"), std::string::npos);
}

TEST_F(Crash, ALoadThatIsStoppedLeavesTheLakeAsItWas) {
  ASSERT_TRUE(take({write("fee_list_d.csv", kFeeHeader + fee(1, 1))}).has_value());
  const auto before = Manifest::open(lake_);
  for (const bool writing : {false, true}) {
    std::atomic<bool> stop = false;
    LoadOptions options;
    options.lake = lake_;
    options.paths = {write("fee_list_d.csv", kFeeHeader + fee(2, 1)), write("setl_d.csv", kSetlHeader + setl(1, 1))};
    options.stop = &stop;
    options.progress = [&](const std::string&, std::uint64_t, bool now_writing) {
      if (now_writing == writing) stop = true;
    };
    const auto done = load(options);
    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().code, ErrorCode::kConflict) << done.error().message;
    EXPECT_EQ(Manifest::open(lake_)->to_json(), before->to_json());
    EXPECT_FALSE(fs::exists(lake_ + "/tmp"));
    EXPECT_FALSE(fs::exists(lake_ + "/g000002"));
  }
  EXPECT_TRUE(take({write("fee_list_d.csv", kFeeHeader + fee(2, 1))}).has_value());
}

TEST_F(Crash, ASecondProcessIsTurnedAway) {
  ASSERT_TRUE(take({write("fee_list_d.csv", kFeeHeader + fee(1, 1))}).has_value());
  const int held = open((lake_ + "/lock").c_str(), O_RDWR);
  ASSERT_EQ(flock(held, LOCK_EX | LOCK_NB), 0);
  EXPECT_EQ(take({write("fee_list_d.csv", kFeeHeader + fee(2, 1))}).error().code, ErrorCode::kBusy);
  close(held);
  EXPECT_TRUE(take({write("fee_list_d.csv", kFeeHeader + fee(2, 1))}).has_value());
}

TEST_F(Crash, AFullDiskLeavesTheLakeAsItWas) {
  const std::string small = (folder_ / "small").string();
  fs::create_directories(small);
  if (mount("tmpfs", small.c_str(), "tmpfs", 0, "size=3m") != 0)
    return not_run("needs the right to mount a small disk");
  lake_ = small + "/lake";
  ASSERT_TRUE(take({write("fee_list_d.csv", kFeeHeader + fee(1, 1))}).has_value());
  std::string fees = kFeeHeader;
  for (int i = 0; i < 100'000; ++i)
    fees += fee(i, i % 100, fmt::format("2024-01-{:02} 08:{:02}:{:02}", i % 28 + 1, i % 60, i % 59));
  const auto done = take({write("fee_list_d.csv", fees)});
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, ErrorCode::kNoSpace) << done.error().message;
  EXPECT_EQ(query("fee_list_d", "count(*)")[0][0], "1");
  EXPECT_FALSE(fs::exists(lake_ + "/g000002"));
  EXPECT_EQ(counts(take({write("fee_list_d.csv", kFeeHeader + fee(9, 1))})), (std::vector<std::int64_t>{1, 0, 0, 0}));
  umount(small.c_str());
}

pid_t start(const std::vector<std::string>& words) {
  const pid_t child = fork();
  if (child != 0) return child;
  std::vector<char*> arguments;
  for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const int nowhere = open("/dev/null", O_WRONLY);
  dup2(nowhere, 1);
  dup2(nowhere, 2);
  execv(arguments[0], arguments.data());
  _exit(127);
}

TEST_F(Crash, KilledAtAnyMomentItIsAsBeforeOrAsAfter) {
  ASSERT_TRUE(fs::exists(YISHOU_BINARY)) << "build the target yishou first";
  std::string first = kFeeHeader, second = kFeeHeader;
  for (int i = 0; i < 3000; ++i) first += fee(i, i % 100);
  for (int i = 2000; i < 40'000; ++i) second += fee(i, i % 100, "2024-04-01 00:00:00", "2");
  const std::string a = write("a/fee_list_d.csv", first), b = write("b/fee_list_d.csv", second);
  const auto began = std::chrono::steady_clock::now();
  ASSERT_TRUE(take({a}).has_value());
  const std::string before = "3000 3000.0000", after = "40000 78000.0000";
  const auto state = [&] { return query("fee_list_d", "count(*) || ' ' || sum(cnt)")[0][0]; };
  ASSERT_EQ(state(), before);
  int as_before = 0, as_after = 0, delay_ms = 5;
  for (int round = 0; round < 14; ++round) {
    const pid_t child = start({YISHOU_BINARY, "load", "--lake", lake_, b});
    std::this_thread::sleep_for(std::chrono::milliseconds(delay_ms));
    kill(child, SIGKILL);
    int ended = 0;
    waitpid(child, &ended, 0);
    const std::string now = state();
    ASSERT_TRUE(now == before || now == after) << now << " after " << delay_ms << " ms";
    (now == before ? as_before : as_after) += 1;
    if (now == after) {
      fs::remove_all(lake_);
      ASSERT_TRUE(take({a}).has_value());
      delay_ms = delay_ms * 2 / 3;
    } else {
      delay_ms = delay_ms * 3 / 2;
    }
    if (std::chrono::steady_clock::now() - began > std::chrono::seconds(60)) break;
  }
  EXPECT_GT(as_before, 0);
  ASSERT_TRUE(take({b}).has_value());
  EXPECT_EQ(state(), after);
  std::size_t folders = 0;
  for (const auto& entry : fs::directory_iterator(lake_))
    folders += entry.path().filename().string().starts_with("g0") ? 1 : 0;
  EXPECT_EQ(folders, 2u) << "this generation and the one before it, nothing of the killed ones";
  EXPECT_FALSE(fs::exists(lake_ + "/tmp"));
}

}  // namespace
}  // namespace yishou::lake

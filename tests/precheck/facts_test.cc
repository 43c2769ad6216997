// Facts that arrive one after the other: at hand at once, durable once acknowledged, and in the end the same lake.
#include "history/fact_book.h"

#include <sys/wait.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "city.h"

namespace yishou::precheck_tests {
namespace {

std::string slurp(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The city cut in two by visit: extracts of one half, and the other half's rows as NDJSON by table.
struct Halves {
  Halves() {
    auto database = must(duck::Database::open("", {}));
    auto connection = must(database.connect());
    folder = city().folder / "halves";
    fs::create_directories(folder / "first");
    for (const std::string table : {"fee_list_d", "setl_d", "mdtrt_d", "setl_list_diag_d", "setl_list_oprn_d",
                                    "psn_info_b", "fixmedins_b", "medins_staff_b"}) {
      const std::string from =
          fmt::format("read_parquet({})", duck::literal(city().extracts() + "/" + table + "*.parquet"));
      const bool cut = table.ends_with("_d");
      const std::string late = "hash(mdtrt_id) % 4 = 0";
      must(connection.execute(fmt::format("COPY (SELECT * FROM {}{}) TO {} (FORMAT parquet)", from,
                                          cut ? " WHERE NOT " + late : "",
                                          duck::literal((folder / "first" / (table + ".parquet")).string()))));
      if (!cut) continue;
      const fs::path json = folder / (table + ".ndjson");
      must(connection.execute(fmt::format("COPY (SELECT * FROM {} WHERE {} ORDER BY hash(psn_no)) TO {} (FORMAT json)",
                                          from, late, duck::literal(json.string()))));
      tables.emplace_back(table, slurp(json));
    }
  }
  fs::path folder;
  std::vector<std::pair<std::string, std::string>> tables;  // out of order: lines before their settlements
};

const Halves& halves() {
  static const Halves made;
  return made;
}

void take_all(history::FactBook& book) {
  for (const auto& [table, body] : halves().tables) {
    const auto done = must(book.take(*model::find_table(table), body));
    EXPECT_EQ(done.refused, 0u) << (done.refusals.empty() ? "" : done.refusals.front().reason);
    EXPECT_EQ(done.taken, static_cast<std::uint64_t>(std::ranges::count(body, '\n')));
  }
}

TEST(FactsTest, ArriveAtHandAndInTheLake) {
  const std::string whole = city().load("facts-whole", {city().extracts()});
  const std::string lake = city().load("facts-lake", {(halves().folder / "first").string()});
  const history::FactBook::Options options{
      .state = (city().folder / "facts-state").string(), .lake = lake, .threads = 2, .building = {}};
  const Ids offline = audited(whole, [](const model::Finding&) { return true; });
  {
    const auto book = must(history::FactBook::open(options));
    take_all(*book);
    take_all(*book);  // again changes nothing
    precheck::Judge judge(city().live_of(whole), book->store());
    EXPECT_EQ(reviewed(whole, judge), offline);
  }
  {
    const auto book = must(history::FactBook::open(options));  // nothing was drained: all comes from the journal again
    precheck::Judge judge(city().live_of(whole), book->store());
    EXPECT_EQ(reviewed(whole, judge), offline);
    EXPECT_GT(book->waiting(), 0u);
    const auto drained = must(book->drain());
    EXPECT_GT(drained.rows, 0u);
    EXPECT_EQ(book->waiting(), 0u);
    EXPECT_EQ(audited(lake, [](const model::Finding&) { return true; }), offline);
    EXPECT_EQ(book->store().lake_generation(), drained.lake_generation);
  }
  const auto book = must(history::FactBook::open(options));
  precheck::Judge judge(city().live_of(whole), book->store());
  EXPECT_EQ(reviewed(whole, judge), offline);
}

std::string fee_line(int number) {
  return fmt::format(
      R"({{"bkkp_sn":"K{0}","mdtrt_id":"KM{1}","setl_id":"KS{1}","psn_no":"KP{1}","fixmedins_code":"H1","fee_ocur_time":"2024-03-01 08:00:00","cnt":1,"pric":"2.50","det_item_fee_sumamt":2.50,"med_list_codg":"X01"}})"
      "\n",
      number, number % 7);
}

TEST(FactsTest, RefusedLinesAreKeptAndNothingElseIsLost) {
  const std::string lake = city().load("refused-lake", {(halves().folder / "first").string()});
  const history::FactBook::Options options{
      .state = (city().folder / "refused-state").string(), .lake = lake, .building = {}};
  const auto book = must(history::FactBook::open(options));
  const std::string body =
      fee_line(1) + "{\"bkkp_sn\":\"\"}\n\n[1]\n{\"bkkp_sn\":\n" + fee_line(2) + R"({"bkkp_sn":"x","bkkp_sn":"y"})" +
      "\n" + R"({"bkkp_sn":{"a":1}})" + "\n" +
      R"({"bkkp_sn":"z","mdtrt_id":"m","setl_id":"s","psn_no":"p","cnt":"1e3","pric":1,"det_item_fee_sumamt":1})" +
      "\n" + fee_line(3);
  const auto done = must(book->take(*model::find_table("fee_list_d"), body));
  EXPECT_EQ(done.taken, 3u);
  EXPECT_EQ(done.refused, 6u);
  ASSERT_EQ(done.refusals.size(), 6u);
  EXPECT_EQ(done.refusals[0].line, 2u);
  EXPECT_EQ(done.refusals[0].column, "bkkp_sn");
  EXPECT_EQ(done.refusals[1].line, 4u);
  EXPECT_EQ(done.refusals[5].column, "cnt");
  EXPECT_EQ(done.refusals[5].value, "1e3");
  const std::string kept = slurp(fs::path(options.state) / done.refused_file);
  EXPECT_EQ(std::ranges::count(kept, '\n'), 7) << kept;
}

// A child takes facts and says which it was told are taken; it is killed at any moment. Whatever it said must be there.
TEST(FactsTest, NothingAcknowledgedIsLostWhenKilled) {
  const std::string lake = city().load("crash-lake", {(halves().folder / "first").string()});
  const history::FactBook::Options options{
      .state = (city().folder / "crash-state").string(), .lake = lake, .building = {}};
  must(history::FactBook::open(options)).reset();
  int next = 0;
  const int rounds = std::getenv("YISHOU_CRASHES") == nullptr ? 12 : std::atoi(std::getenv("YISHOU_CRASHES"));
  for (int round = 0; round < rounds; ++round) {
    int pipe_ends[2];
    ASSERT_EQ(pipe(pipe_ends), 0);
    const pid_t child = fork();
    if (child == 0) {
      const auto book = history::FactBook::open(options);
      if (!book.has_value()) _exit(1);
      for (int number = next;; number += 5) {
        std::string body;
        for (int i = 0; i < 5; ++i) body += fee_line(number + i);
        if (!(*book)->take(*model::find_table("fee_list_d"), body).has_value()) _exit(1);
        const int told = number + 5;
        if (write(pipe_ends[1], &told, sizeof told) != sizeof told) _exit(1);
      }
    }
    close(pipe_ends[1]);
    int told = next;
    int last = next;
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(60 + 13 * (round % 9));
    while (read(pipe_ends[0], &told, sizeof told) == sizeof told) {
      last = told;
      if (std::chrono::steady_clock::now() > until) break;
    }
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    while (read(pipe_ends[0], &told, sizeof told) == sizeof told) last = told;
    close(pipe_ends[0]);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself: " << status;
    const auto book = must(history::FactBook::open(options));
    std::set<std::string> there;
    history::HistoryStore::Reading reading;
    history::ImageView image;
    const std::size_t sn = history::kept(history::TableId::kLine).place_of("bkkp_sn");
    for (int person = 0; person < 7; ++person) {
      const auto found = must(book->store().find(fmt::format("KP{}", person), reading));
      if (!found.has_value()) continue;
      must(image.open(*found));
      for (std::uint32_t row = 0; row < image.rows(history::TableId::kLine); ++row) {
        there.emplace(image.text(image.column(history::TableId::kLine, sn).at(row)));
      }
    }
    for (int number = 0; number < last; ++number) ASSERT_TRUE(there.contains(fmt::format("K{}", number))) << number;
    EXPECT_EQ(there.size() % 5, 0u) << "a body was taken in part";
    next = static_cast<int>(there.size());
  }
  EXPECT_GT(next, 0);
}

}  // namespace
}  // namespace yishou::precheck_tests

// A row that comes again for another person is that person's alone, as in the lake: one line never counts for two.
#include <functional>

#include <gtest/gtest.h>

#include "counter.h"

namespace yishou::precheck_tests {
namespace {

struct Moving {
  const char* name;
  std::function<void(Counter&)> between;  ///< after the line came, before it comes again
  std::function<void(Counter&)> after;
};

void restart(Counter& counter) { counter.open(); }
void drain(Counter& counter) { EXPECT_GT(must(counter.book().drain()).rows, 0u); }
void rebuild(Counter& counter) {
  drain(counter);
  counter.forget_history();
}
void nothing(Counter&) {}

class MovedLineTest : public testing::TestWithParam<Moving> {};

TEST_P(MovedLineTest, CountsForItsPersonAlone) {
  Counter counter;
  const auto second = [](std::string_view psn_no) {
    return ask_of({visit("V9", {{.id = "O", .time = "2026-01-03 08:00:00", .rx = "RX2"}})}, psn_no);
  };
  for (const std::string_view person : {"A", "B"}) counter.settle(person, fmt::format("V-{}", person));
  counter.bill("F1", {.id = ""}, "A", "V-A");
  ASSERT_EQ(counter.ask(second("A")), Said{"31: O; F1"});
  GetParam().between(counter);
  counter.bill("F1", {.id = ""}, "B", "V-B");
  GetParam().after(counter);
  EXPECT_EQ(counter.ask(second("A")), Said{});
  EXPECT_EQ(counter.ask(second("B")), Said{"31: O; F1"});
  counter.bill("F1", {.id = ""}, "A", "V-A");
  EXPECT_EQ(counter.ask(second("A")), Said{"31: O; F1"}) << "moved back";
  EXPECT_EQ(counter.ask(second("B")), Said{});
}

INSTANTIATE_TEST_SUITE_P(Cases, MovedLineTest,
                         testing::Values(Moving{"at_once", nothing, nothing}, Moving{"restart_after", nothing, restart},
                                         Moving{"restart_between", restart, nothing},
                                         Moving{"drain_after", nothing, drain}, Moving{"drain_between", drain, nothing},
                                         Moving{"drain_both", drain, drain},
                                         Moving{"history_from_the_lake", rebuild, nothing},
                                         Moving{"rebuilt_after", nothing, rebuild}),
                         [](const auto& tested) { return std::string{tested.param.name}; });

TEST(MovedRowsTest, TheLastOfOneBodyHasTheRow) {
  Counter counter;
  for (const std::string_view person : {"A", "B"}) counter.settle(person, fmt::format("V-{}", person));
  std::string body;
  for (const std::string_view person : {"A", "B", "A", "B", "A"}) body += counter.line("F1", {.id = ""}, person) + "\n";
  counter.take("fee_list_d", body);
  const auto second = [](std::string_view psn_no) {
    return ask_of({visit("V9", {{.id = "O", .time = "2026-01-03 08:00:00", .rx = "RX2"}})}, psn_no);
  };
  EXPECT_EQ(counter.ask(second("A")), Said{"31: O; F1"});
  EXPECT_EQ(counter.ask(second("B")), Said{});
}

// A whole bill of the wrong card: visit and settlement move too.
TEST(MovedRowsTest, AVisitAndItsSettlementMove) {
  Counter counter;
  for (const std::string_view person : {"A", "B"}) {
    counter.settle(person, "V");
    counter.bill("F1", {.id = ""}, person, "V");
  }
  history::HistoryStore::Reading reading;
  history::ImageView image;
  must(image.open(must(counter.book().store().find("A", reading)).value()));
  for (const history::KeptTable& kept : history::kept_tables()) {
    const bool person = kept.id == history::TableId::kPerson;
    EXPECT_EQ(image.rows(kept.id), person ? 1u : 0u) << kept.table->name;
  }
  must(image.open(must(counter.book().store().find("B", reading)).value()));
  EXPECT_EQ(image.rows(history::TableId::kVisit), 1u);
  EXPECT_EQ(image.rows(history::TableId::kLine), 1u);
}

}  // namespace
}  // namespace yishou::precheck_tests

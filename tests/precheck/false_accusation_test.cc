// What a pre-check must not say: orders met again as bills, orders that nobody asks about, names that are alike by chance.
#include <gtest/gtest.h>

#include "counter.h"

namespace yishou::precheck_tests {
namespace {

// The honest case of each table below is silent; here the same counter speaks, so that silence means something.
TEST(FalseAccusationTest, AnotherOrderOfTheWeekIsStillTold) {
  Counter counter;
  counter.settle();
  counter.bill("F1", {.id = ""});
  const auto second = ask_of({visit("V2", {{.id = "O2", .time = "2026-01-03 08:00:00", .rx = "RX2"}})});
  EXPECT_EQ(counter.ask(second), Said{"31: O2; F1"});
  EXPECT_EQ(counter.ask(ask_of({visit(kVisit, {{.id = "O1", .item = kWomens}})})), Said{"67: O1; "});
}

struct Billed {
  const char* name;
  std::vector<Order> orders, billed;
};

class AskedAndBilledTest : public testing::TestWithParam<Billed> {};

// The order stands in the history as the hospital billed it, and is asked about once more.
TEST_P(AskedAndBilledTest, AnOrderIsNotAccusedOfItsOwnBill) {
  Counter counter;
  counter.settle();
  int number = 0;
  for (const Order& order : GetParam().billed) counter.bill(fmt::format("F{}", ++number), order);
  EXPECT_EQ(counter.ask(ask_of({visit(kVisit, GetParam().orders)})), Said{});
}

INSTANTIATE_TEST_SUITE_P(Cases, AskedAndBilledTest,
                         testing::Values(Billed{"same", {{.id = "O"}}, {{.id = ""}}},
                                         Billed{"ordered_in_the_evening_billed_next_morning",
                                                {{.id = "O", .time = "2026-01-01 23:50:00"}},
                                                {{.id = "", .time = "2026-01-02 07:10:00"}}},
                                         Billed{"another_amount", {{.id = "O"}}, {{.id = "", .amount = 9'00}}},
                                         Billed{"in_two_parts",
                                                {{.id = "O"}},
                                                {{.id = "", .cnt = 5000, .amount = 5'00},
                                                 {.id = "", .cnt = 5000, .amount = 5'00}}},
                                         Billed{"no_prescription_next_day",
                                                {{.id = "O", .time = "2026-01-01 23:50:00", .rx = ""}},
                                                {{.id = "", .time = "2026-01-02 07:10:00", .rx = ""}}},
                                         Billed{"order_named_as_its_line", {{.id = "F1", .rx = "RX9"}}, {{.id = ""}}}),
                         [](const auto& tested) { return std::string{tested.param.name}; });

// One visit of the hospital's own number, whose order bears by chance the number of the line that it became.
TEST(FalseAccusationTest, NoLineRestsOnALineOfItsOwnName) {
  Counter counter;
  counter.settle();
  counter.bill("F1", {.id = ""});
  for (const std::string& said : counter.ask(ask_of({visit("HIS-V1", {{.id = "F1"}})}))) EXPECT_NE(said, "31: F1; F1");
}

struct NotAsked {
  const char* name;
  std::vector<Order> before;  ///< in a visit of December
  std::vector<Order> now;
};

class NotAskedTest : public testing::TestWithParam<NotAsked> {};

TEST_P(NotAskedTest, OnlyOrdersOfNowAreAccused) {
  Counter counter;
  std::vector<model::ProposedVisit> visits;
  if (!GetParam().before.empty()) visits.push_back(visit("V0", GetParam().before, "2025-12-01 08:00:00"));
  visits.push_back(visit(kVisit, GetParam().now));
  EXPECT_EQ(counter.ask(ask_of(std::move(visits))), Said{});
}

INSTANTIATE_TEST_SUITE_P(Cases, NotAskedTest,
                         testing::Values(NotAsked{"an_order_told_as_earlier",
                                                  {},
                                                  {{.id = "A", .item = kWomens, .current = false},
                                                   {.id = "B", .item = kHarmless}}},
                                         NotAsked{"a_whole_earlier_visit",
                                                  {{.id = "A", .item = kWomens, .time = "2025-12-01 08:10:00"}},
                                                  {{.id = "B", .item = kHarmless}}},
                                         NotAsked{"two_orders_told_as_earlier",
                                                  {},
                                                  {{.id = "A", .current = false},
                                                   {.id = "B", .time = "2026-01-01 10:00:00", .current = false},
                                                   {.id = "C", .item = kHarmless}}}),
                         [](const auto& tested) { return std::string{tested.param.name}; });

// Hospitals number orders 1, 2, 3; so do others number their bills.
TEST(FalseAccusationTest, AnOrderIsNotTakenForALineOfTheSameNumber) {
  Counter counter;
  counter.settle(kPatient, "V-OLD", "2025-06-01");
  counter.bill("1", {.id = "", .item = kWomens, .time = "2025-06-01 09:10:00"}, kPatient, "V-OLD");
  EXPECT_EQ(counter.ask(ask_of({visit("V-NEW", {{.id = "1", .item = kHarmless, .rx = "RX9"}})})), Said{});
  EXPECT_EQ(counter.ask(ask_of({visit("V-NEW", {{.id = "1", .item = kWomens, .rx = "RX9"}})})), Said{"67: 1; "})
      << "the order bears its own name in the answer";
}

// Emergency care and the visit of an emergency, which must not both be charged in one visit of a day (rule 25).
TEST(FalseAccusationTest, VisitsWithoutANumberAreNotOneVisit) {
  constexpr std::string_view kCare = "001103000010000", kFee = "001102000030000";
  const Order care{.id = "A", .item = kCare}, fee{.id = "B", .item = kFee, .time = "2026-01-01 14:00:00"};
  Counter counter;
  EXPECT_EQ(counter.ask(ask_of({visit(kVisit, {care, fee})})).size(), 1u) << "one visit";
  EXPECT_EQ(counter.ask(ask_of({visit("", {care}), visit("", {fee})})), Said{});
}

// The test was billed; it is given back, and ordered anew.
TEST(FalseAccusationTest, AReturnIsNotTakenForTheBillThatItReturns) {
  Counter counter;
  counter.settle();
  counter.bill("F1", {.id = ""});
  for (const std::string_view time : {"2026-01-02 08:00:00", "2026-01-01", ""}) {
    const Order back{.id = "B", .time = time, .cnt = -1'0000, .amount = -10'00};
    const Order anew{.id = "C", .time = "2026-01-03 09:00:00", .rx = "RX2"};
    EXPECT_EQ(counter.ask(ask_of({visit(kVisit, {back, anew})})), Said{}) << time;
  }
}

TEST(FalseAccusationTest, AReturnWithoutATimeTakesItsOrderOff) {
  const Order back{.id = "B", .item = kWomens, .cnt = -1'0000, .amount = -10'00};
  for (const std::string_view time : {"", "2026-01-01 00:00:00", "2026-01-01 09:30:00"}) {
    Counter counter;
    Order returned = back;
    returned.time = time;
    EXPECT_EQ(counter.ask(ask_of({visit(kVisit, {{.id = "A", .item = kWomens}, returned})})), Said{}) << time;
  }
}

}  // namespace
}  // namespace yishou::precheck_tests

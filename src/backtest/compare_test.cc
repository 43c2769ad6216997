#include "backtest/compare.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace yishou::backtest {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Accused lines(std::vector<std::string> sns, Fen vola, std::string subject = "H1") {
  return {
      .row = 0, .subject = std::move(subject), .observed = "", .lines = std::move(sns), .vola = vola, .fund = vola / 2};
}

Accused whole(std::string subject, std::string observed, Fen vola) {
  return {
      .row = 0, .subject = std::move(subject), .observed = std::move(observed), .lines = {}, .vola = vola, .fund = 0};
}

constexpr std::size_t kNo = kNobody;

TEST(Compare, NothingOnOneSide) {
  const std::vector<Accused> some{lines({"L1"}, 100)};
  EXPECT_THAT(pair_up({}, {}), IsEmpty());
  EXPECT_THAT(pair_up(some, {}), ElementsAre(Pair{0, kNo, false}));
  EXPECT_THAT(pair_up({}, some), ElementsAre(Pair{kNo, 0, false}));
}

TEST(Compare, TheSameLinesForTheSameMoneyAreTheSame) {
  const std::vector<Accused> now{lines({"L1"}, 100), lines({"L2", "L3"}, 50)};
  const std::vector<Accused> draft{lines({"L2", "L3"}, 50), lines({"L1"}, 100)};
  EXPECT_THAT(pair_up(now, draft), ElementsAre(Pair{0, 1, true}, Pair{1, 0, true}));
}

TEST(Compare, AnotherAmountIsAChange) {
  const std::vector<Accused> now{lines({"L1"}, 100)}, draft{lines({"L1"}, 60)};
  EXPECT_THAT(pair_up(now, draft), ElementsAre(Pair{0, 0, false}));
}

TEST(Compare, AnotherInstitutionOrDayWithTheSameLinesIsStillTheSame) {
  const std::vector<Accused> now{lines({"L1"}, 100, "H1")}, draft{lines({"L1"}, 100, "")};
  EXPECT_THAT(pair_up(now, draft), ElementsAre(Pair{0, 0, true}));
}

TEST(Compare, ALimitThatMovedAccusesFewerLinesOfTheSameFinding) {
  const std::vector<Accused> now{lines({"L2", "L3"}, 200)}, draft{lines({"L3"}, 100)};
  EXPECT_THAT(pair_up(now, draft), ElementsAre(Pair{0, 0, false}));
}

TEST(Compare, AFindingHasOnePartnerOnly) {
  const std::vector<Accused> now{lines({"L1", "L2", "L3"}, 300)};
  const std::vector<Accused> draft{lines({"L3"}, 100), lines({"L1"}, 100)};  // by place: L1 first in now
  EXPECT_THAT(pair_up(now, draft), ElementsAre(Pair{0, 1, false}, Pair{kNo, 0, false}));
}

TEST(Compare, LinesOfDifferentNamesAreNotRunTogether) {
  const std::vector<Accused> now{lines({"ab", "c"}, 100)}, draft{lines({"a", "bc"}, 100)};
  EXPECT_THAT(pair_up(now, draft), ElementsAre(Pair{0, kNo, false}, Pair{kNo, 0, false}));
}

TEST(Compare, FindingsWithoutLinesMeetBySubjectAndValue) {
  const std::vector<Accused> now{whole("S1", "C61", 0), whole("S1", "N40", 0), whole("S2", "18次", 500)};
  const std::vector<Accused> draft{whole("S2", "18次", 800), whole("S1", "N40", 0), whole("S1", "O80", 0)};
  EXPECT_THAT(pair_up(now, draft),
              ElementsAre(Pair{0, kNo, false}, Pair{1, 1, true}, Pair{2, 0, false}, Pair{kNo, 2, false}));
}

TEST(Compare, AnotherValueForAnotherAmountIsAChangeOfTheSameFinding) {
  const std::vector<Accused> now{whole("P1 2024-03", "16次", 100)}, draft{whole("P1 2024-03", "16次以上", 700)};
  EXPECT_THAT(pair_up(now, draft), ElementsAre(Pair{0, 0, false}));
}

TEST(Compare, ManyLinesAreNoProblem) {
  std::vector<Accused> now, draft;
  for (int i = 0; i < 50'000; ++i) {
    now.push_back(lines({std::to_string(2 * i), std::to_string(2 * i + 1)}, 2));
    draft.push_back(lines({std::to_string(2 * i + 1)}, 1));
  }
  const std::vector<Pair> pairs = pair_up(now, draft);
  ASSERT_EQ(pairs.size(), now.size());
  for (std::size_t i = 0; i < pairs.size(); ++i) ASSERT_EQ(pairs[i], (Pair{i, i, false}));
}

}  // namespace
}  // namespace yishou::backtest

// Median, MAD and IQR against values reckoned by hand, and the edges of "stands out".
#include "rules/peer_spread.h"

#include <vector>

#include <gtest/gtest.h>

namespace yishou::rules {
namespace {

constexpr std::int64_t kPercent = kShareOne / 100;

PeerSpread spread_of(std::vector<std::int64_t> percents) {
  for (std::int64_t& share : percents) share *= kPercent;
  return PeerSpread(percents);
}

TEST(PeerSpread, MedianOfOddAndEvenGroups) {
  EXPECT_EQ(spread_of({30, 10, 20, 50, 40}).median(), 30 * kPercent);
  EXPECT_EQ(spread_of({10, 20, 30, 40}).median(), 25 * kPercent);
  EXPECT_EQ(spread_of({7}).median(), 7 * kPercent);
}

TEST(PeerSpread, LimitByTheMedianDeviation) {
  // 10 20 30 40 90: median 30, deviations 0 10 10 20 60, MAD 10; 3 spreads are 3 × 10 / 0.6745 = 44.4774.
  const PeerSpread spread = spread_of({10, 20, 30, 40, 90});
  EXPECT_NEAR(static_cast<double>(spread.limit(3 * kOne)), 744'773'906'597.5, 1);
  EXPECT_TRUE(spread.stands_out(90 * kPercent, 3 * kOne, 500));
  EXPECT_FALSE(spread.stands_out(74 * kPercent, 3 * kOne, 500));
  EXPECT_TRUE(spread.stands_out(75 * kPercent, 3 * kOne, 500));
}

TEST(PeerSpread, ZExactlyAtTheLimitIsHonest) {
  // MAD 13.49 percent: a share 60 percent above the median has z = 0.6745 × 60 / 13.49 = 3 exactly.
  std::vector<std::int64_t> shares{0, 134'900'000'000, 134'900'000'000, 269'800'000'000, 734'900'000'000};
  const PeerSpread spread(shares);
  EXPECT_EQ(spread.median(), 134'900'000'000);
  EXPECT_FALSE(spread.stands_out(734'900'000'000, 3 * kOne, 500));
  EXPECT_TRUE(spread.stands_out(734'900'000'001, 3 * kOne, 500));
}

TEST(PeerSpread, TheLeastDistanceIsEnoughWhenReached) {
  const PeerSpread spread = spread_of({29, 30, 30, 30, 31, 35});
  EXPECT_TRUE(spread.stands_out(35 * kPercent, 3 * kOne, 500));  // 0.35 − 0.30 = 0.05, which doubles would miss
  EXPECT_FALSE(spread.stands_out(35 * kPercent - 1, 3 * kOne, 500));
}

TEST(PeerSpread, QuartilesStandInForAMedianDeviationOfZero) {
  // 20 20 20 20 24 90 90: median 20, deviations 0 0 0 0 4 70 70, MAD 0; quartiles at 1.5 and 4.5: 20 and 57, IQR 37.
  const PeerSpread spread = spread_of({20, 20, 20, 20, 24, 90, 90});
  EXPECT_EQ(spread.limit(kOne), 20 * kPercent + mul_div(37 * kPercent, 1000, 1349));
  EXPECT_TRUE(spread.stands_out(90 * kPercent, kOne, 500));
  EXPECT_FALSE(spread.stands_out(47 * kPercent, kOne, 500));
}

TEST(PeerSpread, PeersThatAreAllAlikeAccuseNobody) {
  const PeerSpread spread = spread_of({20, 20, 20, 20, 20, 20, 20, 20, 90});
  EXPECT_FALSE(spread.stands_out(90 * kPercent, 3 * kOne, 500));
}

TEST(PeerSpread, PercentilesAndPlaces) {
  const std::vector<std::int64_t> sorted{10, 20, 20, 40, 90};
  EXPECT_EQ(percentile_of(sorted, 0), 10);
  EXPECT_EQ(percentile_of(sorted, 10), 14);
  EXPECT_EQ(percentile_of(sorted, 50), 20);
  EXPECT_EQ(percentile_of(sorted, 90), 70);
  EXPECT_EQ(percentile_of(sorted, 100), 90);
  EXPECT_EQ(percentile_of(std::vector<std::int64_t>{7}, 25), 7);
  EXPECT_EQ(place_of(sorted, 90), 1);
  EXPECT_EQ(place_of(sorted, 20), 3) << "both have the same place";
  EXPECT_EQ(place_of(sorted, 10), 5);
}

}  // namespace
}  // namespace yishou::rules

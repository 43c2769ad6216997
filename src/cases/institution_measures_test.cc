// What rules over institutions measured: taken whole, replaced by the next run, of a region alone where it was a region's.
#include "cases/institution_measures.h"
#include "cases/cases_fixture.h"

namespace yishou::cases {
namespace {

using identity::Scope;

class MeasuresTest : public WithCases {
 protected:
  void SetUp() override {
    WithCases::SetUp();
    if (database_) measures_ = std::make_unique<InstitutionMeasures>(*database_);
  }
  [[nodiscard]] std::vector<std::int64_t> shares(std::string_view institution, const Scope& scope = Scope::whole()) {
    std::vector<std::int64_t> all;
    const auto measures = *measures_->of(institution, scope);
    for (const auto& one : measures) all.push_back(one.share);
    return all;
  }
  std::unique_ptr<InstitutionMeasures> measures_;
};

InstitutionMeasure measure(std::string institution, std::uint16_t rule, int month, std::int64_t share) {
  return {.institution = std::move(institution),
          .rule_no = rule,
          .month = month,
          .peer_rank = 2,
          .share = share,
          .limit = share % 2 == 0 ? std::optional(share + 5) : std::nullopt,
          .cases = 30,
          .part = 1,
          .whole = 4,
          .peers = 9,
          .place = 3,
          .least = 1,
          .p10 = 2,
          .p25 = 3,
          .median = 4,
          .p75 = 5,
          .p90 = 6,
          .most = 7};
}

TEST_P(MeasuresTest, ComeBackByRuleAndMonthAndAreReplacedByTheNextRun) {
  const std::uint16_t rules[] = {56, 57};
  const InstitutionMeasure first[] = {measure("H1", 57, 202602, 10), measure("H1", 56, 202602, 21),
                                      measure("H1", 56, 202601, 20), measure("H3", 56, 202601, 30)};
  const InstitutionDoubt doubts[] = {{"H4", 56, 3, "机构等级"}};
  ASSERT_TRUE(measures_->put(rules, "", first, doubts, kTestNow).has_value());
  EXPECT_EQ(shares("H1"), (std::vector<std::int64_t>{20, 21, 10}));
  const auto one = measures_->of("H1", Scope::whole())->at(0);
  EXPECT_EQ(one.limit, 25);
  EXPECT_EQ(one.p90, 6);
  EXPECT_EQ(measures_->of("H1", Scope::whole())->at(1).limit, std::nullopt);
  EXPECT_TRUE(shares("H1", *Scope::make({"33"}, {})).empty()) << "not in the scope";
  EXPECT_EQ(measures_->doubts("H4", Scope::whole())->at(0).missing, "机构等级");
  EXPECT_TRUE(measures_->doubts("H4", *Scope::make({"61"}, {}))->empty());
  ASSERT_EQ(measures_->judged()->size(), 2u);
  EXPECT_EQ(measures_->judged()->at(1).at, kTestNow);

  const InstitutionMeasure second[] = {measure("H1", 56, 202601, 40)};
  ASSERT_TRUE(measures_->put({rules, 1}, "", second, {}, kTestNow + 9).has_value());
  EXPECT_EQ(shares("H1"), (std::vector<std::int64_t>{40, 10})) << "of the other rule nothing was said";
  EXPECT_TRUE(shares("H3").empty());
  EXPECT_TRUE(measures_->doubts("H4", Scope::whole())->empty());
  EXPECT_EQ(measures_->judged()->at(0).at, kTestNow + 9);
}

TEST_P(MeasuresTest, ARegionsRunReplacesItsRegionAlone) {
  const std::uint16_t rules[] = {56};
  const InstitutionMeasure all[] = {measure("H1", 56, 202601, 20), measure("H2", 56, 202601, 21),
                                    measure("H3", 56, 202601, 30), measure("HNEW", 56, 202601, 40)};
  ASSERT_TRUE(measures_->put(rules, "", all, {}, kTestNow).has_value());
  // HNEW lies in the region as the lake says it, and is not among the institutions of the store yet.
  const InstitutionMeasure part[] = {measure("H1", 56, 202601, 22), measure("HNEW", 56, 202601, 42)};
  ASSERT_TRUE(measures_->put(rules, "610102", part, {}, kTestNow + 9).has_value());
  EXPECT_EQ(shares("H1"), (std::vector<std::int64_t>{22}));
  EXPECT_TRUE(shares("H2").empty());
  EXPECT_EQ(shares("H3"), (std::vector<std::int64_t>{30}));
  EXPECT_EQ(shares("HNEW"), (std::vector<std::int64_t>{42}));
  EXPECT_EQ(measures_->judged()->at(0).at, kTestNow) << "not asked about all";
}

YISHOU_ON_BOTH_DATABASES(MeasuresTest);

}  // namespace
}  // namespace yishou::cases

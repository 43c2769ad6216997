// The shipped points are what the published lists say.
#include "knowledge/ship.h"

#include <cstdlib>
#include <filesystem>
#include <map>

#include <gtest/gtest.h>

#include "knowledge/embedded.h"
#include "knowledge/point_file.h"
#include "knowledge/test_data.h"

namespace yishou::knowledge {
namespace {

std::vector<StoredPoint> shipped() {
  auto points = read_points(embedded::shipped_points, "points.csv");
  EXPECT_TRUE(points.has_value()) << points.error().message;
  return *std::move(points);
}

TEST(ShippedPointsTest, AllPointsAndCodeLinks) {
  const auto points = shipped();
  EXPECT_EQ(points.size(), 3899u);
  std::size_t links = 0;
  std::map<std::uint16_t, std::size_t> by_rule;
  for (const StoredPoint& point : points) {
    links += point.row.codes.size() + (point.row.rule == 25 ? 1 : 0);  // a pair has a code on either side
    ++by_rule[point.row.rule];
  }
  EXPECT_EQ(links, 30264u);
  EXPECT_EQ(by_rule.size(), 22u - 1u);
  EXPECT_EQ(by_rule[3], 37u);  // the class column decides, not the attachment's name
  EXPECT_EQ(by_rule[4], 116u);
  EXPECT_EQ(by_rule[25], 900u);
  EXPECT_EQ(by_rule[67], 640u);
}

TEST(ShippedPointsTest, OnlyFreeTextNeedsACondition) {
  std::map<std::uint16_t, std::size_t> needing;
  for (const StoredPoint& point : shipped()) {
    if (point.row.needs_condition) ++needing[point.row.rule];
  }
  const std::map<std::uint16_t, std::size_t> expected{{5, 110}, {8, 510}, {81, 1}};  // 81: a remark about the list
  EXPECT_EQ(needing, expected);
}

TEST(ShippedPointsTest, ValuesOfSomePoints) {
  std::map<std::string, StoredPoint> by_name;
  for (StoredPoint& point : shipped()) by_name[std::to_string(point.row.rule) + point.row.name + point.batch] = point;
  const auto row = [&](const std::string& key) { return by_name.at(key).row; };
  EXPECT_EQ(row("67阿帕他胺片batch_01").value, "男");
  EXPECT_EQ(row("80新生儿换血术batch_01").value, "新生儿");
  EXPECT_EQ(row("80婴儿氧舱治疗batch_01").value, "婴幼儿");
  EXPECT_EQ(row("80小儿捏脊治疗batch_01").value, "儿童");
  EXPECT_EQ(row("12艾迪注射液batch_05").value, "二级");
  EXPECT_EQ(row("12雷珠单抗注射液batch_05").value, "三级;专科");
  EXPECT_EQ(row("12度拉糖肽注射液batch_05").value, "二级");  // a specialist doctor is no specialist hospital
  EXPECT_EQ(row("13安宫牛黄丸batch_04").value, "住院;急诊");
  EXPECT_EQ(row("13银杏达莫注射液batch_04").value, "住院");
  EXPECT_EQ(row("10注射用益气复脉(冻干)batch_06").num, 140000);  // the text holds, not the workbook's 15
  EXPECT_EQ(row("10注射用益气复脉(冻干)batch_06").scope, Scope::kStay);
  EXPECT_EQ(row("10帕妥珠单抗注射液batch_06").num, 3650000);
  EXPECT_EQ(row("10帕妥珠单抗注射液batch_06").scope, Scope::kSpan);
  EXPECT_EQ(row("10天麻素注射液batch_06").scope, Scope::kCourse);
  EXPECT_EQ(row("23儿童听力障碍语言训练batch_08").num, 3650000);
  EXPECT_EQ(row("27急诊监护费batch_08").num, kOne);
  EXPECT_EQ(row("27急诊监护费batch_08").scope, Scope::kDay);
  EXPECT_EQ(row("27颅内压监测batch_08").num, 24 * kOne);  // counted in hours
  EXPECT_EQ(row("31糖化血红蛋白测定batch_08").num2, 150000);
  EXPECT_EQ(row("15宫颈悬吊术batch_02").value, "女性生殖系统手术组");
  EXPECT_EQ(row("25药线引流治疗batch_07").value, "004800000030000");
}

TEST(ShippedPointsTest, EqualWhatTheListsGive) {
  const auto shared = shared_folder();
  if (!shared.has_value()) return not_run("the published lists are not on this machine (YISHOU_SHARED, or ../shared)");
  const auto made = make_shipped_points(*shared / "data" / "nhsa");
  ASSERT_TRUE(made.has_value()) << made.error().message;
  EXPECT_TRUE(*made == embedded::shipped_points) << "run: yishou knowledge ship --from DIR --out knowledge";
}

}  // namespace
}  // namespace yishou::knowledge

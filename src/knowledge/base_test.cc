// A base on its two time axes, its files, its lock.
#include "knowledge/base.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "knowledge/files.h"
#include "knowledge/shipped.h"
#include "knowledge/test_data.h"

namespace yishou::knowledge {
namespace {

using ::testing::HasSubstr;

Day day(std::string_view text) { return *parse_day(text); }

KnowledgeBase opened(const std::filesystem::path& folder) {
  auto base = KnowledgeBase::open(folder);
  EXPECT_TRUE(base.has_value()) << base.error().message;
  return *std::move(base);
}

StoredPoint point(std::uint16_t rule, std::string id, std::string code) {
  StoredPoint out;
  out.row.rule = rule;
  out.row.point_id = std::move(id);
  out.row.name = "甲";
  out.row.codes = {std::move(code)};
  out.batch = "test";
  return out;
}

Batch batch(Day known_since, BatchKind kind = BatchKind::kPublished) {
  Batch out;
  out.kind = kind;
  out.name = "test";
  out.known_since = known_since;
  return out;
}

// Ids of the points of a rule that a code meets on a fee date.
std::vector<std::string> meets(const Snapshot& snapshot, std::uint16_t rule, std::string_view code,
                               std::string_view on) {
  std::vector<std::string> ids;
  const ItemKnowledge item = snapshot.resolve(code);
  for (const CodeGroup& group : item.groups) {
    if (group.rule != rule || group.side != Side::kCode) continue;
    for (std::uint32_t i = 0; i < group.count; ++i) {
      const Point& found = snapshot.point(item.points[group.begin + i].point);
      if (found.state != State::kReference && found.in_force(day(on))) ids.emplace_back(found.point_id);
    }
  }
  return ids;
}

TEST(KnowledgeBaseTest, IsMadeFromTheShippedKnowledge) {
  const TestFolder test;
  const KnowledgeBase base = opened(test.path() / "new" / "base");
  EXPECT_EQ(base.batches().size(), kShippedBatches);
  EXPECT_EQ(base.batches().front().known_since, kNoDay);
  const auto snapshot = base.snapshot(kNoDay, "");
  ASSERT_TRUE(snapshot.has_value()) << snapshot.error().message;
  EXPECT_EQ(snapshot->points().size(), shipped_published().size() + shipped_own().size());
  EXPECT_TRUE(snapshot->version().starts_with("2026-06-29."));
  const KnowledgeBase again = opened(test.path() / "new" / "base");
  EXPECT_EQ(again.snapshot(kNoDay, "")->version(), snapshot->version());
  const KnowledgeBase other = opened(test.path() / "other");
  EXPECT_EQ(other.snapshot(kNoDay, "")->version(), snapshot->version());
}

TEST(KnowledgeBaseTest, SupersededPointsHoldBeforeTheLaterOnes) {
  const TestFolder test;
  const KnowledgeBase base = opened(test.path() / "base");
  const auto snapshot = base.snapshot(kNoDay, "");
  ASSERT_TRUE(snapshot.has_value());
  constexpr std::string_view kApalutamide = "XL02BBA326A001010102180";
  EXPECT_EQ(meets(*snapshot, 67, kApalutamide, "2026-01-27"), std::vector<std::string>{"KP-630264b3f1586762"});
  EXPECT_EQ(meets(*snapshot, 67, kApalutamide, "2026-01-28"), std::vector<std::string>{"KP-9d2200dd87d22a1a"});
  const ItemKnowledge item = snapshot->resolve(kApalutamide);
  for (const CodePoint& code : item.points) {
    if (snapshot->point(code.point).rule != 67) continue;
    EXPECT_EQ(snapshot->point(code.point).objects, kMale);  // the later one inherits
  }
}

TEST(KnowledgeBaseTest, WhatWasNotKnownDoesNotJudge) {
  const TestFolder test;
  const KnowledgeBase base = opened(test.path() / "base");
  const auto before = base.snapshot(day("2026-01-27"), "");
  const auto after = base.snapshot(day("2026-01-28"), "");
  ASSERT_TRUE(before.has_value() && after.has_value());
  constexpr std::string_view kApalutamide = "XL02BBA326A001010102180";
  // As known before the update, the first point has no end.
  EXPECT_EQ(meets(*before, 67, kApalutamide, "2026-02-15"), std::vector<std::string>{"KP-630264b3f1586762"});
  EXPECT_EQ(meets(*after, 67, kApalutamide, "2026-02-15"), std::vector<std::string>{"KP-9d2200dd87d22a1a"});
  EXPECT_NE(before->version(), after->version());
}

TEST(KnowledgeBaseTest, AsKnownAnswersLikeThatDay) {
  const TestFolder test;
  KnowledgeBase base = opened(test.path() / "base");
  const std::string then = base.snapshot(day("2026-08-01"), "")->version();
  StoredPoint own = point(27, "own-1", "001102000040000");
  own.row.state = State::kConfirmed;
  own.row.num = 2 * kOne;
  own.row.scope = Scope::kDay;
  ASSERT_TRUE(base.append({batch(day("2026-09-01"), BatchKind::kOwn)}, {write_points({own})}).has_value());
  const KnowledgeBase now = opened(test.path() / "base");
  EXPECT_EQ(now.snapshot(day("2026-08-01"), "")->version(), then);
  EXPECT_EQ(now.snapshot(day("2026-08-31"), "")->version(), then);
  EXPECT_NE(now.snapshot(day("2026-09-01"), "")->version(), then);
  EXPECT_EQ(meets(*now.snapshot(kNoDay, ""), 27, "001102000040000", "2026-01-01"), std::vector<std::string>{"own-1"});
  EXPECT_NE(meets(*now.snapshot(day("2026-08-31"), ""), 27, "001102000040000", "2026-01-01"),
            std::vector<std::string>{"own-1"});
}

TEST(KnowledgeBaseTest, AnImportMayNotRewriteThePast) {
  const TestFolder test;
  KnowledgeBase base = opened(test.path() / "base");
  const Status answer = base.append({batch(day("2026-06-01"))}, {write_points({point(1, "P", "XA")})});
  ASSERT_FALSE(answer.has_value());
  EXPECT_THAT(answer.error().message, HasSubstr("--known-since"));
  EXPECT_EQ(opened(test.path() / "base").batches().size(), kShippedBatches);
}

TEST(EffectiveTest, OwnReplacesPublishedOnItsDatesInItsRegion) {
  StoredPoint published = point(27, "P", "0011");
  published.row.num = kOne;
  published.row.codes = {"0011", "0022"};
  StoredPoint own = point(27, "own", "0011");
  own.row.state = State::kConfirmed;
  own.row.region = "44";
  own.row.valid_from = day("2025-01-01");
  own.row.valid_to = day("2025-12-31");
  own.order = 1;
  const auto here = make_effective({published, own}, "440100");
  ASSERT_EQ(here.size(), 4u);  // before, after, the untouched code, and the own point
  std::size_t holding = 0;
  for (const PointRow& row : here) {
    const bool has = std::ranges::find(row.codes, "0011") != row.codes.end();
    const bool on = (row.valid_from == kNoDay || row.valid_from <= day("2025-06-01")) &&
                    (row.valid_to == kNoDay || row.valid_to >= day("2025-06-01"));
    if (has && on) {
      ++holding;
      EXPECT_EQ(row.point_id, "own");
    }
  }
  EXPECT_EQ(holding, 1u);
  EXPECT_EQ(make_effective({published, own}, "110000").size(), 1u);
}

TEST(EffectiveTest, ReferencePointsNeitherJudgeNorReplace) {
  StoredPoint published = point(27, "P", "0011");
  StoredPoint own = point(27, "own", "0011");
  own.row.state = State::kReference;
  const auto rows = make_effective({published, own}, "");
  ASSERT_EQ(rows.size(), 2u);
  Snapshot::Builder builder;
  for (const PointRow& row : rows) ASSERT_TRUE(builder.add(row).has_value());
  const auto snapshot = std::move(builder).build(*Parameters::build({}, ""));
  ASSERT_TRUE(snapshot.has_value());
  EXPECT_EQ(meets(*snapshot, 27, "0011", "2025-01-01"), std::vector<std::string>{"P"});
}

TEST(EffectiveTest, ListedPointsJudgeUntilARegionReplacesThem) {
  StoredPoint listed = point(54, "LIST", "N40"), own = point(54, "own", "N40");
  listed.row.state = State::kListed;
  own.row.state = State::kConfirmed;
  own.row.region = "44";
  own.row.valid_from = day("2026-01-01");
  const auto elsewhere = make_effective({listed, own}, "110000");
  ASSERT_EQ(elsewhere.size(), 1u);
  EXPECT_EQ(elsewhere[0].valid_to, kNoDay);
  const auto there = make_effective({listed, own}, "440100");
  ASSERT_EQ(there.size(), 2u);
  EXPECT_EQ(there[0].point_id, "LIST");
  EXPECT_EQ(there[0].valid_to, day("2025-12-31"));
  EXPECT_EQ(there[1].point_id, "own");
}

TEST(EffectiveTest, AConfirmedPointIsNoLongerOneOfReferenceInItsRegion) {
  StoredPoint reference = point(66, "REF", "XA"), confirmed = point(66, "REF", "XA"),
              withdrawn = point(66, "REF", "XA");
  reference.row.state = withdrawn.row.state = State::kReference;
  confirmed.row.state = State::kConfirmed;
  confirmed.row.region = withdrawn.row.region = "44";
  confirmed.order = 1;
  withdrawn.order = 2;
  const auto states = [&](const std::vector<StoredPoint>& points, std::string_view region) {
    std::vector<State> out;
    for (const PointRow& row : make_effective(points, region)) out.push_back(row.state);
    return out;
  };
  EXPECT_EQ(states({reference, confirmed}, "440100"), std::vector{State::kConfirmed});
  EXPECT_EQ(states({reference, confirmed}, "110000"), std::vector{State::kReference});
  EXPECT_EQ(states({reference, confirmed, withdrawn}, "440100"), std::vector{State::kReference});
}

TEST(EffectiveTest, TheNewestImportOfAnOwnPointHolds) {
  StoredPoint first = point(27, "own", "0011"), second = point(27, "own", "0022");
  first.row.state = second.row.state = State::kConfirmed;
  first.order = 1;
  second.order = 2;
  const auto rows = make_effective({first, second}, "");
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].codes, std::vector<std::string>{"0022"});
}

TEST(EffectiveTest, ChainsEndOneAfterTheOther) {
  StoredPoint a = point(67, "A", "X1"), b = point(67, "B", "X1"), c = point(67, "C", "X1");
  a.row.value = "男";
  b.supersedes = "A";
  b.published_at = day("2025-01-01");
  c.supersedes = "B";
  c.published_at = day("2026-01-01");
  const auto rows = make_effective({a, b, c}, "");
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].valid_to, day("2024-12-31"));
  EXPECT_EQ(rows[1].valid_from, day("2025-01-01"));
  EXPECT_EQ(rows[1].valid_to, day("2025-12-31"));
  EXPECT_EQ(rows[2].valid_from, day("2026-01-01"));
  EXPECT_EQ(rows[2].value, "男");
}

TEST(KnowledgeBaseTest, ParametersOfTheFolderCountFromTheirDay) {
  const TestFolder test;
  const KnowledgeBase base = opened(test.path() / "base");
  const std::string without = base.snapshot(day("2026-08-01"), "440100")->version();
  std::ofstream(test.path() / "base" / "parameters.csv")
      << "name,region,value,known_since\nchild_max_years,44,14,2026-09-01\n";
  EXPECT_EQ(base.snapshot(day("2026-08-01"), "440100")->version(), without);
  EXPECT_EQ(base.snapshot(kNoDay, "440100")->parameters().number("child_max_years").at(kNoDay), 140000);
  EXPECT_EQ(base.snapshot(kNoDay, "110000")->parameters().number("child_max_years").at(kNoDay), 180000);
}

TEST(DamagedBaseTest, IsRefusedWithFileAndRow) {
  const TestFolder test;
  const auto folder = test.path() / "base";
  const KnowledgeBase base = opened(folder);
  const auto file = folder / base.batches()[5].file;
  const std::string whole = *read_file(file);

  std::string text = whole;
  text.replace(text.find("course"), 6, "coarse");
  ASSERT_TRUE(write_file(file, text).has_value());
  auto answer = base.snapshot(kNoDay, "");
  ASSERT_FALSE(answer.has_value());
  EXPECT_THAT(answer.error().message, HasSubstr("column scope"));
  EXPECT_THAT(answer.error().message, HasSubstr("batch_06"));

  ASSERT_TRUE(write_file(file, whole.substr(0, whole.size() - 20)).has_value());
  answer = base.snapshot(kNoDay, "");
  ASSERT_FALSE(answer.has_value());
  EXPECT_THAT(answer.error().message, HasSubstr("breaks off"));

  text = whole;
  text.replace(text.find("14"), 2, "15");  // still a well-formed row
  ASSERT_TRUE(write_file(file, text).has_value());
  answer = base.snapshot(kNoDay, "");
  ASSERT_FALSE(answer.has_value());
  EXPECT_THAT(answer.error().message, HasSubstr("SM3"));

  std::filesystem::remove(file);
  answer = base.snapshot(kNoDay, "");
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().code, ErrorCode::kNotFound);
}

TEST(DamagedBaseTest, ManifestCutEditedOrOfAnotherVersion) {
  const TestFolder test;
  const auto folder = test.path() / "base";
  static_cast<void>(opened(folder));
  const std::string whole = *read_file(folder / "manifest.csv");
  const auto refused = [&](const std::string& text) {
    EXPECT_TRUE(write_file(folder / "manifest.csv", text).has_value());
    const auto base = KnowledgeBase::open(folder);
    EXPECT_FALSE(base.has_value());
    return base.has_value() ? Error{} : base.error();
  };
  EXPECT_THAT(refused(whole.substr(0, whole.size() / 2)).message, HasSubstr("cut off"));
  EXPECT_THAT(refused(whole.substr(0, whole.size() - 1)).message, HasSubstr("cut off"));
  EXPECT_THAT(refused("").message, HasSubstr("cut off"));
  std::string other = whole;
  other[std::string_view{"yishou-knowledge,"}.size()] = '9';
  EXPECT_EQ(refused(other).code, ErrorCode::kUnsupported);
  std::string edited = whole;
  edited.replace(edited.find("2026-01-28"), 10, "2025-01-28");
  EXPECT_THAT(refused(edited).message, HasSubstr("edited"));
}

TEST(DamagedBaseTest, AFolderThatIsNoBase) {
  const TestFolder test;
  std::ofstream(test.path() / "letter.txt") << "dear";
  const auto base = KnowledgeBase::open(test.path());
  ASSERT_FALSE(base.has_value());
  EXPECT_THAT(base.error().message, HasSubstr("no knowledge base"));
  EXPECT_FALSE(KnowledgeBase::open(test.path() / "letter.txt").has_value());
}

TEST(LockTest, ASecondWriterIsRefused) {
  const TestFolder test;
  KnowledgeBase base = opened(test.path() / "base");
  const Batch one = batch(day("2026-09-01"));
  const std::string text = write_points({point(1, "P", "XA")});
  {
    const auto lock = FolderLock::take(test.path() / "base" / "lock");
    ASSERT_TRUE(lock.has_value());
    const Status answer = base.append({one}, {text});
    ASSERT_FALSE(answer.has_value());
    EXPECT_EQ(answer.error().code, ErrorCode::kBusy);
  }
  KnowledgeBase stale = opened(test.path() / "base");
  ASSERT_TRUE(base.append({one}, {text}).has_value());
  const Status answer = stale.append({one}, {text});
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().code, ErrorCode::kBusy);
  EXPECT_EQ(opened(test.path() / "base").batches().size(), kShippedBatches + 1);
}

}  // namespace
}  // namespace yishou::knowledge

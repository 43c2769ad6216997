// Rotation of the sealing key over the tables of findings and of accounts, also when it is killed in between.
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "cases/cases_fixture.h"
#include "cases/sealed_columns.h"
#include "crypto/keys.h"
#include "identity/institution_settings.h"
#include "identity/log.h"
#include "identity/reseal.h"
#include "identity/store_key.h"

namespace yishou::cases {
namespace {

class ResealTest : public WithCases {
 protected:
  static constexpr int kFindings = 1200;

  void SetUp() override {
    WithCases::SetUp();
    if (!database_) return;
    for (const auto list : {identity::sealed_columns(), sealed_columns()}) {
      columns_.insert(columns_.end(), list.begin(), list.end());
    }
    take("r1", test_findings(0, kFindings - 1));
    for (int i = 0; i < 5; ++i) {
      const auto made =
          changes_->make(inspector(), {test_finding(i).finding_id, 1},
                         {.step = Step::kNote, .reason = {}, .text = fmt::format("说明 {}", i)}, kTestNow);
      ASSERT_TRUE(made.has_value()) << made.error().message;
    }
    identity::InstitutionSettingsStore settings{*database_, *sealer_};
    identity::InstitutionSettings one;
    one.institution = "H1";
    one.paasid = "p1";
    one.token = "secret-token";
    one.apikey = "secret-key";
    ASSERT_TRUE(settings.put(one, kTestNow).has_value());
    identity::AccessLog log{*database_, *sealer_};
    for (int i = 0; i < 30; ++i) {
      identity::Access access = identity::access_of(inspector(), kTestNow, "request");
      access.action = identity::Action::kSeePerson;
      access.object_kind = identity::ObjectKind::kPerson;
      access.object_id = fmt::format("61010219900101{:04}", i);
      ASSERT_TRUE(log.append(access).has_value());
    }
  }
  [[nodiscard]] crypto::Sealer sealer_of_file() const { return crypto::Sealer{*crypto::Keys::open(key_file())}; }
  [[nodiscard]] std::int64_t sealed_by(std::uint32_t number) {
    const auto still = identity::sealed_by(*database_, columns_, number);
    EXPECT_TRUE(still.has_value());
    return still.has_value() ? still->values : -1;
  }
  /// Everything sealed, opened with the keys of the file.
  void expect_all_opens() {
    const auto sealer = sealer_of_file();
    Findings findings{*database_, sealer};
    FindingFilter filter;
    filter.psn_no = test_finding(7).psn_no;
    const auto page =
        findings.page(filter, identity::Scope::whole(), identity::Role::kInspector, Sort::kTaken, false, "", 1000);
    ASSERT_TRUE(page.has_value()) << page.error().message;
    EXPECT_EQ(page->findings.size(), static_cast<std::size_t>(kFindings / 50));
    for (const auto& one : page->findings) EXPECT_EQ(one.finding.psn_no, filter.psn_no);
    const auto events = findings.events(test_finding(3).finding_id, identity::Scope::whole());
    ASSERT_TRUE(events.has_value()) << events.error().message;
    EXPECT_EQ(events->front().text, "说明 3");
    identity::InstitutionSettingsStore settings{*database_, sealer};
    const auto all = settings.all();
    ASSERT_TRUE(all.has_value()) << all.error().message;
    EXPECT_EQ(all->front().token, "secret-token");
    identity::AccessLog log{*database_, sealer};
    const auto records = log.read({}, identity::Scope::whole(), 0, 100);
    ASSERT_TRUE(records.has_value()) << records.error().message;
    EXPECT_EQ(records->back().access.object_id, "610102199001010000");
    const auto verdict = log.verify(std::nullopt);
    ASSERT_TRUE(verdict.has_value());
    EXPECT_TRUE(verdict->whole) << verdict->what;
  }
  /// As the service does at its start.
  void start_service() { ASSERT_TRUE(identity::note_service_has_newest_key(*database_, sealer_of_file()).has_value()); }

  std::vector<identity::SealedColumn> columns_;
};

TEST_P(ResealTest, EverySealedColumnOfTheTablesIsListed) {
  const auto rows =
      GetParam() == sql::Dialect::kSqlite
          ? database_->query(
                "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c "
                "WHERE m.type = 'table' AND c.name LIKE '%sealed%'")
          : database_->query(
                "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT) FROM "
                "information_schema.columns WHERE table_schema = 'public' AND column_name LIKE '%sealed%'");
  ASSERT_TRUE(rows.has_value()) << rows.error().message;
  std::set<std::string> there,
      listed{"store_key.sealed", "access_log.object_sealed"};  // the mark; and what no one may change
  for (const auto& row : *rows) there.insert(row.text(0) + "." + row.text(1));
  for (const auto& one : columns_) listed.insert(fmt::format("{}.{}", one.table, one.column));
  EXPECT_EQ(there, listed);
}

TEST_P(ResealTest, AfterARotationTheOldKeyMayGo) {
  ASSERT_TRUE(crypto::Keys::rotate(key_file()).has_value());
  EXPECT_EQ(identity::reseal(*database_, sealer_of_file(), columns_, {}).error().code, ErrorCode::kConflict)
      << "the service could not read it";
  start_service();
  const std::int64_t old = sealed_by(1);
  EXPECT_GE(old, 2 * kFindings + 5 + 2 + 30);
  const auto done = identity::reseal(*database_, sealer_of_file(), columns_, {});
  ASSERT_TRUE(done.has_value()) << done.error().message;
  EXPECT_EQ(*done, old);
  EXPECT_EQ(sealed_by(1), 0);
  EXPECT_EQ(sealed_by(2), old + 1) << "and the mark of the service";
  expect_all_opens();
  EXPECT_EQ(crypto::Keys::remove(key_file(), 2).error().code, ErrorCode::kConflict) << "the newest seals";
  EXPECT_EQ(crypto::Keys::remove(key_file(), 9).error().code, ErrorCode::kNotFound);
  ASSERT_TRUE(crypto::Keys::remove(key_file(), 1).has_value());
  expect_all_opens();
  EXPECT_TRUE(identity::open_sealer(*database_, key_file()).has_value());
  EXPECT_EQ(*identity::reseal(*database_, sealer_of_file(), columns_, {}), 0);
}

// A child seals anew and is killed at any moment; in the end all is sealed anew, and at no moment is anything unreadable.
TEST_P(ResealTest, KilledInBetweenItGoesOn) {
  ASSERT_TRUE(crypto::Keys::rotate(key_file()).has_value());
  start_service();
  const std::int64_t old = sealed_by(1);
  int killed = 0;
  for (int round = 0; round < 6; ++round) {
    const pid_t child = fork();
    if (child == 0) {
      const auto theirs = open(2);
      if (theirs == nullptr) _exit(1);
      // By turns right after a batch, and wherever the parent's signal finds it.
      const auto end = [&](std::int64_t done) {
        if (round % 2 == 0 && done >= 500) kill(getpid(), SIGKILL);
      };
      _exit(identity::reseal(*theirs, sealer_of_file(), columns_, end).has_value() ? 0 : 1);
    }
    if (round % 2 == 1) {
      std::this_thread::sleep_for(std::chrono::milliseconds(8 * round));
      kill(child, SIGKILL);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) ++killed;
    EXPECT_EQ(sealed_by(1) + sealed_by(2), old + 1);
    expect_all_opens();
  }
  EXPECT_GT(killed, 2);
  const auto rest = identity::reseal(*database_, sealer_of_file(), columns_, {});
  ASSERT_TRUE(rest.has_value()) << rest.error().message;
  EXPECT_EQ(sealed_by(1), 0);
  ASSERT_TRUE(crypto::Keys::remove(key_file(), 1).has_value());
  expect_all_opens();
}

YISHOU_ON_BOTH_DATABASES(ResealTest);

}  // namespace
}  // namespace yishou::cases

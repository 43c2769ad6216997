// Accounts, lockout, sessions, tokens and settings of institutions, on both databases.
#include <atomic>
#include <set>

#include <gmock/gmock.h>

#include "identity/accounts.h"
#include "identity/identity_fixture.h"
#include "identity/institution_settings.h"
#include "identity/password_rules.h"
#include "identity/sessions.h"

namespace yishou::identity {
namespace {

using ::testing::HasSubstr;

class AccountsTest : public WithIdentity {
 protected:
  void SetUp() override {
    WithIdentity::SetUp();
    if (!database_) return;
    accounts_ = std::make_unique<Accounts>(*database_, cheap());
    sessions_ = std::make_unique<Sessions>(*database_, cheap());
  }
  OneTimePassword make(const std::string& login, Role role = Role::kInspector, Scope scope = Scope::whole()) {
    auto made = accounts_->make({login, "王检查", role, std::move(scope)}, kTestNow);
    if (!made.has_value()) ADD_FAILURE() << made.error().message;
    return made.value();
  }
  std::unique_ptr<Accounts> accounts_;
  std::unique_ptr<Sessions> sessions_;
};

TEST_P(AccountsTest, TheFirstAdministratorIsMadeOnce) {
  const auto first = *accounts_->make_first_administrator(kTestNow);
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->account.role, Role::kAdministrator);
  EXPECT_TRUE(first->account.must_change);
  EXPECT_TRUE(accounts_->log_in("admin", first->password, kTestNow).has_value());
  EXPECT_EQ(*accounts_->make_first_administrator(kTestNow), std::nullopt);
  EXPECT_EQ(accounts_->list("", 10)->size(), 1u);
}

TEST_P(AccountsTest, EightFirstStartsMakeOneAdministrator) {
  std::atomic<int> made = 0, failed = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      const auto mine = accounts_->make_first_administrator(kTestNow);
      if (!mine.has_value()) ++failed;
      else if (mine->has_value()) ++made;
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(made, 1);
  EXPECT_EQ(failed, 0);
}

TEST_P(AccountsTest, LoggingInTellsNothingAboutWhatWasWrong) {
  const auto made = make("Wang.Jian");
  EXPECT_EQ(made.account.login, "wang.jian");
  EXPECT_EQ(accounts_->log_in("WANG.jian", made.password, kTestNow)->account_id, made.account.account_id);
  const auto wrong = accounts_->log_in("wang.jian", "x", kTestNow),
             unknown = accounts_->log_in("nobody", "x", kTestNow),
             malformed = accounts_->log_in("x' OR 1=1 --", "x", kTestNow),
             huge = accounts_->log_in("wang.jian", std::string(1 << 20, 'x'), kTestNow),
             zero = accounts_->log_in(std::string("wang.jian\0x", 11), made.password, kTestNow);
  for (const auto* refused : {&wrong, &unknown, &malformed, &huge, &zero}) {
    ASSERT_FALSE(refused->has_value());
    EXPECT_EQ(refused->error().code, ErrorCode::kDenied);
    EXPECT_EQ(refused->error().message, wrong.error().message);
  }
  auto account = made.account;
  make("other", Role::kAdministrator);
  account.active = false;
  ASSERT_TRUE(accounts_->update(account).has_value());
  EXPECT_EQ(accounts_->log_in("wang.jian", made.password, kTestNow).error().message, wrong.error().message);
}

TEST_P(AccountsTest, FiveFailuresLockAndTimeUnlocks) {
  const auto made = make("wang");
  for (const auto* login : {"wang", "nobody"}) {
    for (int i = 0; i < 5; ++i)
      EXPECT_EQ(accounts_->log_in(login, "wrong", kTestNow + i).error().code, ErrorCode::kDenied) << i;
    const auto locked = accounts_->log_in(login, made.password, kTestNow + 5);
    ASSERT_FALSE(locked.has_value()) << "the right password does not help now";
    EXPECT_EQ(locked.error().code, ErrorCode::kTooMuch);
    EXPECT_THAT(locked.error().message, HasSubstr("899 seconds"));
  }
  EXPECT_EQ(accounts_->log_in("wang", made.password, kTestNow + 4 + 900).error().code, ErrorCode::kTooMuch);
  EXPECT_TRUE(accounts_->log_in("wang", made.password, kTestNow + 5 + 900).has_value())
      << "attempts meanwhile do not prolong it";
  for (int i = 0; i < 4; ++i) EXPECT_FALSE(accounts_->log_in("wang", "wrong", kTestNow + 2000).has_value());
  EXPECT_TRUE(accounts_->log_in("wang", made.password, kTestNow + 2000).has_value()) << "success forgets the failures";
  for (int i = 0; i < 4; ++i)
    EXPECT_EQ(accounts_->log_in("wang", "wrong", kTestNow + 2000).error().code, ErrorCode::kDenied);
}

TEST_P(AccountsTest, ManyGuessesAtOnceAreStillFive) {
  make("wang");
  std::atomic<int> looked_at = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 5; ++i)
        if (accounts_->log_in("wang", "wrong", kTestNow).error().code == ErrorCode::kDenied) ++looked_at;
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(looked_at, 5);
}

TEST_P(AccountsTest, PasswordsAreChangedByWhoKnowsThem) {
  const auto made = make("wang");
  const auto id = made.account.account_id;
  const auto session = *sessions_->open(made.account, "curl", kTestNow);
  EXPECT_EQ(accounts_->change_password(id, "wrong", "Good-Password-1", kTestNow).error().code, ErrorCode::kDenied);
  for (const auto* weak : {"", "short-A1", "alllowercaseletters", "Wang-Password-1"})
    EXPECT_EQ(accounts_->change_password(id, made.password, weak, kTestNow).error().code, ErrorCode::kBadCall) << weak;
  EXPECT_EQ(accounts_->change_password(id, made.password, made.password, kTestNow).error().code, ErrorCode::kBadCall);
  EXPECT_TRUE(sessions_->find(session.token, kTestNow)->must_change);
  EXPECT_FALSE(may(*sessions_->find(session.token, kTestNow), Permission::kReadFindings));
  ASSERT_TRUE(accounts_->change_password(id, made.password, "Good-Password-1", kTestNow).has_value());
  EXPECT_EQ(sessions_->find(session.token, kTestNow).error().code, ErrorCode::kDenied) << "sessions end";
  EXPECT_FALSE(accounts_->log_in("wang", made.password, kTestNow).has_value());
  EXPECT_FALSE(accounts_->log_in("wang", "Good-Password-1", kTestNow)->must_change);
  const auto reset = *accounts_->reset_password(id);
  EXPECT_FALSE(accounts_->log_in("wang", "Good-Password-1", kTestNow).has_value());
  EXPECT_TRUE(accounts_->log_in("wang", reset.password, kTestNow)->must_change);
  EXPECT_EQ(accounts_->reset_password("unobody").error().code, ErrorCode::kNotFound);
}

TEST_P(AccountsTest, AreChangedOnceByOneOfTwo) {
  const auto admin = make("boss", Role::kAdministrator);
  auto account = make("wang").account;
  account.display_name = "王二";
  account.scope = regions({"6101"});
  const auto changed = *accounts_->update(account);
  EXPECT_EQ(changed.version, account.version + 1);
  EXPECT_EQ(changed.scope, regions({"6101"}));
  EXPECT_EQ(accounts_->update(account).error().code, ErrorCode::kConflict) << "of an older version";
  auto last = admin.account;
  last.role = Role::kInspector;
  const auto refused = accounts_->update(last);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
  last.role = Role::kAdministrator;
  last.active = false;
  EXPECT_EQ(accounts_->update(last).error().code, ErrorCode::kConflict);
  EXPECT_TRUE(accounts_->find(last.account_id)->active);
  EXPECT_EQ(accounts_->find("unobody").error().code, ErrorCode::kNotFound);
}

TEST_P(AccountsTest, MalformedAreRefused) {
  make("wang");
  EXPECT_EQ(accounts_->make({"WANG", "x", Role::kInspector, Scope::whole()}, kTestNow).error().code,
            ErrorCode::kConflict);
  for (const auto& login :
       {std::string{}, std::string{"a b"}, std::string{"王"}, std::string(65, 'a'), std::string("a\0b", 3)})
    EXPECT_EQ(accounts_->make({login, "x", Role::kInspector, Scope::whole()}, kTestNow).error().code,
              ErrorCode::kBadCall);
  EXPECT_EQ(accounts_->make({"h", "x", Role::kInstitution, Scope::whole()}, kTestNow).error().code, ErrorCode::kBadCall)
      << "an institution never sees a region";
  EXPECT_EQ(accounts_->make({"h", "x", Role::kInspector, institutions({"H1"})}, kTestNow).error().code,
            ErrorCode::kBadCall);
  EXPECT_EQ(accounts_->make({"h", "", Role::kInspector, Scope::whole()}, kTestNow).error().code, ErrorCode::kBadCall);
  EXPECT_EQ(accounts_->list("", 0).error().code, ErrorCode::kBadCall);
}

TEST_P(AccountsTest, HostileNamesComeBackUnchanged) {
  for (const std::string& name :
       {std::string{"'); DROP TABLE accounts; --"}, std::string{"<b>\u202eetihw"}, std::string{"\"$1\\"}}) {
    const auto made =
        accounts_->make({"n" + std::to_string(name.size()), name, Role::kAnalyst, Scope::whole()}, kTestNow);
    ASSERT_TRUE(made.has_value()) << made.error().message;
    EXPECT_EQ(accounts_->find(made->account.account_id)->display_name, name);
  }
  EXPECT_EQ(accounts_->list("", 100)->size(), 3u);
}

TEST_P(AccountsTest, SessionsEndWhenIdleOrOld) {
  const auto account = make("wang").account;
  const auto idle = *sessions_->open(account, "curl", kTestNow);
  EXPECT_EQ(sessions_->find(idle.token, kTestNow + 1799)->login, "wang");
  EXPECT_TRUE(sessions_->find(idle.token, kTestNow + 1799 + 1799).has_value()) << "each use prolongs it";
  EXPECT_EQ(sessions_->find(idle.token, kTestNow + 3598 + 1800).error().code, ErrorCode::kDenied);
  EXPECT_EQ(sessions_->find(idle.token, kTestNow + 1).error().code, ErrorCode::kDenied) << "and it does not come back";
  const auto old = *sessions_->open(account, "curl", kTestNow);
  Second at = kTestNow;
  for (; at < kTestNow + 12 * 3600; at += 1700) EXPECT_TRUE(sessions_->find(old.token, at).has_value()) << at;
  EXPECT_EQ(sessions_->find(old.token, kTestNow + 12 * 3600).error().code, ErrorCode::kDenied);
  for (const auto& token : {std::string{}, std::string{"' OR 1=1"}, std::string("\0", 1), std::string(1 << 20, 'x')})
    EXPECT_EQ(sessions_->find(token, kTestNow).error().code, ErrorCode::kDenied);
}

TEST_P(AccountsTest, SessionsAreListedAndRevoked) {
  const auto wang = make("wang").account, li = make("li").account;
  const auto one = *sessions_->open(wang, "Firefox \xff\xfe", kTestNow),
             two = *sessions_->open(wang, "curl", kTestNow + 1), other = *sessions_->open(li, "curl", kTestNow);
  const auto list = *sessions_->list(wang.account_id, kTestNow + 2);
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(list[0].session_id, two.session_id);
  EXPECT_EQ(sessions_->revoke(other.session_id, wang.account_id).error().code, ErrorCode::kNotFound)
      << "somebody else's";
  ASSERT_TRUE(sessions_->revoke(one.session_id, wang.account_id).has_value());
  EXPECT_FALSE(sessions_->find(one.token, kTestNow + 2).has_value());
  EXPECT_TRUE(sessions_->find(two.token, kTestNow + 2).has_value());
  ASSERT_TRUE(sessions_->revoke_all(wang.account_id).has_value());
  EXPECT_FALSE(sessions_->find(two.token, kTestNow + 2).has_value());
  EXPECT_TRUE(sessions_->find(other.token, kTestNow + 2).has_value());
}

TEST_P(AccountsTest, ANewRoleOrScopeHoldsAtOnce) {
  make("boss", Role::kAdministrator);
  auto account = make("wang").account;
  const auto session = *sessions_->open(account, "curl", kTestNow);
  account.scope = regions({"61"});
  account = *accounts_->update(account);
  EXPECT_FALSE(sessions_->find(session.token, kTestNow).has_value());
  const auto again = *sessions_->open(account, "curl", kTestNow);
  EXPECT_EQ(sessions_->find(again.token, kTestNow)->scope, regions({"61"}));
}

TEST_P(AccountsTest, TheDatabaseHoldsNoSecret) {
  const auto made = make("wang");
  const auto session = *sessions_->open(made.account, "curl", kTestNow);
  EXPECT_TRUE(holds("accounts", "wang"));
  for (const auto* table : {"accounts", "sessions"}) {
    EXPECT_FALSE(holds(table, session.token)) << table;
    EXPECT_FALSE(holds(table, made.password)) << table;
  }
}

TEST_P(AccountsTest, TokensOfPrograms) {
  ApiTokens tokens{*database_};
  const auto boss = make("boss", Role::kAdministrator).account;
  const auto made = *tokens.make("H1", "HIS", boss.account_id, kTestNow + 1000, kTestNow);
  const auto principal = *tokens.find(made.token, kTestNow);
  EXPECT_TRUE(principal.is_program);
  EXPECT_EQ(principal.scope, institutions({"H1"}));
  EXPECT_EQ(principal.role, Role::kInstitution);
  EXPECT_EQ(tokens.find(made.token, kTestNow + 1000).error().code, ErrorCode::kDenied);
  EXPECT_EQ(tokens.find(made.token + "x", kTestNow).error().code, ErrorCode::kDenied);
  EXPECT_EQ(tokens.list(institutions({"H1"}))->size(), 1u);
  EXPECT_EQ(tokens.list(institutions({"H2"}))->size(), 0u);
  EXPECT_EQ(tokens.list(Scope::whole())->size(), 1u);
  EXPECT_EQ(tokens.revoke(made.about.token_id, institutions({"H2"}), kTestNow).error().code, ErrorCode::kNotFound);
  ASSERT_TRUE(tokens.revoke(made.about.token_id, institutions({"H1"}), kTestNow).has_value());
  EXPECT_EQ(tokens.find(made.token, kTestNow).error().code, ErrorCode::kDenied);
  EXPECT_EQ(tokens.make("H 1", "HIS", boss.account_id, kTestNow + 1, kTestNow).error().code, ErrorCode::kBadCall);
  EXPECT_EQ(tokens.make("H1", "HIS", boss.account_id, kTestNow, kTestNow).error().code, ErrorCode::kBadCall);
  EXPECT_EQ(tokens.make("H1", "HIS", "unobody", kTestNow + 1, kTestNow).error().code, ErrorCode::kNotFound);
}

TEST_P(AccountsTest, SettingsOfInstitutionsForTheGateway) {
  InstitutionSettingsStore store{*database_, *sealer_};
  const auto before = *store.revision();
  InstitutionSettings h1{.institution = "H1", .paasid = "P1", .token = "secret-token", .apikey = "secret-key"};
  ASSERT_TRUE(store.put(h1, kTestNow).has_value());
  EXPECT_EQ(*store.revision(), before + 1);
  EXPECT_EQ(store.put(h1, kTestNow).error().code, ErrorCode::kConflict) << "made already";
  EXPECT_EQ(store.put({.institution = "H2", .paasid = "P1", .token = "t"}, kTestNow).error().code,
            ErrorCode::kConflict);
  EXPECT_EQ(*store.revision(), before + 1);
  auto read = *store.find("H1", institutions({"H1"}));
  EXPECT_EQ(read.token, "secret-token");
  EXPECT_EQ(read.apikey, "secret-key");
  EXPECT_EQ(read.version, 1);
  read.blocks = true;
  read.language = "en";
  ASSERT_TRUE(store.put(read, kTestNow).has_value());
  EXPECT_EQ(store.put(read, kTestNow).error().code, ErrorCode::kConflict);
  const auto all = *store.all();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_TRUE(all[0].blocks);
  EXPECT_FALSE(all[0].single_object);
  EXPECT_EQ(all[0].language, "en");
  EXPECT_EQ(store.find("H1", institutions({"H2"})).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(store.find("H1", regions({"61"})).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(store.put({.institution = "H3", .paasid = "P3", .token = "t", .language = "fr"}, kTestNow).error().code,
            ErrorCode::kBadCall);
  EXPECT_FALSE(holds("institution_settings", "secret"));
  tamper("UPDATE institution_settings SET institution = 'H4'");
  EXPECT_EQ(store.all().error().code, ErrorCode::kBadInput) << "secrets open for their institution only";
}

TEST_P(AccountsTest, TheKeyFileBelongsToItsDatabase) {
  EXPECT_TRUE(open_sealer(*database_, key_file()).has_value());
  EXPECT_TRUE(crypto::Keys::rotate(key_file()).has_value());
  EXPECT_TRUE(open_sealer(*database_, key_file()).has_value()) << "rotated";
  const auto other = (folder_ / "other").string();
  const auto missing = open_sealer(*database_, other);
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().code, ErrorCode::kNotFound);
  EXPECT_FALSE(std::filesystem::exists(other)) << "no new key for an old database";
  ASSERT_TRUE(crypto::Keys::make(other).has_value());
  EXPECT_EQ(open_sealer(*database_, other).error().code, ErrorCode::kBadInput);
}

TEST(PasswordRules, OneTimePasswordsKeepTheRules) {
  std::set<std::string> seen;
  for (int i = 0; i < 500; ++i) {
    const auto password = one_time_password();
    EXPECT_TRUE(check_password(password, "admin", {.min_password_length = 19, .min_password_kinds = 4}).has_value())
        << password;
    seen.insert(password);
  }
  EXPECT_EQ(seen.size(), 500u);
}

YISHOU_ON_BOTH_DATABASES(AccountsTest);

}  // namespace
}  // namespace yishou::identity

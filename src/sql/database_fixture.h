// For tests: a fresh database of either kind. PostgreSQL is a private server, started once a test program and ended
// with it.
#pragma once

#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/not_run.h"
#include "sql/database.h"

namespace yishou::sql {

/// Listens on a socket in its own folder only. `why_not` says why there is none.
class PostgresServer {
 public:
  static PostgresServer& one() {
    static PostgresServer server;
    return server;
  }
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;
  ~PostgresServer() {
    stop();
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
  }

  [[nodiscard]] const std::string& why_not() const { return why_not_; }
  [[nodiscard]] std::string address(const std::string& database) const {
    return fmt::format("postgresql://postgres@/{}?host={}", database, folder_);
  }
  /// SIGINT is "fast": ends every connection. SIGQUIT is "immediate": as if it had crashed.
  void stop(int signal = SIGINT) {
    if (server_ <= 0) return;
    kill(server_, signal);
    waitpid(server_, nullptr, 0);
    server_ = -1;
  }
  void start() {
    server_ =
        run({bin_ + "/postgres", "-D", folder_ + "/data", "-k", folder_, "-h", "", "-F", "-c", "max_connections=60"});
    for (int i = 0; i < 500; ++i) {
      if (Database::open({.address = address("postgres"), .connections = 1, .waits = {}}).has_value()) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    why_not_ = "the PostgreSQL server does not start";
  }
  /// A new empty database; its address.
  std::string fresh() {
    const auto name = fmt::format("t{}", ++made_);
    const auto connection = open_postgres(address("postgres"), {});
    const auto done = connection.has_value() ? (*connection)->script("CREATE DATABASE " + name) : Status{};
    if (!connection.has_value() || !done.has_value()) ADD_FAILURE() << "no database " << name;
    return address(name);
  }

 private:
  PostgresServer() {
    for (const auto* version : {"15", "16", "17", "14", "13"})
      if (bin_.empty() && access(fmt::format("/usr/lib/postgresql/{}/bin/initdb", version).c_str(), X_OK) == 0)
        bin_ = fmt::format("/usr/lib/postgresql/{}/bin", version);
    owner_ = getuid() == 0 ? getpwnam("postgres") : nullptr;
    if (bin_.empty()) why_not_ = "needs an installed PostgreSQL server";
    if (getuid() == 0 && owner_ == nullptr)
      why_not_ = "runs as root and needs the user postgres, for the server refuses root";
    if (!why_not_.empty()) return;
    std::string place = (std::filesystem::temp_directory_path() / "yishou_pg_XXXXXX").string();
    if (mkdtemp(place.data()) == nullptr) {
      why_not_ = "needs a temporary folder";
      return;
    }
    folder_ = place;
    if (owner_ != nullptr && chown(folder_.c_str(), owner_->pw_uid, owner_->pw_gid) != 0)
      why_not_ = "cannot give a folder away";
    int ended = 0;
    waitpid(run({bin_ + "/initdb", "-D", folder_ + "/data", "-A", "trust", "-U", "postgres", "-N", "-E", "UTF8",
                 "--locale=C.UTF-8"}),
            &ended, 0);
    if (ended != 0) why_not_ = "initdb failed";
    if (why_not_.empty()) start();
  }

  // The child is the server itself, as its own user, and it ends with this program however that ends.
  [[nodiscard]] pid_t run(std::vector<std::string> words) const {
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const pid_t child = fork();
    if (child != 0) return child;
    if (owner_ != nullptr && (setgid(owner_->pw_gid) != 0 || setuid(owner_->pw_uid) != 0)) _exit(126);
    prctl(PR_SET_PDEATHSIG, SIGQUIT);
    if (chdir("/") != 0) _exit(126);
    const int nowhere = open("/dev/null", O_RDWR);
    for (int i = 0; i < 3; ++i) dup2(nowhere, i);
    setsid();
    execv(arguments[0], arguments.data());
    _exit(127);
  }

  std::string bin_, folder_, why_not_;
  const passwd* owner_ = nullptr;
  pid_t server_ = -1;
  int made_ = 0;
};

/// A test that runs on both. INSTANTIATE it with YISHOU_ON_BOTH_DATABASES(Suite).
class OnBothDatabases : public ::testing::TestWithParam<Dialect> {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              fmt::format("yishou_db_{}_{}", getpid(), std::chrono::steady_clock::now().time_since_epoch().count());
    std::filesystem::create_directories(folder_);
    if (GetParam() == Dialect::kPostgres) {
      if (!PostgresServer::one().why_not().empty()) {
        not_run(PostgresServer::one().why_not());
        GTEST_SKIP();
      }
      address_ = PostgresServer::one().fresh();
    } else {
      address_ = "sqlite:" + sqlite_file();
    }
    database_ = open();
    ASSERT_NE(database_, nullptr);
  }
  void TearDown() override {
    database_.reset();
    std::filesystem::remove_all(folder_);
  }
  /// Another pool on the same database, as another process would have it.
  [[nodiscard]] std::unique_ptr<Database> open(int connections = 8, Waits waits = {}) const {
    auto opened = Database::open({.address = address_, .connections = connections, .waits = waits});
    if (!opened.has_value()) ADD_FAILURE() << opened.error().message;
    return opened.has_value() ? std::move(*opened) : nullptr;
  }
  /// Several statements past the program, as somebody with the database's password would run them.
  void tamper(const std::string& statements) const {
    auto raw = GetParam() == Dialect::kSqlite ? open_sqlite(sqlite_file(), {}) : open_postgres(address_, {});
    ASSERT_TRUE(raw.has_value()) << raw.error().message;
    const auto done = (*raw)->script(statements);
    ASSERT_TRUE(done.has_value()) << done.error().message << "\n" << statements;
  }
  [[nodiscard]] std::string sqlite_file() const { return (folder_ / "store.db").string(); }

  std::filesystem::path folder_;
  std::string address_;
  std::unique_ptr<Database> database_;
};

#define YISHOU_ON_BOTH_DATABASES(suite)                                                                   \
  INSTANTIATE_TEST_SUITE_P(                                                                               \
      Both, suite, ::testing::Values(::yishou::sql::Dialect::kSqlite, ::yishou::sql::Dialect::kPostgres), \
      [](const auto& which) { return which.param == ::yishou::sql::Dialect::kSqlite ? "Sqlite" : "Postgres"; })

}  // namespace yishou::sql

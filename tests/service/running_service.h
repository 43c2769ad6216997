// The service as it runs, in this process, on a free port: a small simulated city, and an account of each role.
#pragma once

#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "http/assets.h"
#include "http/http_fixture.h"
#include "http/server.h"
#include "lake/load.h"
#include "server/api.h"
#include "server/app.h"
#include "server/routes.h"
#include "simulate/simulate.h"

namespace yishou::service_tests {

namespace fs = std::filesystem;
namespace json = boost::json;

template <typename T>
T must(Result<T> result) {
  if (!result.has_value()) throw std::runtime_error(result.error().message);
  return std::move(*result);
}
inline void must(const Status& status) {
  if (!status.has_value()) throw std::runtime_error(status.error().message);
}

/// The lake of a city of 300 persons; made once for the program.
class SmallLake {
 public:
  SmallLake() {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    simulate::Options options;
    options.persons = 300;
    options.months = 4;
    options.seed = 5;
    options.out = (folder_ / "city").string();
    must(simulate::simulate_city(options, {}));
    lake::LoadOptions load;
    load.lake = (folder_ / "lake").string();
    load.paths = {options.out};
    load.threads = 2;
    must(lake::load(load));
  }
  ~SmallLake() { fs::remove_all(folder_); }
  [[nodiscard]] const fs::path& folder() const { return folder_; }

 private:
  fs::path folder_ = fs::temp_directory_path() / fmt::format("yishou-service-{}", getpid());
};

inline const SmallLake& small_lake() {
  static const SmallLake made;
  return made;
}

/// Who asks: a bearer token, or nobody.
struct Guest {
  std::string token;
};

/// An answer with its JSON opened.
struct Reply {
  int status = 0;
  std::string body;
  http::Answer raw;
  [[nodiscard]] json::object object() const { return json::parse(body).as_object(); }
  /// Of a list. A value, so that a loop may run over it.
  [[nodiscard]] json::array items() const { return object().at("items").as_array(); }
  [[nodiscard]] std::string text(std::string_view name) const { return std::string{object().at(name).as_string()}; }
  [[nodiscard]] std::string header(std::string_view name) const { return raw.header(name); }
};

/// A service with a state of its own. Passwords cost little here, so that tests need not wait for them.
class RunningService {
 public:
  static constexpr std::string_view kPassword = "Correct-Horse-7";

  /// `pages`: the files of the workbench; none, as in a program built without it. Their bytes outlive this.
  explicit RunningService(server::Settings settings = {}, const http::Assets::Files& pages = {}) {
    static int number = 0;
    settings.lake = (small_lake().folder() / "lake").string();
    settings.base = (small_lake().folder() / "base").string();
    settings.state = (small_lake().folder() / fmt::format("state-{}", ++number)).string();
    settings.log_file = settings.state + ".log";
    settings.build_threads = 1;
    settings.login_rate = 1e6;
    settings.request_rate = 1e6;
    settings.http.io_threads = 1;
    settings.identity.password_cost = {.memory_kib = 8, .passes = 1, .lanes = 1};
    app_ = must(server::App::open(settings));
    api_ = std::make_unique<server::Api>(*app_);
    server::add_endpoints(*api_);
    http::Router router;
    api_->connect(router);
    server::connect_gateway(router, *app_);
    server::connect_workbench(router, pages);
    server_ = must(http::Server::start(app_->settings.http, std::move(router), *app_->log, app_->metrics));
  }
  ~RunningService() {
    server_->stop(std::chrono::seconds{2});
    server_.reset();
  }

  [[nodiscard]] server::App& app() { return *app_; }
  [[nodiscard]] const server::Api& api() const { return *api_; }
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }

  /// One request on a connection of its own. `headers`: whole lines, each with its end.
  Reply ask(std::string_view method, std::string_view target, const Guest& guest = {}, std::string_view body = {},
            std::string_view headers = {}) const {
    http::Client client(port());
    std::string sent = fmt::format("{} {} HTTP/1.1\r\nHost: h\r\n{}", method, target, headers);
    if (!guest.token.empty()) sent += fmt::format("Authorization: Bearer {}\r\n", guest.token);
    const bool has_content_type = headers.find("Content-Type") != std::string_view::npos;
    if (!body.empty() && !has_content_type) sent += "Content-Type: application/json\r\n";
    if (!body.empty() || method != "GET") sent += fmt::format("Content-Length: {}\r\n", body.size());
    http::Answer answer = client.ask(fmt::format("{}\r\n{}", sent, body));
    return {.status = answer.status, .body = answer.body, .raw = answer};
  }
  Reply get(std::string_view target, const Guest& guest = {}, std::string_view headers = {}) const {
    return ask("GET", target, guest, {}, headers);
  }

  [[nodiscard]] Guest log_in(std::string_view login, std::string_view password) const {
    const Reply reply =
        ask("POST", "/v1/session", {}, json::serialize(json::object{{"login", login}, {"password", password}}));
    if (reply.status != 201) throw std::runtime_error(fmt::format("{} cannot log in: {}", login, reply.body));
    return {reply.text("token")};
  }

  /// An account of that role, whose password is kPassword; made at the first call. An institution user has `institution`, all others
  /// the nation.
  Guest as(identity::Role role, std::string_view institution = "H00000000001") {
    const std::string login = fmt::format("test-{}", name_of(role));
    if (!made_.contains(login)) {
      const identity::Scope scope = role == identity::Role::kInstitution
                                        ? must(identity::Scope::make({}, {std::string{institution}}))
                                        : identity::Scope::whole();
      make(login, role, scope);
      made_[login] = log_in(login, kPassword);
    }
    return made_[login];
  }
  /// An account whose password is kPassword.
  identity::Account make(const std::string& login, identity::Role role, const identity::Scope& scope) {
    const auto at = server::now().beijing();
    const auto fresh = must(app_->accounts->make({login, "测试 " + login, role, scope}, at));
    must(app_->accounts->change_password(fresh.account.account_id, fresh.password, kPassword, at));
    return must(app_->accounts->find(fresh.account.account_id));
  }
  /// The latest records of the access log, the newest first.
  [[nodiscard]] std::vector<identity::LogEntry> log_records(const identity::LogFilter& filter = {}, int limit = 50) {
    return must(app_->access_log->read(filter, identity::Scope::whole(), 0, limit));
  }

 private:
  std::unique_ptr<server::App> app_;
  std::unique_ptr<server::Api> api_;
  std::unique_ptr<http::Server> server_;
  std::map<std::string, Guest> made_;
};

}  // namespace yishou::service_tests

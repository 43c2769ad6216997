// For the tests of findings, persons, institutions and traffic: the service on a free port, over a planted city whose audit was
// taken in, with an account of each role and two that see a part of the city only.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "cases/intake.h"
#include "engine/engine.h"
#include "http/http_fixture.h"
#include "http/server.h"
#include "knowledge/base.h"
#include "knowledge/import.h"
#include "lake/claims.h"
#include "lake/load.h"
#include "server/api.h"
#include "server/app.h"
#include "server/routes.h"
#include "simulate/simulate.h"

namespace yishou::find_tests {

namespace fs = std::filesystem;
namespace json = boost::json;
using identity::Role;

template <typename T>
T must(Result<T> result) {
  if (!result.has_value()) throw std::runtime_error(result.error().message);
  return std::move(*result);
}
inline void must(const Status& status) {
  if (!status.has_value()) throw std::runtime_error(status.error().message);
}

/// An answer with its JSON opened.
struct Reply {
  http::Answer raw;
  [[nodiscard]] int status() const { return raw.status; }
  [[nodiscard]] json::object object() const { return json::parse(raw.body).as_object(); }
  [[nodiscard]] json::array items() const { return object().at("items").as_array(); }
  [[nodiscard]] std::string next() const {
    const json::value next = object().at("next");
    return next.is_null() ? std::string{} : std::string{next.as_string()};
  }
};

inline std::string text_of(const json::value& value, std::string_view name) {
  return std::string{value.as_object().at(name).as_string()};
}

/// A text for a query or a path.
inline std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  return out;
}

/// Made once for the program.
class City {
 public:
  City() {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    simulate::Options options;
    options.persons = 500;
    options.months = 8;
    options.seed = 21;
    options.out = (folder_ / "city").string();
    must(simulate::simulate_city(options, {}));
    auto base = must(knowledge::KnowledgeBase::open(folder_ / "base"));
    must(knowledge::import_files(base, {folder_ / "city" / "city_points.csv"},
                                 {.known_since = *parse_day("2026-06-29")}));
    lake::LoadOptions load;
    load.lake = (folder_ / "lake").string();
    load.paths = {options.out};
    load.threads = 2;
    must(lake::load(load));
    open_service();
    take_findings();
    choose_part();
    for (const Role role : identity::all_roles()) {
      const bool theirs = role == Role::kInstitution;
      make(std::string{identity::name_of(role)}, role,
           theirs ? must(identity::Scope::make({}, {institution})) : identity::Scope::whole());
    }
    make("regional", Role::kInspector, must(identity::Scope::make({region}, {})));
    make("elsewhere", Role::kInspector, must(identity::Scope::make({"11"}, {})));
    make("stranger", Role::kInstitution, must(identity::Scope::make({}, {"H99999999999"})));
  }
  ~City() {
    server_->stop(std::chrono::seconds{2});
    server_.reset();
    api_.reset();
    app_.reset();
    fs::remove_all(folder_);
  }

  [[nodiscard]] server::App& app() const { return *app_; }
  [[nodiscard]] const std::vector<model::Finding>& findings() const { return findings_; }
  [[nodiscard]] const fs::path& folder() const { return folder_; }

  /// One request on a connection of its own, as the account of that login; "" is nobody.
  Reply ask(std::string_view method, std::string_view target, std::string_view login, std::string_view body = {},
            std::string_view headers = {}, std::string_view type = "application/json") const {
    http::Client client(server_->port());
    std::string sent = fmt::format("{} {} HTTP/1.1\r\nHost: h\r\n{}", method, target, headers);
    if (!login.empty()) sent += fmt::format("Authorization: Bearer {}\r\n", tokens_.at(std::string{login}));
    if (method != "GET") sent += fmt::format("Content-Type: {}\r\nContent-Length: {}\r\n", type, body.size());
    return {client.ask(fmt::format("{}\r\n{}", sent, body))};
  }
  Reply get(std::string_view target, std::string_view login) const { return ask("GET", target, login); }
  /// All items of all pages.
  [[nodiscard]] json::array all(std::string target, std::string_view login) const {
    json::array items;
    std::string cursor;
    do {
      const std::string more = cursor.empty() ? "" : (target.contains('?') ? "&" : "?") + ("cursor=" + escaped(cursor));
      const Reply reply = get(target + more, login);
      if (reply.status() != 200) throw std::runtime_error(target + more + ": " + reply.raw.body);
      for (const json::value& one : reply.items()) items.push_back(one);
      cursor = reply.next();
    } while (!cursor.empty());
    return items;
  }
  [[nodiscard]] identity::LogEntry last_record() const {
    return must(app_->access_log->read({}, identity::Scope::whole(), 0, 1)).at(0);
  }
  [[nodiscard]] std::string account_of(std::string_view login) const { return accounts_.at(std::string{login}); }

  // Findings lie in more than one institution and, by its first four digits, region; these are of a part.
  std::string institution;  ///< the institution user's
  std::string region;       ///< six digits: `regional` sees this one

 private:
  void open_service() {
    server::Settings settings;
    settings.lake = (folder_ / "lake").string();
    settings.base = (folder_ / "base").string();
    settings.state = (folder_ / "state").string();
    settings.log_file = (folder_ / "log").string();
    settings.build_threads = 1;
    settings.request_rate = 1e6;
    settings.http.io_threads = 1;
    settings.gateway_trust = server::GatewayTrust::kOpen;
    settings.jobs_nice = 0;
    settings.identity.password_cost = {.memory_kib = 8, .passes = 1, .lanes = 1};
    app_ = must(server::App::open(settings));
    api_ = std::make_unique<server::Api>(*app_);
    server::add_endpoints(*api_);
    http::Router router;
    api_->connect(router);
    server::connect_gateway(router, *app_);
    server_ = must(http::Server::start(app_->settings.http, std::move(router), *app_->log, app_->metrics));
  }
  void take_findings() {
    const auto claims = must(lake::LakeClaims::open(app_->settings.lake, {}));
    engine::Options options;
    const auto rules = rules::all_rules();
    options.rules.assign(rules.begin(), rules.end());
    must(engine::run(*claims, *app_->live->current()->snapshot, options,
                     [&](std::span<const model::Finding> found) -> Status {
      findings_.insert(findings_.end(), found.begin(), found.end());
      return {};
    }, {}));
    auto intake = must(cases::Intake::begin(*app_->database, *app_->sealer, "run-1", server::now().beijing()));
    must(intake.take(findings_, server::now().beijing()));
    must(intake.finish({}, server::now().beijing()));
  }
  void choose_part() {
    std::map<std::string, int> counts;
    for (const model::Finding& f : findings_) {
      if (!f.psn_no.empty() && !f.bkkp_sns.empty()) ++counts[f.fixmedins_code];
    }
    const auto most = std::ranges::max_element(counts, {}, [](const auto& one) { return one.second; });
    institution = most->first;
    region = app_->live->current()->surroundings->institution_regions.at(institution);
  }
  void make(const std::string& login, Role role, const identity::Scope& scope) {
    const Second at = server::now().beijing();
    const auto fresh = must(app_->accounts->make({login, "测试 " + login, role, scope}, at));
    must(app_->accounts->change_password(fresh.account.account_id, fresh.password, "Correct-Horse-7", at));
    const auto account = must(app_->accounts->find(fresh.account.account_id));
    tokens_[login] = must(app_->sessions->open(account, "test", at)).token;
    accounts_[login] = account.account_id;
  }

  fs::path folder_ = fs::temp_directory_path() / fmt::format("yishou-find-{}", getpid());
  std::unique_ptr<server::App> app_;
  std::unique_ptr<server::Api> api_;
  std::unique_ptr<http::Server> server_;
  std::vector<model::Finding> findings_;
  std::map<std::string, std::string> tokens_, accounts_;
};

inline const City& city() {
  static const City made;
  return made;
}

}  // namespace yishou::find_tests

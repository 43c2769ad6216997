// For tests of jobs, rules and shadow runs: the service in this process over a small planted city, and questions made of its lines.
#pragma once

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <boost/json.hpp>

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

namespace yishou::rule_tests {

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

/// A lake and a base with the city's own points; made once for the program.
class RuleCity {
 public:
  RuleCity() {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    must(simulate::simulate_city(
        {.persons = 400, .months = 6, .seed = 21, .out = (folder_ / "city").string(), .threads = 1}, {}));
    lake::LoadOptions load;
    load.lake = lake();
    load.paths = {(folder_ / "city").string()};
    load.threads = 1;
    must(lake::load(load));
    auto base = must(knowledge::KnowledgeBase::open(folder_ / "base"));
    must(knowledge::import_files(base, {folder_ / "city" / "city_points.csv"},
                                 {.known_since = *parse_day("2026-06-29")}));
  }
  ~RuleCity() { fs::remove_all(folder_); }
  [[nodiscard]] const fs::path& folder() const { return folder_; }
  [[nodiscard]] std::string lake() const { return (folder_ / "lake").string(); }

 private:
  fs::path folder_ = fs::temp_directory_path() / fmt::format("yishou-rules-{}", getpid());
};

inline const RuleCity& rule_city() {
  static const RuleCity made;
  return made;
}

struct Reply {
  int status = 0;
  std::string body, etag;
  [[nodiscard]] json::object object() const { return json::parse(body).as_object(); }
};

/// A service with a state and a base of its own; opened anew over the same by reopen().
class RuleService {
 public:
  /// `database`: empty for SQLite in the state folder. `place`: where the state folder is made; empty for beside the base.
  explicit RuleService(const std::string& database = {}, const fs::path& place = {}) {
    static int number = 0;
    const fs::path mine = rule_city().folder() / fmt::format("service-{}", ++number);
    fs::create_directories(mine);
    fs::copy(rule_city().folder() / "base", mine / "base", fs::copy_options::recursive);
    settings_.lake = rule_city().lake();
    settings_.base = (mine / "base").string();
    settings_.state = ((place.empty() ? mine : place) / "state").string();
    settings_.database = database;
    settings_.memory_bytes = std::uint64_t{64} << 20;
    settings_.log_file = (mine / "log").string();
    settings_.build_threads = 1;
    settings_.gateway_trust = server::GatewayTrust::kOpen;
    settings_.login_rate = 1e6;
    settings_.request_rate = 1e6;
    settings_.http.io_threads = 1;
    settings_.jobs_nice = 0;
    settings_.identity.password_cost = {.memory_kib = 8, .passes = 1, .lanes = 1};
    open();
  }
  ~RuleService() { close(); }

  void close() {
    if (server_) server_->stop(std::chrono::seconds{2});
    server_.reset();
    api_.reset();
    app_.reset();
  }
  void open() {
    app_ = must(server::App::open(settings_));
    api_ = std::make_unique<server::Api>(*app_);
    server::add_endpoints(*api_);
    http::Router router;
    api_->connect(router);
    server::connect_gateway(router, *app_);
    server_ = must(http::Server::start(app_->settings.http, std::move(router), *app_->log, app_->metrics));
  }

  [[nodiscard]] server::App& app() { return *app_; }
  [[nodiscard]] const server::Settings& settings() const { return settings_; }

  /// A session's token of an account with that role and those regions ("" the nation).
  std::string as(identity::Role role, const std::string& region = "") {
    const std::string login = fmt::format("{}{}", name_of(role), region);
    const auto at = server::now().beijing();
    const auto fresh = must(app_->accounts->make({login, "测试", role, must(identity::Scope::make({region}, {}))}, at));
    must(app_->accounts->change_password(fresh.account.account_id, fresh.password, "Correct-Horse-7", at));
    const auto account = must(app_->accounts->log_in(login, "Correct-Horse-7", at));
    return must(app_->sessions->open(account, "test", at)).token;
  }

  /// Another session of an account that as() made.
  std::string as_again(const std::string& login) {
    const auto at = server::now().beijing();
    return must(app_->sessions->open(must(app_->accounts->log_in(login, "Correct-Horse-7", at)), "test", at)).token;
  }
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }

  Reply ask(std::string_view method, std::string_view target, std::string_view token, std::string_view body = {},
            std::string_view headers = {}) const {
    http::Client client(server_->port());
    std::string sent = fmt::format("{} {} HTTP/1.1\r\nHost: h\r\n{}", method, target, headers);
    if (!token.empty()) sent += fmt::format("Authorization: Bearer {}\r\n", token);
    if (!body.empty() && headers.find("Content-Type") == std::string_view::npos)
      sent += "Content-Type: application/json\r\n";
    if (!body.empty() || method != "GET") sent += fmt::format("Content-Length: {}\r\n", body.size());
    const http::Answer answer = client.ask(fmt::format("{}\r\n{}", sent, body));
    return {.status = answer.status, .body = answer.body, .etag = answer.header("ETag")};
  }
  Reply get(std::string_view target, std::string_view token, std::string_view headers = {}) const {
    return ask("GET", target, token, {}, headers);
  }
  Reply post(std::string_view target, std::string_view token, const json::value& body,
             std::string_view headers = {}) const {
    return ask("POST", target, token, json::serialize(body), headers);
  }

  /// Puts a parameter in force on all days: one drafts it, the other publishes it.
  void put_parameter(std::string_view author, std::string_view publisher, std::string_view name,
                     std::string_view value) {
    const json::object row{{"name", name}, {"value", value}, {"source", "test"}};
    Reply draft = post("/v1/drafts", author,
                       json::object{{"title", "test"}, {"changes", json::object{{"parameters", json::array{row}}}}});
    if (draft.status != 201) throw std::runtime_error(draft.body);
    const std::string target = fmt::format("/v1/drafts/{}", draft.object().at("draft_no").as_int64());
    draft = ask("POST", target + "/propose", author, {}, fmt::format("If-Match: {}\r\n", draft.etag));
    draft = post(target + "/publish", publisher, json::object{{"effective_from", "1900-01-01"}},
                 fmt::format("If-Match: {}\r\n", draft.etag));
    if (draft.status != 200) throw std::runtime_error(draft.body);
  }

  /// Starts a job and gives it when it has ended.
  json::object run_job(std::string_view token, std::string_view kind, const json::object& parameters) {
    const Reply started = post("/v1/jobs", token, json::object{{"kind", kind}, {"parameters", parameters}});
    if (started.status != 201) throw std::runtime_error(started.body);
    return ended(token, started.object().at("job_no").as_int64());
  }
  /// The job when it has ended.
  json::object ended(std::string_view token, std::int64_t job_no) const {
    const std::string target = fmt::format("/v1/jobs/{}", job_no);
    for (int i = 0; i < 12'000; ++i) {
      const json::object job = get(target, token).object();
      const std::string_view state = job.at("state").as_string();
      if (state != "waiting" && state != "running") return job;
      std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    throw std::runtime_error("the job does not end");
  }
  json::object result_of(std::string_view token, const json::object& job) const {
    const Reply reply = get(fmt::format("/v1/jobs/{}/result", job.at("job_no").as_int64()), token);
    if (reply.status != 200) throw std::runtime_error(reply.body);
    return reply.object();
  }

  /// Findings in the store: ids, of those that count.
  std::set<std::string> stored() {
    std::set<std::string> ids;
    for (const auto& row : must(app_->database->query("SELECT finding_id FROM findings WHERE gone = 0"))) {
      ids.insert(row.text(0));
    }
    return ids;
  }
  std::int64_t count(std::string_view table_and_condition) {
    return must(app_->database->query(fmt::format("SELECT count(*) FROM {}", table_and_condition))).at(0).number(0);
  }

 private:
  server::Settings settings_;
  std::unique_ptr<server::App> app_;
  std::unique_ptr<server::Api> api_;
  std::unique_ptr<http::Server> server_;
};

/// Findings of the engine alone.
inline std::vector<model::Finding> judged(const knowledge::Snapshot& snapshot,
                                          std::vector<const rules::Rule*> rules = {}) {
  const auto claims = must(lake::LakeClaims::open(rule_city().lake(), {}));
  engine::Options options;
  options.rules = std::move(rules);
  if (options.rules.empty()) options.rules.assign(rules::all_rules().begin(), rules::all_rules().end());
  std::vector<model::Finding> all;
  must(engine::run(*claims, snapshot, options, [&](std::span<const model::Finding> findings) -> Status {
    all.insert(all.end(), findings.begin(), findings.end());
    return {};
  }, {}));
  return all;
}

inline std::set<std::string> ids_of(const std::vector<model::Finding>& findings) {
  std::set<std::string> ids;
  for (const auto& finding : findings) ids.insert(finding.finding_id);
  return ids;
}

/// A question (3101) for each of the first `most` persons: his last bill's lines ordered once more, a day after, on one prescription.
inline std::vector<std::string> questions(std::size_t most) {
  std::vector<std::string> made;
  const auto claims = must(lake::LakeClaims::open(rule_city().lake(), {}));
  model::FactSet all;
  all.set();
  const auto visit = [&](const model::ClaimBlock& block) -> Status {
    const model::Lines& l = block.lines;
    for (const model::Person& person : block.persons) {
      if (made.size() >= most || person.settlements.begin == person.settlements.end) continue;
      const model::Index s = person.settlements.end - 1;
      const model::Settlement& settlement = block.settlements[s];
      const std::string id = fmt::format("N-{}", settlement.setl_id);
      const std::string institution{block.codes->institutions.text(settlement.institution)};
      json::array orders;
      std::string at, doctor;
      Fen total = 0;
      for (model::Index i = person.lines.begin; i < person.lines.end; ++i) {
        if (l.settlement[i] != s || l.cnt[i] <= 0) continue;
        at = format_second(l.time[i] + 86'400);
        doctor = l.doctor[i];
        total += l.amount[i];
        orders.push_back(json::object{{"rx_id", fmt::format("R{}", orders.size() + 1)},
                                      {"rxno", "CF1"},
                                      {"hilist_code", block.item_code(i)},
                                      {"hilist_type", l.list_type[i]},
                                      {"hilist_lv", fmt::format("{:02}", l.chrgitm_lv[i])},
                                      {"chrg_type", fmt::format("{:02}", l.charge_type[i])},
                                      {"cnt", format_decimal(l.cnt[i], kQtyScale)},
                                      {"pric", format_decimal(l.pric[i], kMicroScale)},
                                      {"sumamt", format_decimal(l.amount[i], kFenScale)},
                                      {"ownpay_amt", "0"},
                                      {"drord_begn_date", at},
                                      {"drord_dr_codg", doctor},
                                      {"drord_dept_codg", l.department[i]},
                                      {"curr_drord_flag", "1"}});
      }
      if (orders.empty()) continue;
      json::object encounter{{"mdtrt_id", id},
                             {"medins_id", institution},
                             {"medins_lv", fmt::format("{:02}", settlement.level)},
                             {"adm_date", at},
                             {"dscg_date", at},
                             {"dr_codg", doctor},
                             {"med_type", std::to_string(settlement.med_type)},
                             {"insutype", settlement.insutype},
                             {"medfee_sumamt", format_decimal(total, kFenScale)},
                             {"fsi_order_dtos", std::move(orders)}};
      json::object patient{{"patn_id", person.psn_no},
                           {"gend", std::to_string(static_cast<int>(settlement.sex))},
                           {"brdy", format_day(settlement.birth)},
                           {"curr_mdtrt_id", id},
                           {"fsi_encounter_dtos", json::array{std::move(encounter)}}};
      made.push_back(json::serialize(json::object{
          {"infno", "3101"},
          {"msgid", "M"},
          {"fixmedins_code", institution},
          {"input", json::object{{"data", json::object{{"task_id", "T"},
                                                       {"trig_scen", "2"},
                                                       {"patient_dtos", json::array{std::move(patient)}}}}}}}));
    }
    return {};
  };
  for (std::size_t part = 0; part < claims->num_parts(); ++part) {
    model::Dictionaries codes;
    must(claims->read_part(part, all, codes, visit));
  }
  return made;
}

}  // namespace yishou::rule_tests

// The gateway over HTTP beside a handler that does nothing behind the same parsing: server and load generator on the same cores.
//
//   YISHOU_BENCH_LAKE, YISHOU_BENCH_PERSONS   see bench_lake.h
//   YISHOU_BASE                               a knowledge base (default: what ships)
//   YISHOU_BENCH_SECONDS                      of each measurement (default 5)
//   YISHOU_BENCH_CERTIFICATE, _KEY            TLS in place of plain HTTP
//
// Checked: every answer has infcode 0, of either handler; the load generator counts those that have not.
#include <filesystem>
#include <fstream>

#include <benchmark/benchmark.h>
#include <boost/json.hpp>

#include "bench_lake.h"
#include "gateway/analysis_request.h"
#include "gateway/answer_envelope.h"
#include "http/server.h"
#include "orders.h"
#include "server/app.h"
#include "server/routes.h"

namespace yishou::bench {
namespace {

namespace json = boost::json;

/// A 3101 with all the fields that a hospital sends.
std::string message_of(const model::Proposal& order, const Sample& sample) {
  const model::ProposedVisit& visit = order.visits.front();
  json::array lines;
  for (const model::ProposedLine& line : visit.lines) {
    lines.push_back(json::object{{"rx_id", line.id},
                                 {"rxno", line.rx},
                                 {"grpno", ""},
                                 {"long_drord_flag", "0"},
                                 {"hilist_type", line.list_type < 0 ? "" : std::to_string(line.list_type)},
                                 {"chrg_type", line.charge_type < 0 ? "" : fmt::format("{:02}", line.charge_type)},
                                 {"drord_bhvr", "0"},
                                 {"hilist_code", line.item},
                                 {"hilist_name", "示例药品或项目"},
                                 {"hilist_dosform", ""},
                                 {"hilist_lv", "02"},
                                 {"hilist_pric", format_decimal(line.pric, kMicroScale)},
                                 {"lv1_hosp_item_pric", ""},
                                 {"hilist_memo", ""},
                                 {"hosplist_code", "LOCAL001"},
                                 {"hosplist_name", "示例药品或项目"},
                                 {"cnt", 1},
                                 {"pric", format_decimal(line.pric, kMicroScale)},
                                 {"sumamt", format_decimal(line.amount, kFenScale)},
                                 {"ownpay_amt", 0},
                                 {"selfpay_amt", 0},
                                 {"spec", "10ml"},
                                 {"spec_unt", "支"},
                                 {"drord_begn_date", format_second(line.time)},
                                 {"drord_stop_date", ""},
                                 {"drord_dept_codg", line.department},
                                 {"drord_dept_name", "内科"},
                                 {"drord_dr_codg", line.doctor},
                                 {"drord_dr_name", "测试医生"},
                                 {"drord_dr_profttl", "3"},
                                 {"curr_drord_flag", "1"}});
  }
  json::object encounter{{"mdtrt_id", visit.mdtrt_id},
                         {"medins_id", visit.institution},
                         {"medins_name", "示例医院"},
                         {"medins_admdvs", "000000"},
                         {"medins_type", "A1"},
                         {"medins_lv", "05"},
                         {"adm_date", format_second(visit.begin)},
                         {"dscg_date", format_second(visit.begin)},
                         {"dscg_main_dise_codg", visit.main_diagnosis},
                         {"dscg_main_dise_name", "高血压"},
                         {"fsi_diagnose_dtos", json::array{json::object{{"dise_id", "DX1"},
                                                                        {"inout_dise_type", "1"},
                                                                        {"maindise_flag", "1"},
                                                                        {"dias_srt_no", "1"},
                                                                        {"dise_codg", visit.main_diagnosis},
                                                                        {"dise_name", "高血压"},
                                                                        {"dise_date", format_second(visit.begin)}}}},
                         {"dr_codg", "D1"},
                         {"adm_dept_codg", "A03"},
                         {"adm_dept_name", "内科"},
                         {"med_mdtrt_type", "1"},
                         {"med_type", "11"},
                         {"fsi_order_dtos", std::move(lines)},
                         {"matn_stas", "0"},
                         {"insutype", visit.insutype},
                         {"reim_flag", "1"},
                         {"out_setl_flag", "0"},
                         {"fsi_operation_dtos", json::array{}}};
  json::object patient{{"patn_id", order.psn_no},
                       {"patn_name", "测试"},
                       {"gend", order.sex == model::Sex::kMale ? "1" : "2"},
                       {"brdy", format_day(order.birth)},
                       {"poolarea", "000000"},
                       {"curr_mdtrt_id", visit.mdtrt_id},
                       {"fsi_encounter_dtos", json::array{std::move(encounter)}}};
  json::object data{{"syscode", "HIS"},
                    {"task_id", "T1"},
                    {"rule_ids", json::array{}},
                    {"trig_scen", "2"},
                    {"patient_dtos", json::array{std::move(patient)}}};
  return json::serialize(json::object{{"infno", "3101"},
                                      {"msgid", "H00000000001202601010900000001"},
                                      {"mdtrtarea_admvs", "000000"},
                                      {"insuplc_admdvs", "000000"},
                                      {"recer_sys_code", "YBXT"},
                                      {"infver", "V1.0"},
                                      {"opter_type", "1"},
                                      {"opter", "D1"},
                                      {"opter_name", "测试医生"},
                                      {"inf_time", "2026-01-01 09:00:00"},
                                      {"fixmedins_code", sample.institution},
                                      {"fixmedins_name", "示例医院"},
                                      {"input", json::object{{"data", std::move(data)}}}});
}

/// Parses like the gateway and answers that nothing was found.
struct NoOp {
  struct Worker {
    gateway::Message message;
    gateway::AnalysisParser parser;
  };
  std::vector<std::unique_ptr<Worker>> workers;
  std::atomic<std::uint64_t> sequence = 1;

  void answer(const http::Request& request, http::Response& response) {
    Worker& worker = *workers[request.worker];
    must(worker.message.read(request.body));
    const auto* analysis = must(worker.parser.read(worker.message));
    const server::Moment at = server::now();
    const gateway::AnswerStamp stamp{.region = "",
                                     .sequence = sequence++,
                                     .received = {at.beijing(), at.millisecond()},
                                     .responded = {at.beijing(), at.millisecond()}};
    response.content_type = "application/json; charset=utf-8";
    gateway::open_answer(response.body, stamp);
    gateway::write_analysis_output(response.body, {}, analysis->task_id, {});
    gateway::close_answer(response.body);
  }
};

void write_lines(const std::filesystem::path& file, const std::vector<SamplePerson>& persons, const Sample& sample) {
  std::vector<std::string> ids;
  for (int i = 0; i < 10; ++i) ids.push_back(fmt::format("RX{}", i));
  std::ofstream out(file);
  std::size_t seed = 0;
  for (const SamplePerson& person : persons) out << message_of(order_for(person, sample, ++seed, ids), sample) << "\n";
}

void gateway_over_http(benchmark::State& state) {
  const std::string lake = lake_folder(2);
  const Sample sample = sample_of(lake);
  const std::filesystem::path place = std::filesystem::path(lake + ".service");
  std::filesystem::create_directories(place);
  write_lines(place / "median.ndjson", median_persons(sample), sample);
  write_lines(place / "largest.ndjson",
              {sample.persons.end() - static_cast<std::ptrdiff_t>(std::min<std::size_t>(sample.persons.size(), 20)),
               sample.persons.end()},
              sample);
  server::Settings settings;
  settings.lake = lake;
  settings.state = (place / "state").string();
  const char* base = std::getenv("YISHOU_BASE");
  settings.base = base == nullptr ? lake + ".base" : base;
  settings.gateway_trust = server::GatewayTrust::kOpen;
  const char* certificate = std::getenv("YISHOU_BENCH_CERTIFICATE");
  if (certificate != nullptr) {
    settings.http.listen = {{.certificate_file = certificate, .key_file = std::getenv("YISHOU_BENCH_KEY")}};
  }
  std::unique_ptr<server::App> app;
  fmt::print("opened in {:.2f} s\n", seconds([&] { app = must(server::App::open(settings)); }));
  http::Router router;
  server::connect_gateway(router, *app);
  NoOp no_op;
  for (unsigned i = 0; i < app->settings.http.io_threads; ++i)
    no_op.workers.push_back(std::make_unique<NoOp::Worker>());
  router.add(http::Method::kPost, "/no-op", [&](const http::Request& request, http::Response& response) {
    no_op.answer(request, response);
  }, {.where = http::Where::kHere, .max_body = std::size_t{4} << 20});
  const auto server = must(http::Server::start(app->settings.http, std::move(router), *app->log, app->metrics));
  const auto load = [&](std::string_view what, std::string_view path, std::string_view file, int connections,
                        int rate) {
    fmt::print("-- {}\n", what);
    std::fflush(stdout);
    const std::string command = fmt::format(
        "{}/bench_load_http --port {}{} --method POST --path {} --lines {} --expect '\"infcode\":0' --connections {} "
        "--rate {} "
        "--warmup 1 --seconds {} --header 'Content-Type: application/json'",
        std::filesystem::path(YISHOU_BINARY).parent_path().string(), server->port(),
        certificate == nullptr ? "" : " --tls", path, (place / file).string(), connections, rate,
        setting("YISHOU_BENCH_SECONDS", 5));
    if (std::system(command.c_str()) != 0) state.SkipWithError("the load generator failed, or an answer was wrong");
  };
  for (auto _ : state) {
    for (int round = 0; round < 2; ++round) {
      load("no-op, as many as it takes", "/no-op", "median.ndjson", 32, 0);
      load("3101, median history, as many as it takes", "/3101", "median.ndjson", 32, 0);
    }
    load("3101, median history, 10,000 a second", "/3101", "median.ndjson", 64, 10'000);
    load("3101, the 20 largest histories, 200 a second", "/3101", "largest.ndjson", 8, 200);
  }
  const http::Histogram::Sums verdicts = app->metrics.histogram("yishou_verdict_seconds", "").sums();
  state.counters["verdict_p50_s"] = verdicts.quantile(0.5);
  state.counters["verdict_p99_s"] = verdicts.quantile(0.99);
  server->stop(std::chrono::seconds(1));
}
BENCHMARK(gateway_over_http)->Iterations(1)->Unit(benchmark::kSecond);

}  // namespace
}  // namespace yishou::bench

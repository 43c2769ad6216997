// Bad days of the whole service: its PostgreSQL crashes under load, its disk is full. It goes on, says what it cannot do, loses nothing
// that it acknowledged, and recovers by itself.
#include <fcntl.h>
#include <sys/mount.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <mutex>
#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "base/not_run.h"
#include "rule_service.h"
#include "sql/database_fixture.h"

namespace yishou::rule_tests {
namespace {

using identity::Role;
using namespace std::chrono_literals;

/// A sale that one institution reports, told apart by its batch number.
std::string sale_message(const std::string& batch) {
  const json::object item{{"med_list_codg", "XN01"},
                          {"fixmedins_hilist_id", "L1"},
                          {"fixmedins_bchno", batch},
                          {"sel_retn_cnt", 1},
                          {"sel_retn_time", "2026-03-02 09:20:00"},
                          {"rtal_docno", "DOC" + batch}};
  return json::serialize(
      json::object{{"infno", "3505"}, {"fixmedins_code", "H9"}, {"input", json::object{{"selinfo", item}}}});
}

bool is_taken(const Reply& reply) {
  return reply.status == 200 && reply.body.find("\"infcode\":0") != std::string::npos;
}

/// Who works with the service all the time: pre-checks, reports of stock, notes on one finding.
class Work {
 public:
  Work(const RuleService& service, std::string token, std::string finding)
      : service_(service), token_(std::move(token)), finding_(std::move(finding)), questions_(questions(20)) {
    threads_.emplace_back([this](const std::stop_token& stop) { ask_gateway(stop); });
    threads_.emplace_back([this](const std::stop_token& stop) { write_notes(stop); });
  }
  void end() { threads_.clear(); }

  std::atomic<int> answered = 0, unanswered = 0, unavailable = 0, other = 0;
  std::set<std::string> notes, sales;  // acknowledged; to be read after end()

 private:
  void ask_gateway(const std::stop_token& stop) {
    for (std::size_t i = 0; !stop.stop_requested(); ++i) {
      const Reply reply = service_.ask("POST", "/3101", {}, questions_[i % questions_.size()]);
      ++(is_taken(reply) ? answered : unanswered);
      const std::string batch = fmt::format("B{}", i);
      if (is_taken(service_.ask("POST", "/3505", {}, sale_message(batch)))) sales.insert(batch);
      std::this_thread::sleep_for(2ms);
    }
  }
  void write_notes(const std::stop_token& stop) {
    const std::string target = "/v1/findings/" + finding_;
    for (int i = 0; !stop.stop_requested(); ++i) {
      const Reply seen = service_.get(target, token_);
      const std::string text = fmt::format("备注 {}", i);
      const Reply made = seen.status != 200
                             ? seen
                             : service_.post(target + "/steps", token_, {{"step", "note"}, {"text", text}},
                                             fmt::format("If-Match: {}\r\n", seen.etag));
      if (made.status == 200) notes.insert(text);
      else if (made.status == 503 && made.object().contains("detail")) ++unavailable;
      else ++other;
      std::this_thread::sleep_for(2ms);
    }
  }
  const RuleService& service_;
  std::string token_, finding_;
  std::vector<std::string> questions_;
  std::vector<std::jthread> threads_;
};

void expect_reported(RuleService& service, const std::set<std::string>& sales) {
  std::vector<history::StockBatch> batches;
  for (const std::string& batch : sales) batches.push_back({model::find_table("selinfo_d"), "H9", batch});
  const auto there = must(service.app().facts->withdraw(batches));
  for (std::size_t i = 0; i < batches.size(); ++i) {
    EXPECT_TRUE(there[i]) << batches[i].fixmedins_bchno << " was acknowledged";
  }
}

void expect_all_there(RuleService& service, const std::string& token, const std::string& finding, const Work& work) {
  std::set<std::string> texts;
  const Reply events = service.get(fmt::format("/v1/findings/{}/events", finding), token);
  ASSERT_EQ(events.status, 200) << events.body;
  const json::object whole = events.object();
  for (const json::value& event : whole.at("items").as_array()) {
    texts.emplace(event.as_object().at("text").as_string());
  }
  for (const std::string& note : work.notes) EXPECT_TRUE(texts.contains(note)) << note;
  expect_reported(service, work.sales);
  EXPECT_TRUE(must(service.app().access_log->verify(std::nullopt)).whole);
}

TEST(BadDaysTest, PostgresCrashesUnderLoad) {
  auto& postgres = sql::PostgresServer::one();
  if (!postgres.why_not().empty()) return not_run(postgres.why_not());
  RuleService service(postgres.fresh());
  const std::string analyst = service.as(Role::kAnalyst), inspector = service.as(Role::kInspector);
  ASSERT_EQ(service.run_job(analyst, "audit", {{"rules", "1-88"}}).at("state"), "done");
  const Reply page = service.get("/v1/findings?limit=1", inspector);
  ASSERT_EQ(page.status, 200) << page.body;
  const std::string finding{page.object().at("items").at(0).at("finding_id").as_string()};
  Work work(service, inspector, finding);
  for (int round = 0; round < 3; ++round) {
    std::this_thread::sleep_for(400ms);
    const int notes = work.other, answers = work.answered;
    postgres.stop(SIGQUIT);
    std::this_thread::sleep_for(400ms);
    EXPECT_GT(work.answered, answers) << "pre-checks need no database";
    EXPECT_EQ(work.other, notes) << "the API says 503 and nothing else";
    postgres.start();
  }
  std::this_thread::sleep_for(400ms);
  const Reply after = service.get("/v1/findings?limit=1", inspector);
  EXPECT_EQ(after.status, 200) << "without a restart: " << after.body;
  work.end();
  EXPECT_EQ(work.unanswered, 0);
  EXPECT_GT(work.unavailable, 0);
  EXPECT_GT(work.notes.size(), 10u);
  expect_all_there(service, inspector, finding, work);
}

/// A disk of its own, so small that a test can fill it.
class SmallDisk {
 public:
  explicit SmallDisk(const fs::path& at) : at_(at) {
    fs::create_directories(at_);
    mounted_ = mount("tmpfs", at_.c_str(), "tmpfs", 0, "size=400m") == 0;
  }
  ~SmallDisk() {
    if (mounted_) umount2(at_.c_str(), MNT_DETACH);
  }
  [[nodiscard]] bool mounted() const { return mounted_; }
  void fill() {
    const int file = ::open((at_ / "ballast").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    for (std::string bytes(std::size_t{1} << 20, 'x'); !bytes.empty(); bytes.resize(bytes.size() / 2)) {
      while (::write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size())) {
      }
    }
    ::close(file);
  }
  void make_room() { fs::remove(at_ / "ballast"); }

 private:
  fs::path at_;
  bool mounted_ = false;
};

TEST(BadDaysTest, ABadNameOfAnInstitutionStopsNoAudit) {
  RuleService service;
  const std::string analyst = service.as(Role::kAnalyst);
  std::string name = "a";  // so that the limit falls into a character
  for (int i = 0; i < 200; ++i) name += "医";
  const std::string row =
      json::serialize(json::object{{"fixmedins_code", "HBADNAME"}, {"fixmedins_name", name}}) + "\n";
  const Reply taken = service.ask("POST", "/v1/facts/fixmedins_b", service.as(Role::kAdministrator), row,
                                  "Content-Type: application/x-ndjson\r\n");
  ASSERT_EQ(taken.status, 200) << taken.body;
  const json::object job = service.run_job(analyst, "audit", {{"rules", "67"}});
  EXPECT_EQ(job.at("state"), "done") << job;
  const auto kept = must(service.app().institutions->find("HBADNAME", identity::Scope::whole()));
  EXPECT_EQ(kept.name, name.substr(0, 499)) << "whole characters, at most 500 bytes";
}

TEST(BadDaysTest, TheDiskIsFull) {
  SmallDisk disk(rule_city().folder() / "small-disk");
  if (!disk.mounted()) return not_run("needs the right to mount a small disk");
  RuleService service({}, rule_city().folder() / "small-disk");
  const std::string analyst = service.as(Role::kAnalyst), inspector = service.as(Role::kInspector);
  const std::string operator_token = service.as(Role::kAdministrator);
  ASSERT_EQ(service.run_job(analyst, "audit", {{"rules", "1-88"}}).at("state"), "done");
  const auto asked_before = questions(20);
  int number = 0;
  std::set<std::string> sales;
  const auto report = [&] {
    const std::string batch = fmt::format("F{}", number++);
    const Reply reply = service.ask("POST", "/3505", {}, sale_message(batch));
    if (is_taken(reply)) sales.insert(batch);
    return is_taken(reply);
  };
  const auto facts = [&] {
    std::string lines;
    for (int i = 0; i < 200; ++i) {
      lines += fmt::format(
          R"({{"fixmedins_code":"H9","med_list_codg":"X","cnt":"1","chg_time":"2026-01-01 00:00:00","fixmedins_bchno":"{}-{}"}})"
          "\n",
          number, i);
    }
    ++number;
    return service.ask("POST", "/v1/facts/invchg_d", operator_token, lines, "Content-Type: application/x-ndjson\r\n");
  };
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(report());
  disk.fill();
  Reply refused;
  for (int i = 0; i < 5000 && refused.status != 507; ++i) refused = facts();
  ASSERT_EQ(refused.status, 507) << refused.body;
  EXPECT_NE(refused.body.find("磁盘空间已满"), std::string::npos) << refused.body;
  while (report()) ASSERT_LT(number, 20'000);
  for (const std::string& question : asked_before) EXPECT_TRUE(is_taken(service.ask("POST", "/3101", {}, question)));
  disk.make_room();
  EXPECT_EQ(facts().status, 200);
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(report());
  EXPECT_EQ(service.get("/v1/findings?limit=1", inspector).status, 200);
  expect_reported(service, sales);
  EXPECT_TRUE(must(service.app().access_log->verify(std::nullopt)).whole);
}

}  // namespace
}  // namespace yishou::rule_tests

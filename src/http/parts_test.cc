// Tests of the parts that need no socket: problems, metrics, log, rates, conditions, assets, headers of answers, pool.
#include <fcntl.h>
#include <sys/stat.h>

#include <atomic>
#include <future>
#include <limits>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/assets.h"
#include "http/conditional.h"
#include "http/header_text.h"
#include "http/http_fixture.h"
#include "http/json_text.h"
#include "http/log.h"
#include "http/metrics.h"
#include "http/pool.h"
#include "http/problem.h"
#include "http/rate_limit.h"

namespace yishou::http {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using namespace std::chrono_literals;

TEST(JsonText, AnyBytesBecomeAValidString) {
  std::string out;
  append_json_text(out, std::string_view("a\"\\\n\x01\x7f医\xff\xe5\x8c<\0", 14));
  EXPECT_EQ(out, "\"a\\\"\\\\\\n\\u0001\\u007f医\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd<\\u0000\"");
}

TEST(Problem, HasTheMembersOfTheStandardAndTheRequestId) {
  Request request;
  request.id = "00000000000000ab";
  Response response;
  answer_problem(request, response, Problem{404, "", "no \"x\"", "", {{"rule", "67"}}});
  EXPECT_EQ(response.status, 404u);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(
      response.body,
      R"({"type":"about:blank","title":"未找到 · Not Found","status":404,"detail":"no \"x\"","request_id":"00000000000000ab","rule":"67"})");
}

TEST(Problem, ErrorsFromInsideStayInside) {
  Request request;
  Response response;
  answer_error(request, response, Error{ErrorCode::kIo, "cannot read /secret/path"});
  EXPECT_EQ(response.status, 503u);
  EXPECT_EQ(response.header("retry-after"), "1");
  EXPECT_THAT(response.body, Not(HasSubstr("secret")));
  EXPECT_EQ(response.log_note, "cannot read /secret/path");
  response.clear();
  answer_error(request, response, Error{ErrorCode::kNoSpace, "no room in /secret/path"});
  EXPECT_EQ(response.status, 507u);
  EXPECT_THAT(response.body, AllOf(HasSubstr("the disk is full"), Not(HasSubstr("secret"))));
  response.clear();
  answer_error(request, response, Error{ErrorCode::kEngine, "the database refused /secret/path"});
  EXPECT_EQ(response.status, 500u);
  EXPECT_THAT(response.body, Not(HasSubstr("secret")));
  response.clear();
  answer_error(request, response, Error{ErrorCode::kNotFound, "there is no rule 999"});
  EXPECT_EQ(response.status, 404u);
  EXPECT_THAT(response.body, HasSubstr("there is no rule 999"));
  response.clear();
  answer_error(request, response, Error{ErrorCode::kBusy, "later"});
  EXPECT_EQ(response.header("retry-after"), "1");
  EXPECT_EQ(status_of(ErrorCode::kBadInput), 422u);
  EXPECT_EQ(status_of(ErrorCode::kTooMuch), 429u);
}

TEST(Metrics, PrometheusText) {
  Metrics metrics;
  metrics.counter("a_total", "Things.", {{"kind", "x\"y\\z\n"}}).add(3);
  metrics.counter("a_total", "Things.", {{"kind", "x\"y\\z\n"}}).add(2);
  metrics.gauge("b", "Level.").set(-4);
  Histogram& h = metrics.histogram("c_seconds", "Time.", {{"r", "1"}});
  h.observe(10us);  // exactly a bound belongs to it
  h.observe(10'001ns);
  h.observe(1h);
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("# HELP a_total Things.\n# TYPE a_total counter\na_total{kind=\"x\\\"y\\\\z\\n\"} 5\n"));
  EXPECT_THAT(text, HasSubstr("# TYPE b gauge\nb -4\n"));
  EXPECT_THAT(text, HasSubstr("c_seconds_bucket{r=\"1\",le=\"1e-05\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("c_seconds_bucket{r=\"1\",le=\"2.5e-05\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("c_seconds_bucket{r=\"1\",le=\"10\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("c_seconds_bucket{r=\"1\",le=\"+Inf\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("c_seconds_count{r=\"1\"} 3\n"));
  EXPECT_EQ(h.sums().quantile(0.5), 25e-6);
  EXPECT_EQ(h.sums().quantile(1), std::numeric_limits<double>::infinity());
}

TEST(Metrics, NothingIsLostBetweenThreads) {
  Metrics metrics;
  Counter& counter = metrics.counter("n_total", "N.");
  Histogram& histogram = metrics.histogram("t_seconds", "T.");
  std::vector<std::thread> threads;
  for (int t = 0; t < 12; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 10'000; ++i) {
        counter.add();
        histogram.observe(1ms);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(counter.value(), 120'000u);
  EXPECT_EQ(histogram.sums().count, 120'000u);
  EXPECT_EQ(histogram.sums().nanoseconds, 120'000'000'000u);
}

TEST(Log, LinesAreJsonAndLevelsAreKept) {
  TestFolder folder;
  auto log = Log::open(folder.file("log"), LogLevel::kInfo);
  ASSERT_TRUE(log);
  (*log)->write(LogLevel::kDebug, "unseen");
  (*log)->write(LogLevel::kWarn, "a\nb", {{"n", std::int64_t{-7}}, {"ok", true}, {"s", "\"}{"}});
  (*log)->flush();
  EXPECT_THAT(read_file(folder.file("log")),
              ::testing::MatchesRegex(
                  R"(\{"time":"20[0-9-]+T[0-9:.]+Z","level":"warn","event":"a\\nb","n":-7,"ok":true,"s":"\\"\}\{"\})"
                  "\n"));
}

TEST(Log, RotationAndRefusals) {
  TestFolder folder;
  auto log = Log::open(folder.file("log"), LogLevel::kInfo);
  ASSERT_TRUE(log);
  (*log)->write(LogLevel::kInfo, "first");
  (*log)->flush();
  std::filesystem::rename(folder.file("log"), folder.file("log.1"));
  ASSERT_TRUE((*log)->reopen());
  (*log)->write(LogLevel::kInfo, "second");
  log->reset();  // writes what waits
  EXPECT_THAT(read_file(folder.file("log.1")), AllOf(HasSubstr("first"), Not(HasSubstr("second"))));
  EXPECT_THAT(read_file(folder.file("log")), HasSubstr("second"));
  EXPECT_EQ(Log::open(folder.file("no/such/folder"), LogLevel::kInfo).error().code, ErrorCode::kIo);
  EXPECT_EQ(*parse_log_level("warn"), LogLevel::kWarn);
  EXPECT_FALSE(parse_log_level("loud"));
}

// A pipe that nobody reads is the slowest disk there is.
TEST(Log, ASlowDiskHoldsNobodyUp) {
  TestFolder folder;
  const std::string pipe = folder.file("pipe");
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const int reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
  auto log = Log::open(pipe, LogLevel::kInfo);
  ASSERT_TRUE(log);
  const std::string text(10'000, 'x');
  for (int i = 0; i < 3'000; ++i) (*log)->write(LogLevel::kInfo, text);  // 30 MB
  EXPECT_GT((*log)->dropped(), 1'000u);
  std::thread drain([reader] {
    ::fcntl(reader, F_SETFL, 0);
    std::string all(std::size_t{1} << 20, '\0');
    std::string tail;
    while (true) {
      const ssize_t n = ::read(reader, all.data(), all.size());
      if (n <= 0) break;
      tail = (tail + all.substr(0, static_cast<std::size_t>(n)));
      tail = tail.substr(tail.size() > 4096 ? tail.size() - 4096 : 0);
    }
  });
  log->reset();
  drain.join();
  ::close(reader);
}

TEST(RateLimit, BurstThenRate) {
  RateLimit limit({.per_second = 2, .burst = 3});
  auto now = RateLimit::Time(100s);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(limit.take("a", now).allowed) << i;
  EXPECT_FALSE(limit.take("a", now).allowed);
  EXPECT_EQ(limit.take("a", now).retry_after_seconds, 1u);
  EXPECT_TRUE(limit.take("b", now).allowed);
  now += 500ms;
  EXPECT_TRUE(limit.take("a", now).allowed);
  EXPECT_FALSE(limit.take("a", now).allowed);
  now += 1h;
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(limit.take("a", now).allowed);
  EXPECT_FALSE(limit.take("a", now).allowed);
}

TEST(RateLimit, SlowRatesSayHowLong) {
  RateLimit limit({.per_second = 1.0 / 60, .burst = 1});
  const auto now = RateLimit::Time(5s);
  EXPECT_TRUE(limit.take("a", now).allowed);
  EXPECT_EQ(limit.take("a", now).retry_after_seconds, 60u);
  EXPECT_EQ(limit.take("a", now + 59'500ms).retry_after_seconds, 1u);
  EXPECT_TRUE(limit.take("a", now + 60s).allowed);
}

TEST(RateLimit, MemoryIsBoundedAndThreadsAgree) {
  RateLimit limit({.per_second = 1, .burst = 50}, 1'600);
  for (int i = 0; i < 100'000; ++i) std::ignore = limit.take(std::to_string(i));
  EXPECT_LE(limit.size(), 1'600u);
  EXPECT_GT(limit.size(), 1'000u);
  const auto now = RateLimit::Time(1s);
  std::atomic<int> passed{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 100; ++i) passed += limit.take("one", now).allowed ? 1 : 0;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(passed, 50);
}

TEST(Conditional, NotModified) {
  const std::string etag = etag_of("version 1");
  EXPECT_EQ(etag.size(), 34u);
  EXPECT_NE(etag, etag_of("version 2"));
  const auto status = [&](Method method, const std::string& header) {
    Request request;
    request.method = method;
    request.headers.push_back({"if-none-match", header});
    Response response;
    const bool not_modified = answer_not_modified(request, response, etag);
    EXPECT_EQ(not_modified, response.status == 304);
    EXPECT_EQ(response.header("ETag"), etag);
    return response.status;
  };
  EXPECT_EQ(status(Method::kGet, etag), 304u);
  EXPECT_EQ(status(Method::kHead, "\"x\" , W/" + etag), 304u);
  EXPECT_EQ(status(Method::kGet, "*"), 304u);
  EXPECT_EQ(status(Method::kGet, "\"x\""), 200u);
  EXPECT_EQ(status(Method::kGet, ""), 200u);
  EXPECT_EQ(status(Method::kPost, etag), 200u);
}

TEST(Conditional, Match) {
  const std::string etag = etag_of("version 1");
  const auto status = [&](const std::string& header) {
    Request request;
    request.headers.push_back({"If-Match", header});
    Response response;
    return matches_or_answer(request, response, etag) ? 200u : response.status;
  };
  EXPECT_EQ(status(etag), 200u);
  EXPECT_EQ(status("\"x\", " + etag), 200u);
  EXPECT_EQ(status("*"), 200u);
  EXPECT_EQ(status("\"x\", *"), 412u);   // a star stands alone (RFC 9110, 13.1.1)
  EXPECT_EQ(status("W/" + etag), 412u);  // a weak one does not do for a change
  EXPECT_EQ(status("\"x\""), 412u);
  EXPECT_EQ(status(""), 428u);
}

TEST(Assets, TypesVariantsAndTags) {
  const Assets assets({{"index.html", "<html>"}, {"app.3f9a12bc.js", "let a"}, {"app.3f9a12bc.js.gz", "packed"}});
  const auto serve = [&](std::string_view name, std::vector<Field> headers) {
    Request request;
    request.headers = std::move(headers);
    Response response;
    assets.serve(request, response, name);
    return response;
  };
  const Response page = serve("index.html", {});
  EXPECT_EQ(page.bytes(), "<html>");
  EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
  EXPECT_EQ(page.header("Cache-Control"), "no-cache");
  EXPECT_EQ(serve("index.html", {{"If-None-Match", page.header("ETag")}}).status, 304u);
  const Response script = serve("app.3f9a12bc.js", {});
  EXPECT_EQ(script.bytes(), "let a");
  EXPECT_THAT(std::string(script.header("Cache-Control")), HasSubstr("immutable"));
  const Response packed = serve("app.3f9a12bc.js", {{"Accept-Encoding", "br, gzip;q=0.5"}});
  EXPECT_EQ(packed.bytes(), "packed");
  EXPECT_EQ(packed.header("Content-Encoding"), "gzip");
  EXPECT_NE(packed.header("ETag"), script.header("ETag"));
  EXPECT_EQ(serve("app.3f9a12bc.js", {{"Accept-Encoding", "gzip;q=0"}}).bytes(), "let a");
  for (const std::string_view name :
       {"", "index", "../index.html", "/index.html", "app.3f9a12bc.js.gz", "INDEX.HTML"}) {
    EXPECT_EQ(serve(name, {}).status, 404u) << name;
  }
}

TEST(Response, HeadersThatBreakTheFramingSpoilIt) {
  for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{{"X-A", "a\r\nSet-Cookie: b"},
                                                                                    {"X-A", "a\nb"},
                                                                                    {"X-A", std::string("a\0b", 3)},
                                                                                    {"X A", "v"},
                                                                                    {"X-A\r\nB", "v"},
                                                                                    {"", "v"},
                                                                                    {"content-length", "3"},
                                                                                    {"Transfer-Encoding", "chunked"},
                                                                                    {"Connection", "close"}}) {
    Response response;
    response.set_header(name, value);
    EXPECT_FALSE(response.spoilt_by().empty()) << name;
    EXPECT_TRUE(response.headers().empty()) << name;
  }
  Response response;
  response.set_header("X-A", "1");
  response.set_header("x-a", "2\t医");
  response.add_header("X-A", "3");
  EXPECT_EQ(response.headers().size(), 2u);
  EXPECT_EQ(response.header("X-a"), "2\t医");
  EXPECT_TRUE(response.spoilt_by().empty());
}

TEST(Response, FilesAreOpenedAtOnce) {
  TestFolder folder;
  write_file(folder.file("f"), "12345");
  Response response;
  ASSERT_TRUE(response.send_file(folder.file("f")));
  std::filesystem::remove(folder.file("f"));
  EXPECT_EQ(response.file().size(), 5u);
  EXPECT_EQ(response.send_file(folder.file("f")).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(response.send_file(folder.file(".")).error().code, ErrorCode::kIo);
}

TEST(HttpDate, IsOfTheStandard) {
  EXPECT_EQ(http_date(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
}

TEST(Pool, QueueIsBoundedAndStopForgets) {
  Gauge waiting, running;
  Pool pool(1, 2, waiting, running);
  std::promise<void> started, release;
  std::atomic<int> done{0};
  ASSERT_TRUE(pool.submit([&] {
    started.set_value();
    release.get_future().wait();
    ++done;
  }));
  started.get_future().wait();
  EXPECT_TRUE(pool.submit([&] { ++done; }));
  EXPECT_TRUE(pool.submit([&] { ++done; }));
  EXPECT_FALSE(pool.submit([&] { ++done; }));
  EXPECT_EQ(waiting.value(), 2);
  EXPECT_EQ(running.value(), 1);
  std::thread stop([&] { pool.stop(); });
  while (waiting.value() != 0) std::this_thread::yield();
  release.set_value();
  stop.join();
  EXPECT_EQ(done, 1);
  EXPECT_FALSE(pool.submit([] {}));
}

}  // namespace
}  // namespace yishou::http

// Load on an HTTP server: requests a second, times, answers by status. Without --port it measures our own server with a handler
// that does nothing, in a process of its own: what the service's routes are compared with.
//
//   bench_load_http                                                      the no-op server: saturation, then 10,000 a second
//   bench_load_http --port 8080 --path /v1/x --body FILE --rate 10000     any server
//   bench_load_http --serve 8080                                          the no-op server alone, until a key is pressed
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "http/server.h"
#include "http_load.h"

namespace {

using namespace yishou;

[[noreturn]] void stop(const std::string& why) {
  fmt::print(stderr, "load_http: {}\n", why);
  std::exit(3);
}

std::string read_all(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) stop("cannot read: " + path);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Serves until `end` is closed at the other side; tells its port to `tell`.
void serve_nothing(std::uint16_t port, int tell, int end) {
  http::Router router;
  const auto nothing = [](const http::Request&, http::Response& response) { response.send_json("{\"ok\":true}"); };
  router.add(http::Method::kPost, "/noop", nothing, {.where = http::Where::kHere});
  router.add(http::Method::kGet, "/noop", nothing, {.where = http::Where::kHere});
  router.add(http::Method::kPost, "/pool", nothing);
  http::Settings settings;
  settings.listen[0].port = port;
  auto log = http::Log::open("", http::LogLevel::kWarn);
  http::Metrics metrics;
  auto server = http::Server::start(settings, std::move(router), **log, metrics);
  if (!server) stop(server.error().message);
  const std::uint16_t got = (*server)->port();
  if (::write(tell, &got, sizeof got) != sizeof got) return;
  char byte;
  while (::read(end, &byte, 1) < 0) {
  }
  (*server)->stop(std::chrono::seconds(1));
}

bool measure(const std::string& name, const bench::LoadPlan& plan) {
  bench::LoadGenerator generator(plan);
  bench::LoadResult result = generator.run();
  std::uint64_t errors = result.unexpected;
  std::string statuses;
  for (const auto& [status, count] : result.by_status) {
    statuses += fmt::format(" {}:{}", status == 0 ? std::string("lost") : std::to_string(status), count);
    if (status != 200) errors += count;
  }
  fmt::print("{:<24} {:>9.0f} requests/s  p50 {:.3f}  p90 {:.3f}  p99 {:.3f}  p99.9 {:.3f}  max {:.3f} ms\n", name,
             static_cast<double>(result.answers) / result.seconds, result.quantile(0.5), result.quantile(0.9),
             result.quantile(0.99), result.quantile(0.999), result.quantile(1));
  fmt::print("{:<24} status{}; without the expected text: {}; generator {:.2f} s of CPU in {:.1f} s\n", "", statuses,
             result.unexpected, result.cpu_seconds, plan.warmup + plan.seconds);
  std::fflush(stdout);
  return errors == 0 && result.answers > 0;
}

double child_cpu() {
  rusage use{};
  ::getrusage(RUSAGE_CHILDREN, &use);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(use.ru_utime) + seconds(use.ru_stime);
}

// Starts the no-op server in a child, and measures it.
bool measure_nothing(bench::LoadPlan plan) {
  int tell[2], end[2];
  if (::pipe(tell) != 0 || ::pipe(end) != 0) stop("cannot make a pipe");
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(end[1]);
    serve_nothing(0, tell[1], end[0]);
    std::_Exit(0);
  }
  ::close(tell[1]);
  ::close(end[0]);
  if (::read(tell[0], &plan.port, sizeof plan.port) != sizeof plan.port) stop("the no-op server did not start");
  const bool saturated = measure("no-op, saturation", plan);
  plan.rate = plan.rate > 0 ? plan.rate : 10'000;
  const bool paced = measure(fmt::format("no-op, {:.0f} a second", plan.rate), plan);
  ::close(end[1]);
  ::waitpid(child, nullptr, 0);
  fmt::print("{:<24} server {:.2f} s of CPU in both\n", "", child_cpu());
  return saturated && paced;
}

}  // namespace

int main(int argc, char** argv) {
  bench::LoadPlan plan;
  std::string path = "/noop", method = "POST", body_file, lines_file;
  std::vector<std::string> headers;
  std::uint16_t serve_port = 0;
  CLI::App app("HTTP load generator");
  app.add_option("--host", plan.host, "IPv4 address");
  app.add_option("--port", plan.port, "port; without it the no-op server is measured");
  app.add_flag("--tls", plan.tls, "TLS, certificates unchecked");
  app.add_option("--path", path, "path and query");
  app.add_option("--method", method, "GET or POST");
  app.add_option("--body", body_file, "file with the body");
  app.add_option("--lines", lines_file, "file with one body a line, sent in turn");
  app.add_option("--header", headers, "\"Name: value\", as often as needed");
  app.add_option("--expect", plan.expect, "text that each answer must contain");
  app.add_option("--connections", plan.connections, "connections")->check(CLI::Range(1, 20'000));
  app.add_option("--rate", plan.rate, "requests a second; 0: as many as it takes");
  app.add_option("--warmup", plan.warmup, "seconds before measuring");
  app.add_option("--seconds", plan.seconds, "seconds of measuring");
  app.add_option("--serve", serve_port, "serve the no-op handler at this port and nothing else");
  CLI11_PARSE(app, argc, argv);
  if (serve_port != 0) {
    serve_nothing(serve_port, STDOUT_FILENO, STDIN_FILENO);
    return 0;
  }
  std::vector<std::string> bodies;
  if (!lines_file.empty()) {
    std::ifstream in(lines_file);
    for (std::string line; std::getline(in, line);) bodies.push_back(line);
    if (bodies.empty()) stop("no lines in: " + lines_file);
  } else {
    bodies.push_back(body_file.empty() ? (method == "POST" ? std::string(4096, 'x') : std::string())
                                       : read_all(body_file));
  }
  std::string head = fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\n", method, path, plan.host);
  for (const std::string& header : headers) head += header + "\r\n";
  for (const std::string& body : bodies) {
    plan.requests.push_back(body.empty() ? head + "\r\n"
                                         : fmt::format("{}Content-Length: {}\r\n\r\n{}", head, body.size(), body));
  }
  if (plan.port == 0) {
    plan.expect = "ok";
    return measure_nothing(plan) ? 0 : 1;
  }
  const std::string name = plan.rate > 0 ? fmt::format("{:.0f} a second", plan.rate) : "saturation";
  return measure(name, plan) ? 0 : 1;
}

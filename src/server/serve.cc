#include "server/serve.h"

#include <pthread.h>
#include <sys/stat.h>
#include <time.h>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <optional>
#include <thread>

#include <fmt/format.h>

#include "http/server.h"
#include "server/api.h"
#include "server/routes.h"

namespace yishou::embedded {
std::vector<std::pair<std::string_view, std::string_view>> workbench();
}  // namespace yishou::embedded

namespace yishou::server {
namespace {

// Signals are taken by sigtimedwait in this thread alone; every other thread inherits that they are blocked.
sigset_t block_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int number : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, number);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return set;
}

void log_failure(App& app, const char* event, const Error& error) {
  app.log->write(http::LogLevel::kError, event, {{"error", std::string_view{error.message}}});
}

void reload(App& app, http::Server& server) {
  const auto tell = [&](const char* what, const Status& status) {
    if (!status.has_value()) return log_failure(app, what, status.error());
    app.log->write(http::LogLevel::kInfo, what);
  };
  tell("knowledge_reloaded", app.live->reload());
  tell("institutions_reloaded", app.callers->refresh());
  tell("certificates_reloaded", server.reload_certificates());
  tell("log_reopened", app.log->reopen());
}

/// Takes facts into the lake now and then, beside the thread that waits for signals.
class Drains {
 public:
  Drains(App& app, std::int64_t seconds)
      : thread_([&app, seconds](const std::stop_token& stop) { run(app, seconds, stop); }) {}

 private:
  static void run(App& app, std::int64_t seconds, const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    while (!wake.wait_for(lock, stop, std::chrono::seconds{seconds}, [&] { return stop.stop_requested(); })) {
      const Status status = app.drain_facts();
      if (!status && !app.stopping) log_failure(app, "drain", status.error());
    }
  }
  std::jthread thread_;
};

std::string address_of(const Settings& settings, const http::Server& server) {
  const http::Listen& first = settings.http.listen.front();
  return fmt::format("{}://{}:{}", first.certificate_file.empty() ? "http" : "https", first.address, server.port());
}

}  // namespace

Status serve(const Settings& settings, const std::function<void(const Started&)>& started) {
  ::umask(0077);  // whatever it writes holds personal data
  const sigset_t signals = block_signals();
  YISHOU_TRY(const auto app, App::open(settings));
  Api api(*app);
  add_endpoints(api);
  http::Router router;
  api.connect(router);
  connect_gateway(router, *app);
  connect_workbench(router, embedded::workbench());
  YISHOU_TRY(const auto server, http::Server::start(app->settings.http, std::move(router), *app->log, app->metrics));
  app->log->write(
      http::LogLevel::kInfo, "started",
      {{"address", address_of(settings, *server)}, {"knowledge", app->live->current()->snapshot->version()}});
  started({.address = address_of(settings, *server),
           .first_password = app->first_password,
           .demonstration = app->demonstration});

  std::optional<Drains> drains(std::in_place, *app, settings.drain_seconds);
  for (;;) {
    const timespec wait{.tv_sec = 1, .tv_nsec = 0};
    const int signal = sigtimedwait(&signals, nullptr, &wait);
    if (signal == SIGTERM || signal == SIGINT) break;
    if (signal == SIGHUP) reload(*app, *server);
    if (const Status status = app->callers->refresh(); !status) log_failure(*app, "institutions", status.error());
  }
  app->stopping = true;
  app->log->write(http::LogLevel::kInfo, "stopping");
  drains.reset();  // one on its way gives up: its facts wait for the next start
  server->stop(std::chrono::milliseconds(settings.grace_ms));
  return app->reminders->flush();
}

}  // namespace yishou::server

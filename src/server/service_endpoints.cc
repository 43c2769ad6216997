// What watches the service: is it alive, is it ready, how much does it do.
#include "server/api.h"
#include "server/json.h"

namespace yishou::server {
namespace {

namespace json = boost::json;

Status is_alive(const Call&, http::Response& response) {
  send(response, json::object{{"status", "alive"}});
  return {};
}

// Ready: the operational store answers, knowledge is in force, and the service is not about to stop.
Status is_ready(const Call& call, http::Response& response) {
  const auto answers = call.app.database->query("SELECT 1");
  const bool stopping = call.app.stopping;
  const bool ready = answers.has_value() && !stopping;
  const auto live = call.app.live->current();
  send(response,
       json::object{{"status", ready      ? "ready"
                               : stopping ? "stopping"
                                          : "store_out_of_reach"},
                    {"knowledge_version", live->snapshot->version()},
                    {"lake_generation", live->surroundings->lake_generation},
                    {"facts_waiting", call.app.facts->waiting()}},
       ready ? 200 : 503);
  return {};
}

Status measure(const Call& call, http::Response& response) {
  App& app = call.app;
  app.metrics.gauge("yishou_facts_waiting", "Facts that are not in the lake yet.")
      .set(static_cast<std::int64_t>(app.facts->waiting()));
  app.metrics.gauge("yishou_history_memory_bytes", "Memory of the history of persons.")
      .set(static_cast<std::int64_t>(app.facts->store().memory_in_use()));
  app.metrics.gauge("yishou_reminders_dropped", "Requests that were not logged because the disk was too slow.")
      .set(static_cast<std::int64_t>(app.reminders->dropped()));
  response.content_type = http::Metrics::kContentType;
  response.body = app.metrics.text();
  return {};
}

}  // namespace

void add_service_endpoints(Api& api) {
  const auto add = [&](std::string_view pattern, std::string_view operation, auto handle, http::Where where) {
    api.add({.method = http::Method::kGet,
             .pattern = std::string{pattern},
             .operation = std::string{operation},
             .entry = Entry::kPublic,
             .permission = {},
             .handle = handle,
             .options = {.where = where}});
  };
  add("/healthz", "isAlive", is_alive, http::Where::kHere);
  add("/readyz", "isReady", is_ready, http::Where::kPool);
  add("/metrics", "measure", measure, http::Where::kPool);
}

}  // namespace yishou::server

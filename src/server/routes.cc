#include "server/routes.h"

#include <array>

namespace yishou::server {
namespace {

constexpr std::size_t kMessageBytes = std::size_t{4} << 20;  // of the interface: input has 40,000 characters

}  // namespace

void add_endpoints(Api& api) {
  add_service_endpoints(api);
  add_session_endpoints(api);
  add_fact_endpoints(api);
  add_finding_endpoints(api);
  add_finding_step_endpoints(api);
  add_finding_export_endpoint(api);
  add_finding_file_endpoints(api);
  add_saved_search_endpoints(api);
  add_person_endpoints(api);
  add_institution_endpoints(api);
  add_traffic_endpoints(api);
  add_traffic_institutions_endpoint(api);
  add_overview_endpoint(api);
  add_institution_profile_endpoint(api);
  add_unmask_endpoint(api);
  add_account_endpoints(api);
  add_token_endpoints(api);
  add_institution_settings_endpoints(api);
  add_log_endpoints(api);
  add_document_endpoints(api);
  add_job_endpoints(api);
  add_rule_endpoints(api);
  add_knowledge_endpoints(api);
  add_parameter_endpoints(api);
  add_shadow_endpoints(api);
  add_draft_endpoints(api);
  add_draft_file_endpoints(api);
  add_draft_step_endpoints(api);
}

void connect_gateway(http::Router& router, App& app) {
  GatewayDesk& desk = *app.gateway;
  const auto here = [&desk](const http::Request& request, http::Response& response) {
    desk.answer_here(request, response);
  };
  const auto pool = [&desk](const http::Request& request, http::Response& response) {
    desk.answer_in_pool(request, response);
  };
  const auto refused = [&desk](const http::Request& request, http::Response& response, std::string_view detail) {
    desk.refuse(request, response, detail);
  };
  const http::RouteOptions quick{.where = http::Where::kHere, .max_body = kMessageBytes, .refused = refused};
  const http::RouteOptions waits{.where = http::Where::kPool, .max_body = kMessageBytes, .refused = refused};
  // What asks before the bill waits for nothing and has the fast way.
  for (const std::string_view prefix : {"", "/fsi/api", "/gateway"}) {
    for (const std::string_view number : {"3101", "3102"}) {
      router.add(http::Method::kPost, std::string{prefix} + "/" + std::string{number}, here, quick);
    }
  }
  for (const std::string_view method : {"beforeAnalyze", "courseAnalyze"}) {
    const std::string service = "/fsi/api/riskConService/" + std::string{method};
    router.add(http::Method::kPost, service, here, quick);
    router.add(http::Method::kPost, "/gateway/ebus/{app}" + service, here, quick);
  }
  // Everything else: by number, by service and method behind any application, or by infno alone.
  for (const std::string_view pattern : {"/gateway", "/gateway/{rest...}", "/fsi/{rest...}", "/{number}", "/"}) {
    router.add(http::Method::kPost, pattern, pool, waits);
  }
  // Any prefix may stand before them.
  router.fallback(http::Method::kPost, pool, waits);
}

}  // namespace yishou::server

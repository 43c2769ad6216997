// The API's common ground: endpoints as one list with what each needs, who asks, and how an Error becomes an answer.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/rate_limit.h"
#include "http/router.h"
#include "identity/account.h"
#include "identity/log.h"
#include "server/app.h"
#include "server/clock.h"

namespace yishou::server {

/// One request of the API, with who asks.
struct Call {
  App& app;
  const http::Request& request;
  const identity::Principal& who;  ///< of a public endpoint: nobody, with an empty account_id
  Moment now;

  /// A record for the access log, filled but for what was done.
  [[nodiscard]] identity::Access access(identity::Action action) const {
    identity::Access made = identity::access_of(who, now.beijing(), request.id);
    made.action = action;
    return made;
  }
};

/// Who may call an endpoint.
enum class Entry : std::uint8_t {
  kPublic,    ///< anybody
  kSignedIn,  ///< anybody with a session or token, also while the password must be changed
  kPermitted  ///< with the endpoint's permission
};

struct Endpoint {
  http::Method method;
  std::string pattern;    ///< "/v1/findings/{id}"
  std::string operation;  ///< operationId of the OpenAPI document
  Entry entry = Entry::kPermitted;
  std::optional<identity::Permission> permission;  ///< of kPermitted
  std::function<Status(const Call&, http::Response&)> handle;
  http::RouteOptions options = {};
};

/// Every endpoint of the API: one list for the router, the OpenAPI check and the test over all roles.
class Api {
 public:
  explicit Api(App& app);

  void add(Endpoint endpoint);
  /// Puts all of them into the router. The list must live as long as the server.
  void connect(http::Router& router);
  [[nodiscard]] const std::vector<Endpoint>& endpoints() const { return endpoints_; }
  [[nodiscard]] App& app() const { return app_; }

 private:
  void answer(const Endpoint& endpoint, const http::Request& request, http::Response& response);
  [[nodiscard]] Result<identity::Principal> identify(const http::Request& request, const Moment& now) const;

  App& app_;
  http::RateLimit rate_;
  std::vector<Endpoint> endpoints_;
};

// Each file of endpoints adds its own.
void add_session_endpoints(Api& api);
void add_fact_endpoints(Api& api);
void add_service_endpoints(Api& api);
void add_finding_endpoints(Api& api);
void add_finding_step_endpoints(Api& api);
void add_finding_export_endpoint(Api& api);
void add_finding_file_endpoints(Api& api);
void add_saved_search_endpoints(Api& api);
void add_person_endpoints(Api& api);
void add_institution_endpoints(Api& api);
void add_traffic_endpoints(Api& api);
void add_traffic_institutions_endpoint(Api& api);
void add_overview_endpoint(Api& api);
void add_institution_profile_endpoint(Api& api);
void add_unmask_endpoint(Api& api);
void add_account_endpoints(Api& api);
void add_token_endpoints(Api& api);
void add_institution_settings_endpoints(Api& api);
void add_log_endpoints(Api& api);
void add_document_endpoints(Api& api);
void add_job_endpoints(Api& api);
void add_rule_endpoints(Api& api);
void add_knowledge_endpoints(Api& api);
void add_parameter_endpoints(Api& api);
void add_shadow_endpoints(Api& api);
void add_draft_endpoints(Api& api);
void add_draft_file_endpoints(Api& api);
void add_draft_step_endpoints(Api& api);

/// The name of the session cookie.
inline constexpr std::string_view kSessionCookie = "yishou_session";

}  // namespace yishou::server

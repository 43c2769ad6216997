// Findings: pages, sums, groups, one, and the history of each.
#include <algorithm>
#include <utility>

#include "http/conditional.h"
#include "identity/masking.h"
#include "server/api.h"
#include "server/finding_json.h"
#include "server/finding_query.h"
#include "server/finding_view.h"
#include "server/json.h"

namespace yishou::server {
namespace {

namespace json = boost::json;
using http::Method;
using identity::Action;
using identity::Permission;

constexpr std::pair<std::string_view, cases::Sort> kSorts[] = {{"taken", cases::Sort::kTaken},
                                                               {"amount", cases::Sort::kAmount},
                                                               {"time", cases::Sort::kTime},
                                                               {"rule", cases::Sort::kRule},
                                                               {"institution", cases::Sort::kInstitution}};
constexpr std::pair<std::string_view, cases::GroupBy> kGroups[] = {
    {"rule", cases::GroupBy::kRule},     {"institution", cases::GroupBy::kInstitution},
    {"month", cases::GroupBy::kMonth},   {"state", cases::GroupBy::kState},
    {"city", cases::GroupBy::kCity},     {"week", cases::GroupBy::kWeek},
    {"family", cases::GroupBy::kFamily}, {"verdict", cases::GroupBy::kVerdict},
    {"doctor", cases::GroupBy::kDoctor}, {"department", cases::GroupBy::kDepartment}};

Status record_search(const Call& call, const cases::FindingFilter& filter) {
  identity::Access access = call.access(Action::kSearchFindings);
  describe_search(call, filter, access);
  access.result = "ok";
  YISHOU_CHECK_OK(call.app.access_log->append(access));
  return {};
}

Status list_findings(const Call& call, http::Response& response) {
  YISHOU_TRY(const FindingQuery query, read_finding_query(call, {"sort", "descending", "cursor", "limit"}));
  auto sort = cases::Sort::kTaken;
  if (query.params.has("sort")) {
    const auto known =
        std::ranges::find(kSorts, query.params.text("sort"), &std::pair<std::string_view, cases::Sort>::first);
    if (known == std::end(kSorts)) return refuse_param("sort", " taken、amount、time、rule、institution");
    sort = known->second;
  }
  YISHOU_TRY(const bool descending, query.params.flag("descending"));
  YISHOU_TRY(const int limit, query.params.limit());
  YISHOU_TRY(const cases::FindingPage page, call.app.findings->page(query.filter, call.who.scope, call.who.role, sort,
                                                                    descending, query.params.text("cursor"), limit));
  YISHOU_CHECK_OK(record_search(call, query.filter));
  const Places places(call.app.live->current()->surroundings);
  json::array items;
  for (const cases::CaseFinding& one : page.findings) items.push_back(finding_json(one, places));
  send(response, json::object{{"items", std::move(items)}, {"next", next_json(page.next)}});
  return {};
}

Status see_totals(const Call& call, http::Response& response) {
  YISHOU_TRY(const FindingQuery query, read_finding_query(call, {}));
  YISHOU_TRY(const cases::FindingTotals totals, call.app.findings->totals(query.filter, call.who.scope));
  YISHOU_CHECK_OK(record_search(call, query.filter));
  send(response, totals_json(totals));
  return {};
}

Status group_findings(const Call& call, http::Response& response) {
  YISHOU_TRY(const FindingQuery query, read_finding_query(call, {"by"}));
  const auto by =
      std::ranges::find(kGroups, query.params.text("by"), &std::pair<std::string_view, cases::GroupBy>::first);
  if (by == std::end(kGroups))
    return refuse_param("by", " rule、institution、month、week、state、city、family、verdict、doctor、department");
  YISHOU_TRY(const auto groups, call.app.findings->groups(query.filter, call.who.scope, by->second, call.who.role));
  YISHOU_CHECK_OK(record_search(call, query.filter));
  const Places places(call.app.live->current()->surroundings);
  send(response, json::object{{"by", by->first}, {"items", groups_json(groups, by->second, places)}});
  return {};
}

// Notes what is looked at, also when it is not there: trying ids is worth seeing.
Status record_look(const Call& call, std::string_view finding_id, bool found) {
  identity::Access access = call.access(Action::kSeeFinding);
  access.object_kind = identity::ObjectKind::kFinding;
  access.object_id = finding_id;
  access.reason = call.request.route;
  access.result = found ? "ok" : "not_found";
  YISHOU_CHECK_OK(call.app.access_log->append(access));
  return {};
}

Status see_finding(const Call& call, http::Response& response) {
  YISHOU_CHECK_OK(QueryParams::read(call.request, {}));
  const std::string_view id = call.request.param("id");
  auto found = call.app.findings->find(id, call.who.scope, identity::Role::kInspector);
  if (found.has_value() || found.error().code == ErrorCode::kNotFound) {
    YISHOU_CHECK_OK(record_look(call, id, found.has_value()));
  }
  if (!found.has_value()) return pass(found);
  if (http::answer_not_modified(call.request, response, finding_etag(id, found->version, call.who))) return {};
  YISHOU_TRY(const json::object view, finding_view(call, std::move(*found)));
  send(response, view);
  return {};
}

Status see_events(const Call& call, http::Response& response) {
  YISHOU_CHECK_OK(QueryParams::read(call.request, {}));
  const std::string_view id = call.request.param("id");
  auto events = call.app.findings->events(id, call.who.scope);
  if (events.has_value() || events.error().code == ErrorCode::kNotFound) {
    YISHOU_CHECK_OK(record_look(call, id, events.has_value()));
  }
  if (!events.has_value()) return pass(events);
  send(response, json::object{{"items", events_json(*events, call.who)}, {"next", nullptr}});
  return {};
}

}  // namespace

void add_finding_endpoints(Api& api) {
  const auto add = [&](std::string pattern, std::string operation, auto handle) {
    api.add({.method = Method::kGet,
             .pattern = std::move(pattern),
             .operation = std::move(operation),
             .permission = Permission::kReadFindings,
             .handle = handle});
  };
  add("/v1/findings", "listFindings", list_findings);
  add("/v1/findings/totals", "seeFindingTotals", see_totals);
  add("/v1/findings/groups", "groupFindings", group_findings);
  add("/v1/findings/{id}", "seeFinding", see_finding);
  add("/v1/findings/{id}/events", "seeFindingEvents", see_events);
}

}  // namespace yishou::server

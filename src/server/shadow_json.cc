#include "server/shadow_json.h"

#include "server/json.h"

namespace yishou::server {

namespace json = boost::json;

json::object shadow_row_json(const ShadowView& view) {
  json::array regions(view.scope.regions().begin(), view.scope.regions().end());
  json::array institutions(view.scope.institutions().begin(), view.scope.institutions().end());
  return {{"id", view.id},
          {"name", view.name},
          {"made_by", view.made_by},
          {"made_at", time_text(view.made_at)},
          {"state", view.error.empty() ? "running" : "failed"},
          {"error", view.error},
          {"knowledge_version", view.knowledge},
          {"regions", std::move(regions)},
          {"institutions", std::move(institutions)},
          {"requests", view.requests},
          {"failed", view.failed},
          {"dropped", view.dropped},
          {"waiting", view.waiting}};
}

json::object shadow_json(const ShadowView& view) {
  json::object whole = shadow_row_json(view);
  whole["draft"] = json_of(view.draft);
  whole["undecided"] = json::object{{"now", view.undecided_now}, {"draft", view.undecided_draft}};
  whole["outcome"] = view.tally;
  return whole;
}

}  // namespace yishou::server

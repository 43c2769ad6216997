#include "server/session_list.h"

#include <algorithm>
#include <span>

#include "server/json.h"
#include "server/query_params.h"

namespace yishou::server {

Status send_sessions(const Call& call, std::string_view account_id, http::Response& response) {
  YISHOU_TRY(const auto sessions, call.app.sessions->list(account_id, call.now.beijing()));
  constexpr std::size_t kMostSessions = 200;  // nobody looks through more, and all of them can be ended at once
  boost::json::array items;
  for (const identity::Session& session : std::span(sessions).first(std::min(sessions.size(), kMostSessions))) {
    items.push_back(boost::json::object{{"session_id", session.session_id},
                                        {"made_at", time_text(session.made_at)},
                                        {"seen_at", time_text(session.seen_at)},
                                        {"ends_at", time_text(session.ends_at)},
                                        {"client", session.client},
                                        {"current", session.session_id == call.who.session_id}});
  }
  send(response, page(std::move(items), ""));
  return {};
}

}  // namespace yishou::server

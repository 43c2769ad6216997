#include "server/job_json.h"

#include "server/json.h"

namespace yishou::server {

namespace json = boost::json;

json::value job_parameters(const cases::Job& job) {
  boost::system::error_code error;
  json::value parameters = json::parse(job.parameters, error);
  return error ? json::value(json::object{}) : parameters;
}

json::object job_json(const cases::Job& job) {
  return {{"job_no", job.job_no},
          {"kind", job.kind},
          {"parameters", job_parameters(job)},
          {"state", name_of(job.state)},
          {"done", job.done},
          {"total", job.total},
          {"cancel_asked", job.cancel_asked},
          {"requested_by", job.requested_by},
          {"made_at", time_text(job.made_at)},
          {"started_at", time_text(job.started_at)},
          {"ended_at", time_text(job.ended_at)},
          {"error", job.error}};
}

}  // namespace yishou::server

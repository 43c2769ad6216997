#include "server/finding_query.h"

#include <array>
#include <utility>
#include <vector>

#include "identity/masking.h"

namespace yishou::server {
namespace {

constexpr std::array<std::string_view, 18> kFilterParams{
    "rule", "family", "verdict", "state", "sev_deg", "institution", "region", "psn_no", "doctor",
    "from", "to",     "least",   "most",  "run",     "assigned",    "text",   "gone",   "same_lines"};

template <typename Kind>
using Named = std::pair<std::string_view, Kind>;

constexpr Named<model::Verdict> kVerdicts[] = {{"violation", model::Verdict::kViolation},
                                               {"suspicion", model::Verdict::kSuspicion},
                                               {"indeterminate", model::Verdict::kIndeterminate}};

template <typename Kind, std::size_t N>
Result<std::optional<Kind>> choose(const QueryParams& params, std::string_view name, const Named<Kind> (&kinds)[N]) {
  if (!params.has(name)) return std::nullopt;
  std::string wanted;
  for (const auto& [word, kind] : kinds) {
    if (word == params.text(name)) return kind;
    wanted += wanted.empty() ? " " : "、";
    wanted += word;
  }
  return refuse_param(name, wanted);
}

Status read_lists(const QueryParams& params, cases::FindingFilter& filter) {
  YISHOU_TRY(const auto rules, params.list("rule"));
  for (const std::string_view rule : rules) {
    const auto number = integer_of(rule, 1, 65535);
    if (!number) return refuse_param("rule", "以逗号分隔的规则编号");
    filter.rules.push_back(static_cast<std::uint16_t>(*number));
  }
  YISHOU_TRY(const auto states, params.list("state"));
  for (const std::string_view state : states) {
    const auto known = cases::state_of(state);
    if (!known) return refuse_param("state", " new、asked、answered、confirmed、dismissed");
    filter.states.push_back(*known);
  }
  return {};
}

// Guessing a masked value and seeing whether anything is found would unmask it.
Status check_searches_whole(const Call& call, const cases::FindingFilter& filter) {
  const bool person = filter.psn_no.empty() || identity::sees_whole(call.who.role, identity::Sensitive::kPersonNumber);
  const bool doctor = filter.doctor.empty() || identity::sees_whole(call.who.role, identity::Sensitive::kDoctorCode);
  if (person && doctor) return {};
  identity::Access denied = call.access(identity::Action::kDenied);
  denied.reason = "search by a number that the role sees masked";
  denied.result = "not_permitted";
  YISHOU_CHECK_OK(call.app.access_log->append(denied));
  return fail(ErrorCode::kDenied,
              "您的角色只能看到遮蔽的编号，不能按其查找 · your role sees it masked, and may not search by it");
}

}  // namespace

Result<FindingQuery> read_finding_query(const Call& call, std::initializer_list<std::string_view> more) {
  std::vector<std::string_view> known(kFilterParams.begin(), kFilterParams.end());
  known.insert(known.end(), more.begin(), more.end());
  YISHOU_TRY(const QueryParams params, QueryParams::read(call.request, known));
  FindingQuery query{.params = params, .filter = {}};
  cases::FindingFilter& filter = query.filter;
  YISHOU_CHECK_OK(read_lists(params, filter));
  if (params.has("family")) {
    filter.family = cases::family_of(params.text("family"));
    if (!filter.family) return refuse_param("family", " policy、management、medical、own");
  }
  YISHOU_TRY(filter.verdict, choose(params, "verdict", kVerdicts));
  YISHOU_TRY(const auto severity, params.integer("sev_deg", 1, 3));
  if (severity) filter.sev_deg = static_cast<std::uint8_t>(*severity);
  filter.institution = params.text("institution");
  filter.region = params.text("region");
  filter.psn_no = params.text("psn_no");
  filter.doctor = params.text("doctor");
  YISHOU_TRY(filter.from, params.time("from"));
  YISHOU_TRY(filter.to, params.time("to"));
  YISHOU_TRY(filter.least, params.money("least"));
  YISHOU_TRY(filter.most, params.money("most"));
  filter.run_id = params.text("run");
  filter.assigned = params.text("assigned");
  filter.text = params.text("text");
  YISHOU_TRY(filter.gone, params.flag("gone"));
  filter.same_lines = params.text("same_lines");
  YISHOU_CHECK_OK(check_searches_whole(call, filter));
  return query;
}

void describe_search(const Call& call, const cases::FindingFilter& filter, identity::Access& access) {
  access.object_kind = filter.psn_no.empty() ? identity::ObjectKind::kFilter : identity::ObjectKind::kPerson;
  access.object_id = filter.psn_no;  // kept sealed; not among the words
  for (const http::Field& field : call.request.query) {
    if (field.name == "psn_no" || field.name == "cursor") continue;
    if (!access.reason.empty()) access.reason += ' ';
    access.reason.append(field.name).append("=").append(field.value);
  }
}

}  // namespace yishou::server

// The profile of an institution: what it billed, what was found there, by whom it was billed, and its indicators beside its peers.
#include <algorithm>
#include <map>

#include "identity/masking.h"
#include "server/api.h"
#include "server/finding_json.h"
#include "server/finding_view.h"
#include "server/institution_rules_json.h"
#include "server/institution_volume_json.h"
#include "server/json.h"
#include "server/period.h"

namespace yishou::server {
namespace {

namespace json = boost::json;

constexpr Day kProfileDays = 365;
constexpr std::size_t kMostRanked = 50;

/// Whose profile, and of when.
struct ProfileSight {
  std::string code;
  Period period;
  Months months;
  cases::FindingFilter filter;
  std::shared_ptr<const volumes::Volumes> volumes;
  const volumes::InstitutionVolumes* own = nullptr;  ///< null: not counted yet, or nothing known of it
  bool findings;                                     ///< whether the caller may read them
};

struct RuleCounts {
  std::int64_t confirmed = 0, dismissed = 0;
};

Result<json::array> rules_found(const Call& call, const ProfileSight& sight) {
  std::map<std::string, RuleCounts> rules;
  YISHOU_TRY(const auto all, call.app.findings->groups(sight.filter, call.who.scope, cases::GroupBy::kRule));
  for (const auto& [state, count] : {std::pair{cases::State::kConfirmed, &RuleCounts::confirmed},
                                     std::pair{cases::State::kDismissed, &RuleCounts::dismissed}}) {
    cases::FindingFilter filter = sight.filter;
    filter.states = {state};
    YISHOU_TRY(const auto groups, call.app.findings->groups(filter, call.who.scope, cases::GroupBy::kRule));
    for (const cases::FindingGroup& group : groups) rules[group.key].*count = group.findings;
  }
  json::array items;
  for (const cases::FindingGroup& group : all) {
    const auto number = static_cast<std::uint16_t>(std::strtoul(group.key.c_str(), nullptr, 10));
    items.push_back(json::object{{"rule_no", number},
                                 {"rule_name", rule_name(number)},
                                 {"findings", group.findings},
                                 {"vola_amt", yuan(group.vola)},
                                 {"confirmed", rules[group.key].confirmed},
                                 {"dismissed", rules[group.key].dismissed}});
  }
  return items;
}

Result<json::value> found(const Call& call, const ProfileSight& sight) {
  if (!sight.findings) return json::value(nullptr);
  YISHOU_TRY(const auto totals, call.app.findings->totals(sight.filter, call.who.scope));
  YISHOU_TRY(const auto months, call.app.findings->groups(sight.filter, call.who.scope, cases::GroupBy::kMonth));
  YISHOU_TRY(json::array rules, rules_found(call, sight));
  const Places places(call.app.live->current()->surroundings);
  return json::object{{"totals", totals_json(totals)},
                      {"by_rule", std::move(rules)},
                      {"by_month", groups_json(months, cases::GroupBy::kMonth, places)}};
}

/// A doctor or department.
struct Ranked {
  std::string code;
  PartSums billed;
  std::int64_t findings = 0;
  Fen vola = 0;
};

// What was found first, then what was billed.
Result<json::object> ranked(const Call& call, const ProfileSight& sight, std::string_view name, cases::GroupBy by,
                            std::vector<volumes::PartCell> volumes::InstitutionVolumes::* cells) {
  std::map<std::string, Ranked> all;
  if (sight.own != nullptr) {
    for (const auto& [code, sums] : part_sums(sight.own->*cells, sight.months)) all[code].billed = sums;
  }
  if (sight.findings) {
    // Whole, to meet the volumes; shown as the caller's role sees it.
    YISHOU_TRY(const auto groups,
               call.app.findings->groups(sight.filter, call.who.scope, by, identity::Role::kInspector));
    for (const cases::FindingGroup& group : groups) {
      all[group.key].findings = group.findings;
      all[group.key].vola = group.vola;
    }
  }
  std::vector<Ranked> rows;
  for (auto& [code, row] : all) {
    row.code = code;
    rows.push_back(row);
  }
  std::ranges::stable_sort(rows, std::greater<>{},
                           [](const Ranked& row) { return std::pair(row.vola, row.billed.amount); });
  json::array items;
  for (std::size_t i = 0; i < std::min(rows.size(), kMostRanked); ++i) {
    const Ranked& row = rows[i];
    const std::string code = by == cases::GroupBy::kDoctor
                                 ? identity::shown(call.who.role, identity::Sensitive::kDoctorCode, row.code)
                                 : row.code;
    items.push_back(json::object{{name, code},
                                 {"lines", row.billed.lines},
                                 {"det_item_fee_sumamt", yuan(row.billed.amount)},
                                 {"findings", sight.findings ? json::value(row.findings) : json::value(nullptr)},
                                 {"vola_amt", sight.findings ? yuan(row.vola) : json::value(nullptr)}});
  }
  return json::object{{"items", std::move(items)}, {"count", rows.size()}};
}

json::value volumes_shown(const ProfileSight& sight) {
  if (sight.volumes == nullptr) return nullptr;
  static const volumes::InstitutionVolumes kNothing;
  json::object out = institution_volume_json(sight.own == nullptr ? kNothing : *sight.own, sight.months);
  out["counted_at"] = time_text(sight.volumes->counted_at);
  return out;
}

Result<ProfileSight> read_profile_sight(const Call& call) {
  YISHOU_TRY(const QueryParams params, QueryParams::read(call.request, {"from", "to"}));
  YISHOU_TRY(const Period period, read_period(call, params, kProfileDays));
  ProfileSight sight{.code = std::string{call.request.param("code")},
                     .period = period,
                     .months = {volumes::month_of(period.from), volumes::month_of(period.to - 1)},
                     .filter = {},
                     .volumes = call.app.volumes->current(),
                     .findings = identity::may(call.who, identity::Permission::kReadFindings)};
  sight.filter.institution = sight.code;
  sight.filter.from = start_of(period.from);
  sight.filter.to = start_of(period.to);
  if (sight.volumes == nullptr) return sight;
  const auto own = sight.volumes->institutions.find(sight.code);
  if (own != sight.volumes->institutions.end()) sight.own = &own->second;
  return sight;
}

Status see_institution_profile(const Call& call, http::Response& response) {
  YISHOU_TRY(const ProfileSight sight, read_profile_sight(call));
  auto one = call.app.institutions->find(sight.code, call.who.scope);
  if (one.has_value() || one.error().code == ErrorCode::kNotFound) {
    identity::Access access = call.access(identity::Action::kSeeInstitution);
    access.object_kind = identity::ObjectKind::kInstitution;
    access.object_id = sight.code;
    access.reason = "profile";
    access.result = one.has_value() ? "ok" : "not_found";
    YISHOU_CHECK_OK(call.app.access_log->append(access));
  }
  if (!one.has_value()) return pass(one);
  json::object answer{{"fixmedins_code", one->code},
                      {"fixmedins_name", one->name},
                      {"from", format_day(sight.period.from)},
                      {"to", format_day(sight.period.to)},
                      {"volumes", volumes_shown(sight)}};
  YISHOU_TRY(answer["findings"], found(call, sight));
  YISHOU_TRY(answer["doctors"],
             ranked(call, sight, "bilg_dr_code", cases::GroupBy::kDoctor, &volumes::InstitutionVolumes::doctors));
  YISHOU_TRY(answer["departments"], ranked(call, sight, "bilg_dept_codg", cases::GroupBy::kDepartment,
                                           &volumes::InstitutionVolumes::departments));
  answer["stock_rules"] = nullptr;
  answer["indicators"] = nullptr;
  if (sight.findings) {
    YISHOU_TRY(answer["stock_rules"], stock_rules_json(call, sight.code));
    YISHOU_TRY(answer["indicators"], indicators_json(call, sight.code, sight.months));
  }
  send(response, answer);
  return {};
}

}  // namespace

void add_institution_profile_endpoint(Api& api) {
  api.add({.method = http::Method::kGet,
           .pattern = "/v1/institutions/{code}/profile",
           .operation = "seeInstitutionProfile",
           .permission = identity::Permission::kReadInstitutions,
           .handle = see_institution_profile});
}

}  // namespace yishou::server

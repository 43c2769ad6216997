// Filters, sums and groups of findings.
#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/check.h"
#include "cases/finding_places.h"
#include "cases/findings.h"
#include "identity/masking.h"

namespace yishou::cases {
namespace {

constexpr int kMaxGroups = 10'000;

std::pair<int, int> rules_of(RuleFamily family) noexcept {
  switch (family) {
    case RuleFamily::kPolicy: return {1, 34};
    case RuleFamily::kManagement: return {35, 63};
    case RuleFamily::kMedical: return {64, 88};
    case RuleFamily::kOwn: return {1001, 65535};
  }
  return {0, 0};
}

constexpr std::pair<std::string_view, RuleFamily> kFamilyNames[] = {{"policy", RuleFamily::kPolicy},
                                                                    {"management", RuleFamily::kManagement},
                                                                    {"medical", RuleFamily::kMedical},
                                                                    {"own", RuleFamily::kOwn}};

// The family as its number, for grouping.
std::string family_column() {
  std::string text = "CASE";
  for (const auto& [name, family] : kFamilyNames) {
    const auto [first, last] = rules_of(family);
    text += fmt::format(" WHEN rule_no BETWEEN {} AND {} THEN {}", first, last, std::to_underlying(family));
  }
  return text + fmt::format(" ELSE {} END", std::to_underlying(RuleFamily::kOwn));
}

// Weeks since that of 1969-12-29, a Monday; -1 before 1970, and without a time.
constexpr std::string_view kWeekColumn = "CASE WHEN begin_time < 0 THEN -1 ELSE (begin_time / 86400 + 3) / 7 END";

struct GroupColumn {
  std::string column;
  std::string_view order;
};

GroupColumn column_of(GroupBy by) {
  switch (by) {
    case GroupBy::kRule: return {"rule_no", "3 DESC, 1"};
    case GroupBy::kInstitution: return {"institution", "3 DESC, 1"};
    case GroupBy::kMonth: return {"month", "1"};
    case GroupBy::kState: return {"state", "1"};
    case GroupBy::kCity: return {"city", "3 DESC, 1"};
    case GroupBy::kWeek: return {std::string{kWeekColumn}, "1"};
    case GroupBy::kFamily: return {family_column(), "1"};
    case GroupBy::kVerdict: return {"verdict", "1"};
    case GroupBy::kDoctor: return {"doctor_index", "3 DESC, 1"};
    case GroupBy::kDepartment: return {"department", "3 DESC, 1"};
  }
  return {"rule_no", "1"};
}

std::string group_key(const sql::Value& value, GroupBy by) {
  if (value.number() == nullptr) return *value.text();
  const auto number = *value.number();
  if (by == GroupBy::kFamily) return std::string{name_of(static_cast<RuleFamily>(number))};
  if (by == GroupBy::kWeek) return number < 0 ? std::string{} : format_day(static_cast<Day>(number * 7 - 3));
  if (by != GroupBy::kMonth) return std::to_string(number);
  return number == 0 ? std::string{} : fmt::format("{:04}-{:02}", number / 100, number % 100);
}

Status check_group(const FindingFilter& filter, GroupBy by) {
  const bool within = by == GroupBy::kDoctor || by == GroupBy::kDepartment;
  if (!within || !filter.institution.empty()) return {};
  return fail(ErrorCode::kBadCall,
              "按医师或科室分组须指定机构 · doctors and departments are grouped within one institution; name it");
}

Status check_filter(const FindingFilter& filter) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (filter.region.size() > 6 || filter.region.size() % 2 != 0 ||
      !std::all_of(filter.region.begin(), filter.region.end(), digit))
    return fail(ErrorCode::kBadCall,
                fmt::format("a region is 2, 4 or 6 digits of 行政区划; correct it: {}", filter.region.substr(0, 20)));
  if (filter.rules.size() > 200 || filter.text.size() > 500)
    return fail(ErrorCode::kBadCall, "a search takes at most 200 rules and a text of 500 bytes; ask for less");
  return {};
}

}  // namespace

std::string_view name_of(RuleFamily family) noexcept {
  for (const auto& [name, one] : kFamilyNames)
    if (one == family) return name;
  return {};
}

std::optional<RuleFamily> family_of(std::string_view name) noexcept {
  for (const auto& [one, family] : kFamilyNames)
    if (one == name) return family;
  return std::nullopt;
}

Result<Conditions> Findings::conditions(const FindingFilter& filter, const identity::Scope& scope,
                                        std::optional<Sort> sort) const {
  YISHOU_CHECK_OK(check_filter(filter));
  Conditions where;
  // Written out and not bound: the indexes hold only rows that are not gone.
  where.text = filter.gone ? "gone = 1" : "gone = 0";
  const auto any_of = [&](std::string_view column, const auto& values, const auto& value_of) {
    if (values.empty()) return;
    std::vector<std::string> places;
    for (const auto& value : values) places.push_back(where.place(value_of(value)));
    where.text += places.size() == 1 ? fmt::format(" AND {} = {}", column, places[0])
                                     : fmt::format(" AND {} IN ({})", column, fmt::join(places, ", "));
  };
  any_of("rule_no", filter.rules, [](std::uint16_t rule) { return sql::Value{rule}; });
  any_of("state", filter.states, [](State state) { return sql::Value{name_of(state)}; });
  // Ranges are hidden too (see add_scope): SQLite would gather and sort all their rows for one page.
  const bool sqlite = database_.dialect() == sql::Dialect::kSqlite;
  if (filter.family) {
    const auto [first, last] = rules_of(*filter.family);
    const std::string_view range = sqlite && sort && *sort != Sort::kRule ? "+" : "";
    where.add(fmt::format("{}rule_no >=", range), first);
    where.add(fmt::format("{}rule_no <=", range), last);
  }
  if (filter.verdict) where.add("verdict =", static_cast<int>(*filter.verdict));
  if (filter.sev_deg) where.add("sev_deg =", *filter.sev_deg);
  if (!filter.institution.empty()) where.add("institution =", filter.institution);
  // A person or doctor has few rows: nothing else is to be tried. A page along another order passes over the times.
  const std::string_view few = sqlite && (!filter.psn_no.empty() || !filter.doctor.empty()) ? "+" : "";
  const std::string_view time = sqlite && sort && *sort != Sort::kTime ? "+" : "";
  add_region(where, filter.region, few);
  if (!filter.psn_no.empty()) where.add("psn_index =", sealer_.blind_index("person", filter.psn_no));
  if (!filter.doctor.empty()) where.add("doctor_index =", sealer_.blind_index("doctor", filter.doctor));
  if (filter.from != kNoSecond) where.add(fmt::format("{}begin_time >=", time), filter.from);
  if (filter.to != kNoSecond) {
    where.add(fmt::format("{}begin_time <", time), filter.to);
    where.add(fmt::format("{}begin_time >", time), kNoSecond);
  }
  if (filter.least) where.add("vola >=", *filter.least);
  if (filter.most) where.add("vola <=", *filter.most);
  if (!filter.run_id.empty())
    where.text +=
        fmt::format(" AND run_no = (SELECT run_no FROM finding_runs WHERE run_id = {})", where.place(filter.run_id));
  if (filter.assigned == "-") where.text += " AND assigned = ''";
  else if (!filter.assigned.empty()) {
    where.text += " AND assigned <> ''";
    where.add("assigned =", filter.assigned);
  }
  if (!filter.text.empty())
    where.text += fmt::format(" AND {}(vola_cont, {}) > 0", sqlite ? "instr" : "strpos", where.place(filter.text));
  if (!filter.same_lines.empty()) {
    const auto named = where.place(filter.same_lines);
    where.text += fmt::format(
        " AND finding_id <> {0} AND id IN (SELECT other.finding FROM findings named JOIN finding_lines own ON "
        "own.finding = named.id "
        "JOIN finding_lines other ON other.institution = own.institution AND other.bkkp_sn = own.bkkp_sn WHERE "
        "named.finding_id = {0})",
        named);
  }
  add_scope(where, scope, few, sqlite && sort ? "+" : few);
  return where;
}

Result<FindingTotals> Findings::totals(const FindingFilter& filter, const identity::Scope& scope) {
  YISHOU_TRY(const auto where, conditions(filter, scope, std::nullopt));
  YISHOU_TRY(const auto sums,
             database_.query(fmt::format("SELECT CAST(count(*) AS BIGINT), CAST(coalesce(sum(vola), 0) AS "
                                         "BIGINT), CAST(coalesce(sum(fund), 0) AS BIGINT) FROM findings f "
                                         "WHERE {}",
                                         where.text),
                             where.values));
  YISHOU_TRY(const auto lines,
             database_.query(
                 fmt::format("SELECT CAST(count(*) AS BIGINT), CAST(coalesce(sum(most), 0) AS BIGINT) FROM (SELECT "
                             "max(l.vola) AS most FROM finding_lines l WHERE l.finding IN (SELECT id FROM findings "
                             "f WHERE {}) GROUP BY l.institution, l.bkkp_sn) AS once",
                             where.text),
                 where.values));
  return FindingTotals{sums.at(0).number(0), sums[0].number(1), sums[0].number(2), lines.at(0).number(0),
                       lines[0].number(1)};
}

Result<std::vector<FindingGroup>> Findings::groups(const FindingFilter& filter, const identity::Scope& scope,
                                                   GroupBy by, identity::Role role) {
  YISHOU_CHECK_OK(check_group(filter, by));
  YISHOU_TRY(auto where, conditions(filter, scope, std::nullopt));
  const Conditions all = where;
  const auto [column, order] = column_of(by);
  const auto most = where.place(kMaxGroups);
  YISHOU_TRY(
      const auto rows,
      database_.query(fmt::format("SELECT {0}, CAST(count(*) AS BIGINT), CAST(sum(vola) AS BIGINT), CAST(sum(fund) AS "
                                  "BIGINT) FROM findings f WHERE {1} GROUP BY {0} ORDER BY {2} LIMIT {3}",
                                  column, where.text, order, most),
                      where.values));
  std::vector<FindingGroup> groups;
  for (const auto& row : rows) groups.push_back({group_key(row[0], by), row.number(1), row.number(2), row.number(3)});
  if (by == GroupBy::kDoctor) YISHOU_CHECK_OK(name_doctors(all, role, groups));
  return groups;
}

// Puts what the role may see in place of the blind indexes.
Status Findings::name_doctors(const Conditions& where, identity::Role role, std::vector<FindingGroup>& groups) const {
  YISHOU_TRY(const auto rows,
             database_.query(fmt::format("SELECT doctor_index, finding_id, doctor_sealed FROM findings WHERE id IN "
                                         "(SELECT max(id) FROM findings f WHERE {} GROUP BY doctor_index)",
                                         where.text),
                             where.values));
  std::map<std::string_view, std::string> shown;
  for (const auto& row : rows) {
    YISHOU_TRY(const auto doctor, sealer_.open(row.text(2), doctor_place(row.text(1))));
    shown[row.text(0)] = identity::shown(role, identity::Sensitive::kDoctorCode, doctor);
  }
  for (FindingGroup& group : groups) group.key = shown[group.key];
  return {};
}

Result<std::vector<DisputeGroup>> Findings::disputes(const FindingFilter& filter, const identity::Scope& scope,
                                                     GroupBy by) {
  YISHOU_CHECK(by != GroupBy::kDoctor, "doctors are known by their blind index alone here");
  YISHOU_TRY(const auto counted, groups(filter, scope, by));
  YISHOU_TRY(const auto where, conditions(filter, scope, std::nullopt));
  YISHOU_TRY(const auto rows,
             database_.query(
                 fmt::format("SELECT grouped, CAST(count(*) AS BIGINT), CAST(sum(most) AS BIGINT) FROM (SELECT "
                             "c.grouped AS grouped, max(l.vola) AS most FROM (SELECT id AS chosen, {} AS grouped FROM "
                             "findings f WHERE {}) AS c JOIN finding_lines l ON l.finding = c.chosen GROUP BY "
                             "c.grouped, l.institution, l.bkkp_sn) AS once GROUP BY grouped",
                             column_of(by).column, where.text),
                 where.values));
  std::map<std::string, std::pair<std::int64_t, Fen>> once;
  for (const auto& row : rows) once[group_key(row[0], by)] = {row.number(1), row.number(2)};
  std::vector<DisputeGroup> disputed;
  for (const FindingGroup& group : counted) {
    const auto [lines, vola] = once[group.key];
    disputed.push_back({group.key, group.findings, lines, vola});
  }
  return disputed;
}

Result<std::vector<RuleState>> Findings::rule_states(const FindingFilter& filter, const identity::Scope& scope) {
  YISHOU_TRY(const auto where, conditions(filter, scope, std::nullopt));
  YISHOU_TRY(const auto rows,
             database_.query(fmt::format("SELECT rule_no, state, CAST(count(*) AS BIGINT), CAST(sum(vola) AS BIGINT), "
                                         "CAST(sum(fund) AS BIGINT) FROM findings f WHERE {} GROUP BY rule_no, state "
                                         "ORDER BY rule_no, state",
                                         where.text),
                             where.values));
  std::vector<RuleState> out;
  for (const auto& row : rows) {
    const auto state = state_of(row.text(1));
    if (!state) {
      return fail(ErrorCode::kUnsupported, fmt::format("a finding is in a state that this program does not know; start "
                                                       "the newer version that wrote it: {}",
                                                       row.text(1)));
    }
    out.push_back({static_cast<std::uint16_t>(row.number(0)), *state, row.number(2), row.number(3), row.number(4)});
  }
  return out;
}

Result<std::vector<RuleVersion>> Findings::rule_versions(std::uint16_t rule_no, const identity::Scope& scope) {
  YISHOU_TRY(const auto where, conditions({.rules = {rule_no}}, scope, std::nullopt));
  YISHOU_TRY(const auto rows,
             database_.query(fmt::format("SELECT rule_version, CAST(count(*) AS BIGINT), min(taken_at), max(taken_at) "
                                         "FROM findings f WHERE {} GROUP BY rule_version ORDER BY 4 DESC, 1",
                                         where.text),
                             where.values));
  std::vector<RuleVersion> out;
  for (const auto& row : rows) out.push_back({row.text(0), row.number(1), row.number(2), row.number(3)});
  return out;
}

}  // namespace yishou::cases

#include "cases/institution_measures.h"

#include <set>

#include <fmt/format.h>

namespace yishou::cases {

Status InstitutionMeasures::put(std::span<const std::uint16_t> rules, std::string_view region,
                                std::span<const InstitutionMeasure> measures, std::span<const InstitutionDoubt> doubts,
                                Second now) {
  YISHOU_TRY(auto transaction, database_.begin());
  // An institution that is measured lies in what the run looked at, also when its region is not known here yet.
  std::set<std::string_view> measured;
  if (!region.empty()) {
    for (const InstitutionMeasure& m : measures) measured.insert(m.institution);
    for (const InstitutionDoubt& d : doubts) measured.insert(d.institution);
  }
  for (const std::uint16_t rule : rules) {
    for (const std::string_view table : {"institution_measures", "institution_doubts"}) {
      YISHOU_CHECK_OK(transaction.change(
          fmt::format("DELETE FROM {} WHERE rule_no = $1 AND ($2 = '' OR institution IN (SELECT code FROM institutions "
                      "WHERE substr(admdvs, 1, {}) = $2))",
                      table, region.size()),
          {rule, region}));
      for (const std::string_view institution : measured) {
        YISHOU_CHECK_OK(transaction.change(fmt::format("DELETE FROM {} WHERE institution = $1 AND rule_no = $2", table),
                                           {institution, rule}));
      }
    }
    if (!region.empty()) continue;
    YISHOU_CHECK_OK(transaction.change(
        "INSERT INTO institution_rules VALUES ($1, $2) ON CONFLICT (rule_no) DO UPDATE SET judged_at = $2",
        {rule, now}));
  }
  for (const InstitutionMeasure& m : measures) {
    YISHOU_CHECK_OK(transaction.change(
        "INSERT INTO institution_measures VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, "
        "$16, $17, $18)",
        {m.institution, m.rule_no, m.month, m.peer_rank, m.share, m.limit ? sql::Value{*m.limit} : sql::Value{},
         m.cases, m.part, m.whole, m.peers, m.place, m.least, m.p10, m.p25, m.median, m.p75, m.p90, m.most}));
  }
  for (const InstitutionDoubt& d : doubts) {
    YISHOU_CHECK_OK(transaction.change("INSERT INTO institution_doubts VALUES ($1, $2, $3, $4)",
                                       {d.institution, d.rule_no, d.doubts, d.missing}));
  }
  return transaction.commit();
}

Result<bool> InstitutionMeasures::sees(std::string_view institution, const identity::Scope& scope) {
  YISHOU_TRY(const auto rows, database_.query("SELECT admdvs FROM institutions WHERE code = $1", {institution}));
  return scope.sees(rows.empty() ? std::string{} : rows[0].text(0), institution);
}

Result<std::vector<InstitutionMeasure>> InstitutionMeasures::of(std::string_view institution,
                                                                const identity::Scope& scope) {
  YISHOU_TRY(const bool seen, sees(institution, scope));
  if (!seen) return std::vector<InstitutionMeasure>{};
  YISHOU_TRY(const auto rows,
             database_.query("SELECT rule_no, month, peer_rank, share, limit_share, cases, part, whole, peers, place, "
                             "least, p10, p25, median, p75, p90, most FROM institution_measures WHERE institution = $1 "
                             "ORDER BY rule_no, month",
                             {institution}));
  std::vector<InstitutionMeasure> all;
  for (const auto& row : rows) {
    InstitutionMeasure m;
    m.institution = institution;
    m.rule_no = static_cast<std::uint16_t>(row.number(0));
    m.month = static_cast<int>(row.number(1));
    m.peer_rank = static_cast<int>(row.number(2));
    m.share = row.number(3);
    if (!row[4].is_null()) m.limit = row.number(4);
    std::size_t column = 5;
    for (std::int64_t* number : {&m.cases, &m.part, &m.whole, &m.peers, &m.place, &m.least, &m.p10, &m.p25, &m.median,
                                 &m.p75, &m.p90, &m.most}) {
      *number = row.number(column++);
    }
    all.push_back(std::move(m));
  }
  return all;
}

Result<std::vector<InstitutionDoubt>> InstitutionMeasures::doubts(std::string_view institution,
                                                                  const identity::Scope& scope) {
  YISHOU_TRY(const bool seen, sees(institution, scope));
  if (!seen) return std::vector<InstitutionDoubt>{};
  YISHOU_TRY(const auto rows,
             database_.query("SELECT rule_no, doubts, missing FROM institution_doubts WHERE institution = $1 ORDER BY "
                             "rule_no",
                             {institution}));
  std::vector<InstitutionDoubt> all;
  for (const auto& row : rows) {
    all.push_back({std::string{institution}, static_cast<std::uint16_t>(row.number(0)), row.number(1), row.text(2)});
  }
  return all;
}

Result<std::vector<JudgedRule>> InstitutionMeasures::judged() {
  YISHOU_TRY(const auto rows, database_.query("SELECT rule_no, judged_at FROM institution_rules ORDER BY rule_no"));
  std::vector<JudgedRule> all;
  for (const auto& row : rows) all.push_back({static_cast<std::uint16_t>(row.number(0)), row.number(1)});
  return all;
}

}  // namespace yishou::cases

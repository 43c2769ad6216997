#include "cases/institutions.h"

#include <algorithm>

#include <fmt/format.h>

#include "sql/text.h"

namespace yishou::cases {
namespace {

bool is_admdvs(std::string_view code) noexcept {
  return code.empty() ||
         (code.size() == 6 && std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; }));
}

Institution institution_of(const sql::Row& row) {
  return {row.text(0), row.text(1), row.text(2), row.text(3), row.text(4)};
}

std::unexpected<Error> no_institution(std::string_view code) {
  return fail(ErrorCode::kNotFound, fmt::format("there is no such institution: {}", code.substr(0, 50)));
}

}  // namespace

Status Institutions::put(std::span<const Institution> institutions) {
  for (const auto& one : institutions) {
    const bool texts = sql::is_storable(one.name) && sql::is_storable(one.level) && sql::is_storable(one.type) &&
                       one.name.size() <= 500 && one.level.size() <= 20 && one.type.size() <= 20;
    if (!identity::is_institution_code(one.code) || !is_admdvs(one.admdvs) || !texts)
      return fail(ErrorCode::kBadInput,
                  fmt::format("an institution is malformed (code, 6 digits of 行政区划, texts); correct "
                              "it: {}",
                              one.code.substr(0, 50)));
  }
  YISHOU_TRY(auto transaction, database_.begin());
  for (const auto& one : institutions) {
    YISHOU_CHECK_OK(
        transaction.change("INSERT INTO institutions VALUES ($1, $2, $3, $4, $5) ON CONFLICT (code) DO UPDATE SET "
                           "name = $2, admdvs = $3, level = $4, type = $5",
                           {one.code, one.name, one.admdvs, one.level, one.type}));
    YISHOU_CHECK_OK(
        transaction.change("UPDATE findings SET province = $2, city = $3, district = $4 WHERE institution = $1 AND "
                           "district <> $4",
                           {one.code, one.admdvs.substr(0, 2), one.admdvs.substr(0, 4), one.admdvs}));
  }
  return transaction.commit();
}

Result<Institution> Institutions::find(std::string_view code, const identity::Scope& scope) {
  YISHOU_TRY(const auto rows,
             database_.query("SELECT code, name, admdvs, level, type FROM institutions WHERE code = $1", {code}));
  if (rows.empty() || !scope.sees(rows[0].text(2), code)) return no_institution(code);
  return institution_of(rows[0]);
}

Result<std::vector<Institution>> Institutions::list(const identity::Scope& scope, std::string_view text,
                                                    std::string_view after, int limit) {
  if (limit < 1 || limit > 1000)
    return fail(ErrorCode::kBadCall, fmt::format("a page of institutions has 1 to 1000; ask for fewer: {}", limit));
  std::vector<Institution> found;
  std::string from{after};
  // A few thousand rows of reference: what the scope hides is left out here, in the words of Scope itself.
  while (true) {
    YISHOU_TRY(const auto rows,
               database_.query("SELECT code, name, admdvs, level, type FROM institutions WHERE code > $1 ORDER "
                               "BY code LIMIT 1000",
                               {from}));
    for (const auto& row : rows) {
      auto one = institution_of(row);
      from = one.code;
      const bool wanted =
          text.empty() || one.code.find(text) != std::string::npos || one.name.find(text) != std::string::npos;
      if (!wanted || !scope.sees(one.admdvs, one.code)) continue;
      found.push_back(std::move(one));
      if (static_cast<int>(found.size()) == limit) return found;
    }
    if (rows.size() < 1000) return found;
  }
}

}  // namespace yishou::cases

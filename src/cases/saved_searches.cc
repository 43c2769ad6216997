#include "cases/saved_searches.h"

#include <fmt/format.h>

#include "sql/text.h"

namespace yishou::cases {
namespace {

crypto::Place place_of(const std::string& row) { return {"saved_searches", "query_sealed", row}; }

bool fits(std::string_view text, std::size_t longest) {
  return !text.empty() && text.size() <= longest && sql::is_storable(text);
}

}  // namespace

Result<SavedSearch> SavedSearches::keep(const identity::Principal& who, std::string_view name, std::string_view query,
                                        bool shared, Second now) {
  if (!fits(name, kLongestName) || !fits(query, kLongestQuery)) {
    return fail(ErrorCode::kBadCall,
                fmt::format("名称 1 到 {} 字节，条件 1 到 {} 字节 · a name has 1 to {} bytes, a query 1 to {}",
                            kLongestName, kLongestQuery, kLongestName, kLongestQuery));
  }
  if (shared && who.role == identity::Role::kInstitution) {
    return fail(ErrorCode::kDenied, "机构用户不能共享查询 · an institution shares no searches");
  }
  // A number of a person or doctor is seen whole by some roles only, and a person's existence inside a scope only.
  if (shared && (query.find("psn_no") != std::string_view::npos || query.find("doctor") != std::string_view::npos)) {
    return fail(ErrorCode::kBadCall,
                "含参保人或医师编号的查询不能共享 · a search by a person's or doctor's number is not shared");
  }
  YISHOU_TRY(auto transaction, database_.begin());
  YISHOU_CHECK_OK(
      transaction.change("DELETE FROM saved_searches WHERE account_id = $1 AND name = $2", {who.account_id, name}));
  YISHOU_TRY(const auto counted,
             transaction.query("SELECT COUNT(*) FROM saved_searches WHERE account_id = $1", {who.account_id}));
  if (counted.at(0).number(0) >= kMostOfAPerson) {
    return fail(ErrorCode::kConflict,
                fmt::format("已保存 {} 个查询，请先删除几个 · {} searches are kept already: remove some",
                            kMostOfAPerson, kMostOfAPerson));
  }
  YISHOU_TRY(const auto number,
             transaction.query("UPDATE counters SET value = value + 1 WHERE name = 'search' RETURNING value"));
  SavedSearch kept{.search_no = number.at(0).number(0),
                   .account_id = who.account_id,
                   .login = who.login,
                   .shared = shared,
                   .made_at = now,
                   .name = std::string{name},
                   .query = std::string{query}};
  YISHOU_CHECK_OK(transaction.change("INSERT INTO saved_searches VALUES ($1, $2, $3, $4, $5, $6, $7)",
                                     {kept.search_no, kept.account_id, kept.login, shared ? 1 : 0, now, name,
                                      sealer_.seal(query, place_of(std::to_string(kept.search_no)))}));
  YISHOU_CHECK_OK(transaction.commit());
  return kept;
}

Result<std::vector<SavedSearch>> SavedSearches::list(const identity::Principal& who) {
  const bool sees_shared = who.role != identity::Role::kInstitution;
  YISHOU_TRY(
      const auto rows,
      database_.query(fmt::format("SELECT search_no, account_id, login, shared, made_at, name, query_sealed FROM "
                                  "saved_searches WHERE account_id = $1{} ORDER BY name, search_no",
                                  sees_shared ? " OR shared = 1" : ""),
                      {who.account_id}));
  std::vector<SavedSearch> searches;
  for (const sql::Row& row : rows) {
    YISHOU_TRY(auto query, sealer_.open(row.text(6), place_of(std::to_string(row.number(0)))));
    searches.push_back(
        {row.number(0), row.text(1), row.text(2), row.truth(3), row.number(4), row.text(5), std::move(query)});
  }
  return searches;
}

Status SavedSearches::remove(const identity::Principal& who, std::int64_t search_no) {
  YISHOU_TRY(const auto removed, database_.change("DELETE FROM saved_searches WHERE search_no = $1 AND account_id = $2",
                                                  {search_no, who.account_id}));
  if (removed == 0)
    return fail(ErrorCode::kNotFound, fmt::format("您没有这个查询 · you keep no such search: {}", search_no));
  return {};
}

}  // namespace yishou::cases

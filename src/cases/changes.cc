#include "cases/changes.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "cases/conditions.h"
#include "sql/text.h"

namespace yishou::cases {
namespace {

constexpr std::size_t kMaxTextBytes = 4000;
constexpr std::size_t kMaxBulk = 1000;
constexpr std::ptrdiff_t kLeastOtherReason = 10;

std::ptrdiff_t characters_in(std::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

// Nothing but blanks, the wide one of Chinese text among them.
bool is_blank(std::string_view text) {
  constexpr std::string_view kBlanks[] = {" ", "\t", "\r", "\n", "\xC2\xA0", "\xE3\x80\x80"};
  while (!text.empty()) {
    const auto blank = std::ranges::find_if(kBlanks, [&](std::string_view one) { return text.starts_with(one); });
    if (blank == std::end(kBlanks)) return false;
    text.remove_prefix(blank->size());
  }
  return true;
}

Status check_text(const Change& change) {
  if (change.text.size() > kMaxTextBytes || !sql::is_storable(change.text))
    return fail(ErrorCode::kBadCall, fmt::format("a text is UTF-8 of at most {} bytes; shorten it", kMaxTextBytes));
  const bool needs_text = change.step != Step::kConfirm && change.step != Step::kAssign;
  if (needs_text && is_blank(change.text))
    return fail(ErrorCode::kBadCall, "请写明理由或内容 · this step needs a text; write why");
  if (change.step != Step::kDismiss) return {};
  if (!is_dismiss_reason(change.reason))
    return fail(ErrorCode::kBadCall,
                "请选择不成立的理由 R1–R8 · a dismissal needs one of the reasons R1 to R8; choose one");
  if (change.reason == "R8" && characters_in(change.text) < kLeastOtherReason)
    return fail(ErrorCode::kBadCall, "“其他”理由至少写十个字 · reason R8 needs a text of ten characters; say more");
  return {};
}

}  // namespace

Status Changes::check(sql::Transaction& transaction, const identity::Principal& who, const Change& change) const {
  if (!identity::may(who, permission_of(change.step)))
    return fail(ErrorCode::kDenied,
                fmt::format("您的角色不能这样做 · your role may not do this: {}", name_of(change.step)));
  YISHOU_CHECK_OK(check_text(change));
  if (change.step != Step::kAssign || change.assignee.empty()) return {};
  YISHOU_TRY(const auto rows,
             transaction.query("SELECT role FROM accounts WHERE account_id = $1 AND active = 1", {change.assignee}));
  const auto role = rows.empty() ? std::nullopt : identity::role_of(rows[0].text(0));
  if (!role || !identity::may(*role, identity::Permission::kJudgeFindings))
    return fail(ErrorCode::kBadCall,
                "findings are assigned to an active account that may judge them; choose another one");
  return {};
}

Result<std::int64_t> Changes::apply(sql::Transaction& transaction, const identity::Principal& who, const Seen& seen,
                                    const Change& change, Second now) {
  Conditions where;
  where.add("finding_id =", seen.finding_id);
  add_scope(where, who.scope, "", "");
  YISHOU_TRY(
      const auto rows,
      transaction.query(fmt::format("SELECT id, state, version, gone, assigned FROM findings f WHERE {}{}", where.text,
                                    transaction.dialect() == sql::Dialect::kPostgres ? " FOR UPDATE" : ""),
                        where.values));
  if (rows.empty())
    return fail(ErrorCode::kNotFound, fmt::format("there is no such finding: {}", seen.finding_id.substr(0, 80)));
  const auto from = state_of(rows[0].text(1));
  if (rows[0].number(2) != seen.version)
    return fail(ErrorCode::kConflict,
                "这条疑点已被他人改动，请重新查看 · somebody else changed this finding meanwhile; look at it again");
  if (rows[0].truth(3) && change.step != Step::kNote) {
    YISHOU_TRY(const auto later,
               transaction.query("SELECT 1 FROM finding_successions WHERE earlier = $1", {rows[0].number(0)}));
    if (!later.empty())
      return fail(
          ErrorCode::kConflict,
          "知识或规则更新后，另一条疑点已接替它，请到那一条上处理 · under newer knowledge another finding took its "
          "place; decide there");
    return fail(ErrorCode::kConflict,
                "最近一次稽核已不再得出这条疑点 · the latest audit no longer finds this; nothing is to be decided");
  }
  const auto to = from ? after(change.step, *from) : std::nullopt;
  if (!to)
    return fail(ErrorCode::kConflict,
                fmt::format("在这个状态下不能这样做 · this cannot be done in this state; look at it again: {} in {}",
                            name_of(change.step), rows[0].text(1)));
  const auto version = seen.version + 1;
  const auto& assigned = change.step == Step::kAssign ? change.assignee : rows[0].text(4);
  YISHOU_CHECK_OK(
      transaction.change("UPDATE findings SET state = $2, assigned = $3, version = $4, changed_at = $5 WHERE id = $1",
                         {rows[0].number(0), name_of(*to), assigned, version, now}));
  const auto text =
      sealer_.seal(change.text, {"finding_events", "text_sealed", fmt::format("{} {}", seen.finding_id, version)});
  YISHOU_CHECK_OK(
      transaction.change("INSERT INTO finding_events VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                         {rows[0].number(0), version, now, who.account_id, name_of(change.step), rows[0].text(1),
                          name_of(*to), change.step == Step::kDismiss ? change.reason : "", assigned, text}));
  return version;
}

Result<std::int64_t> Changes::make_in(sql::Transaction& transaction, const identity::Principal& who, const Seen& seen,
                                      const Change& change, Second now) {
  YISHOU_CHECK_OK(check(transaction, who, change));
  return apply(transaction, who, seen, change, now);
}

Result<std::int64_t> Changes::make(const identity::Principal& who, const Seen& seen, const Change& change, Second now) {
  YISHOU_TRY(auto transaction, database_.begin());
  YISHOU_TRY(const auto version, make_in(transaction, who, seen, change, now));
  YISHOU_CHECK_OK(transaction.commit());
  return version;
}

Result<std::vector<ChangeOutcome>> Changes::make_all(const identity::Principal& who, std::span<const Seen> seen,
                                                     const Change& change, Second now) {
  if (seen.empty() || seen.size() > kMaxBulk)
    return fail(ErrorCode::kTooMuch, fmt::format("1 to {} findings are changed at once; choose fewer", kMaxBulk));
  YISHOU_TRY(auto transaction, database_.begin());
  YISHOU_CHECK_OK(check(transaction, who, change));
  // In one order for everybody, so that two bulks do not each wait for the other's rows.
  std::vector<std::size_t> order(seen.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return seen[a].finding_id < seen[b].finding_id; });
  std::vector<ChangeOutcome> outcomes;
  for (const auto& one : seen) outcomes.push_back({one.finding_id, 0});
  for (const auto i : order) {
    auto version = apply(transaction, who, seen[i], change, now);
    // What is wrong with one finding is its own; what is wrong with the database is everybody's.
    const bool own = version.has_value() || version.error().code == ErrorCode::kNotFound ||
                     version.error().code == ErrorCode::kConflict;
    if (!own) return std::unexpected(version.error());
    outcomes[i].version = std::move(version);
  }
  YISHOU_CHECK_OK(transaction.commit());
  return outcomes;
}

}  // namespace yishou::cases

// Proving the chain of the access log.
#include <algorithm>

#include <fmt/format.h>

#include "crypto/digest.h"
#include "identity/log.h"

namespace yishou::identity {
namespace {

constexpr int kVerifyPage = 2000;

LogVerdict broken(LogVerdict verdict, std::int64_t seq, std::string_view chinese, std::string_view english) {
  verdict.whole = false;
  verdict.broken_seq = seq;
  verdict.what = fmt::format("第 {} 条{} · record {} {}", seq, chinese, seq, english);
  return verdict;
}

// Whoever edits the file of SQLite can put any kind of value anywhere, and that is to be told as a changed record. What is
// computed is handed on as it is; a column would be refused.
std::string any_kind(std::string_view columns) {
  std::string computed;
  while (!columns.empty()) {
    const auto end = std::min(columns.find(", "), columns.size());
    const auto column = columns.substr(0, end);
    computed += fmt::format("{}coalesce({}, {})", computed.empty() ? "" : ", ", column, column);
    columns.remove_prefix(std::min(end + 2, columns.size()));
  }
  return computed;
}

}  // namespace

// The chain proves the blind index; the number that is sealed beside it must be the one it was made of.
bool AccessLog::is_person_of(const sql::Row& row, std::int64_t seq, crypto::BlindIndex& persons) const {
  const auto* index = row[7].text();
  const bool beside = row[6] == sql::Value{name_of(ObjectKind::kPerson)} && row[8] == sql::Value{""};
  if (!beside || index == nullptr || index->empty()) return true;
  const auto* sealed = row[kLogColumnCount + 2].text();
  if (sealed == nullptr || sealed->empty()) return false;
  const auto person = sealer_.open(*sealed, {"access_log", "object", std::to_string(seq)});
  return person.has_value() && persons.of(*person) == *index;
}

Result<LogVerdict> AccessLog::verify(const std::optional<LogHead>& anchor) {
  LogVerdict verdict;
  // One statement, so that records appended meanwhile are beyond what is proved.
  YISHOU_TRY(
      const auto heads,
      database_.query("SELECT h.seq, h.hash, h.signature, (SELECT CAST(max(seq) AS BIGINT) FROM access_log) FROM "
                      "access_log_head h WHERE h.one = 1"));
  if (heads.empty()) return broken(verdict, 1, "：链首丢失", "cannot be proved: the head is missing");
  verdict.head = {heads[0].number(0), heads[0].text(1)};
  const std::int64_t last = heads[0][3].is_null() ? 0 : heads[0].number(3);
  std::string previous;
  std::int64_t seq = 0;
  auto persons = sealer_.blind_indexes("person");
  while (seq < verdict.head.seq) {
    YISHOU_TRY(
        const auto rows,
        database_.query(
            fmt::format("SELECT {}, coalesce((SELECT p.person_sealed FROM access_log_persons p WHERE p.seq = "
                        "access_log.seq), '') FROM access_log WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT $3",
                        any_kind(fmt::format("{}, previous, hash", kLogColumns))),
            {seq, verdict.head.seq, kVerifyPage}));
    if (rows.empty()) return broken(verdict, seq + 1, "丢失（尾部被截断）", "is missing: the tail was cut");
    for (const auto& row : rows) {
      const auto* at = row[0].number();
      if (at == nullptr || *at != seq + 1) return broken(verdict, seq + 1, "丢失", "is missing");
      sql::Values record;
      for (std::size_t i = 0; i < kLogColumnCount; ++i) record.push_back(row[i]);
      if (row[kLogColumnCount] != sql::Value{previous})
        return broken(verdict, seq + 1, "与前一条不相连", "does not follow the one before");
      auto hash = log_hash(previous, record);
      if (row[kLogColumnCount + 1] != sql::Value{hash}) return broken(verdict, seq + 1, "被改动", "was changed");
      previous = std::move(hash);
      ++seq;
      if (!is_person_of(row, seq, persons))
        return broken(verdict, seq, "的参保人号被改动或丢失", "has lost its person, or has another one");
      if (anchor && anchor->seq == seq && anchor->hash != previous)
        return broken(verdict, seq, "与数据库外的锚不符：日志被整体改写",
                      "is not the one anchored outside: the log was rewritten");
      verdict.records = seq;
    }
  }
  if (last > verdict.head.seq)
    return broken(verdict, verdict.head.seq + 1, "超出链首",
                  "lies beyond the head: it was not appended by the service");
  if (verdict.head.hash != previous)
    return broken(verdict, verdict.head.seq, "与链首不符", "is not the one of the head");
  if (seq > 0 &&
      !crypto::constant_time_equal(
          heads[0].text(2), crypto::to_hex(sealer_.sign("access_log_head", fmt::format("{} {}", seq, previous)))))
    return broken(verdict, seq, "：链首签名不符",
                  "cannot be proved: the head was not signed with the key of this installation");
  if (anchor && anchor->seq > seq)
    return broken(verdict, seq + 1, "丢失（数据库外的锚更靠后：尾部被截断或恢复了旧备份）",
                  "is missing: the anchor outside is later, so the tail was cut or an older copy was put back");
  verdict.whole = true;
  verdict.what = fmt::format("访问日志完整，共 {} 条 · the access log is whole, {} records", seq, seq);
  return verdict;
}

}  // namespace yishou::identity

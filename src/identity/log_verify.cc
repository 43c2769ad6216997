// Proving the chain of the access log.
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

}  // namespace

Result<LogVerdict> AccessLog::verify(const std::optional<LogHead>& anchor) {
  LogVerdict verdict;
  // One statement, so that records appended meanwhile are beyond what is proved.
  YISHOU_TRY(const auto heads,
             database_.query("SELECT h.seq, h.hash, h.signature, (SELECT max(seq) FROM access_log) FROM "
                             "access_log_head h WHERE h.one = 1"));
  if (heads.empty()) return broken(verdict, 1, "：链首丢失", "cannot be proved: the head is missing");
  verdict.head = {heads[0].number(0), heads[0].text(1)};
  const std::int64_t last = heads[0][3].is_null() ? 0 : heads[0].number(3);
  std::string previous;
  std::int64_t seq = 0;
  while (seq < verdict.head.seq) {
    YISHOU_TRY(const auto rows,
               database_.query(
                   fmt::format("SELECT {}, previous, hash FROM access_log WHERE seq > $1 AND seq <= $2 ORDER BY seq "
                               "LIMIT $3",
                               kLogColumns),
                   {seq, verdict.head.seq, kVerifyPage}));
    if (rows.empty()) return broken(verdict, seq + 1, "丢失（尾部被截断）", "is missing: the tail was cut");
    for (const auto& row : rows) {
      // Whoever edits the file of SQLite can put any kind of value anywhere.
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

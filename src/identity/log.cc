#include "identity/log.h"

#include <algorithm>

#include <fmt/format.h>

#include "crypto/digest.h"
#include "sql/text.h"

namespace yishou::identity {
namespace {

constexpr std::size_t kMaxLogTextBytes = 2000;
constexpr std::size_t kMaxBatch = 256;
constexpr std::string_view kHeadPurpose = "access_log_head";

// Cut at a whole character, and printable for both databases.
std::string log_text(std::string_view text) {
  std::string out{text.substr(0, kMaxLogTextBytes)};
  for (int cut = 0; cut < 3 && text.size() > out.size() && !sql::is_storable(out); ++cut) out.pop_back();
  if (sql::is_storable(out)) return out;
  for (char& c : out)
    if (c == '\0' || static_cast<unsigned char>(c) >= 0x80) c = '?';
  return out;
}

std::string seq_text(std::int64_t seq) { return std::to_string(seq); }

}  // namespace

struct AccessLog::Waiting {
  const Access* access;
  Result<std::int64_t> seq = 0;
  bool done = false;
};

Access access_of(const Principal& principal, Second at, std::string_view request_id) {
  Access access{};
  access.at = at;
  access.account_id = principal.account_id;
  access.login = principal.login;
  access.role = name_of(principal.role);
  access.request_id = request_id;
  access.result = "ok";
  return access;
}

// The head is taken first and held until the end of the transaction: appends stand in line behind it.
Result<std::int64_t> AccessLog::write(sql::Transaction& transaction, const std::vector<const Access*>& batch) {
  YISHOU_TRY(
      const auto rows,
      transaction.query("UPDATE access_log_head SET seq = seq + $1 WHERE one = 1 RETURNING seq, hash", {batch.size()}));
  if (rows.empty())
    return fail(ErrorCode::kBadInput, "the head of the access log is missing; stop the service, run yishou log verify");
  const auto first = rows[0].number(0) - static_cast<std::int64_t>(batch.size()) + 1;
  auto previous = rows[0].text(1);
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const auto& access = *batch[i];
    const auto seq = first + static_cast<std::int64_t>(i);
    const bool person = access.object_kind == ObjectKind::kPerson;
    sql::Values record{seq,
                       access.at,
                       log_text(access.account_id),
                       log_text(access.login),
                       log_text(access.role),
                       name_of(access.action),
                       name_of(access.object_kind),
                       person ? sealer_.blind_index("person", log_text(access.object_id)) : log_text(access.object_id),
                       "",
                       log_text(access.reason),
                       log_text(access.request_id),
                       log_text(access.result)};
    auto hash = log_hash(previous, record);
    record.emplace_back(previous);
    record.emplace_back(hash);
    YISHOU_CHECK_OK(
        transaction.change("INSERT INTO access_log VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, "
                           "$14)",
                           record));
    previous = std::move(hash);
    if (!person || access.object_id.empty()) continue;
    // One may be there already when somebody cut the tail of the log: verify() tells of it, and the service goes on.
    YISHOU_CHECK_OK(
        transaction.change("INSERT INTO access_log_persons VALUES ($1, $2) ON CONFLICT (seq) DO UPDATE SET "
                           "person_sealed = excluded.person_sealed",
                           {seq, sealer_.seal(log_text(access.object_id), {"access_log", "object", seq_text(seq)})}));
  }
  const auto last = first + static_cast<std::int64_t>(batch.size()) - 1;
  YISHOU_CHECK_OK(
      transaction.change("UPDATE access_log_head SET hash = $1, signature = $2 WHERE one = 1",
                         {previous, crypto::to_hex(sealer_.sign(kHeadPurpose, fmt::format("{} {}", last, previous)))}));
  return first;
}

Result<std::int64_t> AccessLog::append_in(sql::Transaction& transaction, const Access& access) {
  return write(transaction, {&access});
}

void AccessLog::write_batch(const std::vector<Waiting*>& batch) {
  std::vector<const Access*> accesses;
  for (const auto* one : batch) accesses.push_back(one->access);
  const auto first = [&]() -> Result<std::int64_t> {
    YISHOU_TRY(auto transaction, database_.begin());
    YISHOU_TRY(const auto seq, write(transaction, accesses));
    YISHOU_CHECK_OK(transaction.commit());
    return seq;
  }();
  for (std::size_t i = 0; i < batch.size(); ++i) {
    batch[i]->seq = first;
    if (first.has_value()) *batch[i]->seq += static_cast<std::int64_t>(i);
  }
}

// Whoever comes while nobody writes, writes for all that wait: one commit to disk for many.
Result<std::int64_t> AccessLog::append(const Access& access) {
  Waiting mine{&access};
  std::unique_lock lock{mutex_};
  waiting_.push_back(&mine);
  while (!mine.done) {
    if (writing_) {
      written_.wait(lock);
      continue;
    }
    writing_ = true;
    const auto count = static_cast<std::ptrdiff_t>(std::min(waiting_.size(), kMaxBatch));
    const std::vector<Waiting*> batch(waiting_.begin(), waiting_.begin() + count);
    waiting_.erase(waiting_.begin(), waiting_.begin() + count);
    lock.unlock();
    write_batch(batch);
    lock.lock();
    for (auto* one : batch) one->done = true;
    writing_ = false;
    written_.notify_all();
  }
  return mine.seq;
}

Result<LogHead> AccessLog::head() {
  YISHOU_TRY(const auto rows, database_.query("SELECT seq, hash FROM access_log_head WHERE one = 1"));
  if (rows.empty())
    return fail(ErrorCode::kBadInput, "the head of the access log is missing; stop the service, run yishou log verify");
  return LogHead{rows[0].number(0), rows[0].text(1)};
}

Result<std::vector<LogEntry>> AccessLog::read(const LogFilter& filter, const Scope& scope, std::int64_t before,
                                              int limit) {
  if (!scope.is_national())
    return fail(ErrorCode::kDenied, "the access log is read with a national scope; ask for one");
  if (limit < 1 || limit > 1000)
    return fail(ErrorCode::kBadCall, fmt::format("a page of the log has 1 to 1000 records; ask for fewer: {}", limit));
  std::string where = "seq > 0";
  sql::Values values;
  const auto add = [&](std::string_view condition, sql::Value value) {
    values.push_back(std::move(value));
    where += fmt::format(" AND {} ${}", condition, values.size());
  };
  if (before > 0) add("seq <", before);
  if (!filter.account_id.empty()) add("account_id =", filter.account_id);
  if (filter.action) add("action =", name_of(*filter.action));
  if (filter.object_kind) add("object_kind =", name_of(*filter.object_kind));
  if (!filter.object_id.empty())
    add("object_id =", filter.object_kind == ObjectKind::kPerson
                           ? sealer_.blind_index("person", log_text(filter.object_id))
                           : filter.object_id);
  if (filter.from != kNoSecond) add("at >=", filter.from);
  if (filter.to != kNoSecond) add("at <", filter.to);
  values.emplace_back(limit);
  YISHOU_TRY(
      const auto rows,
      database_.query(fmt::format("SELECT {}, coalesce((SELECT p.person_sealed FROM access_log_persons p WHERE "
                                  "p.seq = access_log.seq), object_sealed) FROM access_log WHERE {} ORDER BY seq "
                                  "DESC LIMIT ${}",
                                  kLogColumns, where, values.size()),
                      values));
  std::vector<LogEntry> entries;
  for (const auto& row : rows) {
    const auto seq = row.number(0);
    const auto action = action_of(row.text(5));
    const auto kind = object_kind_of(row.text(6));
    if (!action || !kind)
      return fail(ErrorCode::kUnsupported,
                  fmt::format("the access log holds what this program does not know; start the newer "
                              "version that wrote it: record {}",
                              seq));
    auto object = Result<std::string>{row.text(7)};
    const std::string& sealed = row.text(kLogColumnCount);
    if (!sealed.empty()) object = sealer_.open(sealed, {"access_log", "object", seq_text(seq)});
    if (!object.has_value()) return pass(object);
    entries.push_back({seq,
                       {row.number(1), row.text(2), row.text(3), row.text(4), *action, *kind, std::move(*object),
                        row.text(9), row.text(10), row.text(11)}});
  }
  return entries;
}

}  // namespace yishou::identity

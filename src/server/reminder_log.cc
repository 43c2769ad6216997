#include "server/reminder_log.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>

#include <fmt/format.h>
#include <rocksdb/write_batch.h>
#include <boost/json.hpp>

#include "history/rocks.h"

namespace yishou::server {
namespace {

namespace json = boost::json;

constexpr std::string_view kWhat = "the log of pre-checks";
constexpr std::string_view kRemedy =
    "move its folder `reminders` away; answers given so far can then not be found by 3103";
constexpr std::uint64_t kMemory = std::uint64_t{128} << 20;
// Keys: 'q' and the number of the last of them, big-endian: requests that were written together. 'j' and the jr_id: the number of
// its request. 'f' and the jr_id: feedback. 'l' and an institution: when it asked last.
constexpr int kGivesWay = 10;                           // of nice(2): answers go first
constexpr std::size_t kBatch = 256;                     // requests in one value
constexpr auto kGather = std::chrono::milliseconds(5);  // so long a first request waits for others

std::string request_key(std::uint64_t number) {
  std::string key(9, 'q');
  for (int i = 8; i > 0; --i, number >>= 8) key[static_cast<std::size_t>(i)] = static_cast<char>(number & 0xff);
  return key;
}
std::uint64_t number_of(std::string_view key) {
  std::uint64_t number = 0;
  for (std::size_t i = 1; i < key.size(); ++i) number = number << 8 | static_cast<unsigned char>(key[i]);
  return number;
}
std::string key_of(char kind, std::string_view id) { return std::string(1, kind).append(id); }

// One request as stored: numbers seven bits a byte, the lowest first, the sign in the lowest bit; texts with their length before
// them. Format 2.
constexpr std::int64_t kFormat = 2;

class Packer {
 public:
  explicit Packer(std::string& out) : out_(out) {}
  void number(std::int64_t value) {
    auto left = static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63);
    for (; left >= 0x80; left >>= 7) out_ += static_cast<char>(left | 0x80);
    out_ += static_cast<char>(left);
  }
  void text(std::string_view value) {
    number(static_cast<std::int64_t>(value.size()));
    out_ += value;
  }

 private:
  std::string& out_;
};

class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : bytes_(bytes) {}
  std::int64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !bytes_.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(bytes_.front());
      bytes_.remove_prefix(1);
      value |= std::uint64_t{byte & 0x7fU} << shift;
      if (byte < 0x80) return static_cast<std::int64_t>(value >> 1 ^ (~(value & 1) + 1));
    }
    good_ = false;
    bytes_ = {};
    return 0;
  }
  std::string text() {
    const std::int64_t size = number();
    if (size < 0 || static_cast<std::uint64_t>(size) > bytes_.size()) {
      good_ = false;
      return {};
    }
    std::string value{bytes_.substr(0, static_cast<std::size_t>(size))};
    bytes_.remove_prefix(static_cast<std::size_t>(size));
    return value;
  }
  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] bool empty() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
  bool good_ = true;
};

void pack(const LoggedReminder& one, Packer& to) {
  to.text(one.jr_id);
  for (const std::int64_t number :
       {std::int64_t{one.rule_no}, std::int64_t{one.severity}, one.amount, std::int64_t{one.verdict}}) {
    to.number(number);
  }
  for (const std::string* text :
       {&one.observed, &one.limit, &one.content, &one.basis, &one.rule_version, &one.knowledge_version}) {
    to.text(*text);
  }
  to.number(static_cast<std::int64_t>(one.orders.size()));
  for (const LoggedOrder& order : one.orders) {
    to.text(order.item);
    for (const std::int64_t number :
         {order.time, order.cnt, order.amount, order.vola, std::int64_t{order.accused ? 1 : 0}}) {
      to.number(number);
    }
  }
}

LoggedReminder unpack_reminder(Unpacker& from) {
  LoggedReminder one;
  one.jr_id = from.text();
  one.rule_no = static_cast<std::uint16_t>(from.number());
  one.severity = static_cast<std::uint8_t>(from.number());
  one.amount = from.number();
  one.verdict = static_cast<std::uint8_t>(from.number());
  for (std::string* text :
       {&one.observed, &one.limit, &one.content, &one.basis, &one.rule_version, &one.knowledge_version}) {
    *text = from.text();
  }
  for (std::int64_t left = from.number(); left > 0 && from.good(); --left) {
    LoggedOrder order;
    order.item = from.text();
    for (std::int64_t* number : {&order.time, &order.cnt, &order.amount, &order.vola}) *number = from.number();
    order.accused = from.number() != 0;
    one.orders.push_back(std::move(order));
  }
  return one;
}

void pack(const LoggedRequest& r, std::string_view person_index, std::string& out) {
  Packer to(out);
  for (const std::int64_t number :
       {kFormat, static_cast<std::int64_t>(r.number), r.at, std::int64_t{r.transaction}, std::int64_t{r.lines},
        std::int64_t{r.history_lines}, std::int64_t{r.verdict_us}, std::int64_t{r.undecided}, std::int64_t{r.total_us},
        std::int64_t{r.failed ? 1 : 0}}) {
    to.number(number);
  }
  for (const std::string_view text : {std::string_view{r.institution}, std::string_view{r.doctor}, person_index,
                                      std::string_view{r.mdtrt_id}, std::string_view{r.scene}}) {
    to.text(text);
  }
  to.number(static_cast<std::int64_t>(r.reminders.size()));
  for (const LoggedReminder& one : r.reminders) pack(one, to);
}

Status damaged() { return fail(ErrorCode::kBadInput, fmt::format("{} is damaged; {}", kWhat, kRemedy)); }

// The requests of one stored batch, in order.
Result<std::vector<LoggedRequest>> unpack(std::string_view bytes) {
  std::vector<LoggedRequest> all;
  Unpacker from(bytes);
  while (!from.empty()) {
    LoggedRequest r;
    if (from.number() != kFormat) return std::unexpected(damaged().error());
    r.number = static_cast<std::uint64_t>(from.number());
    r.at = from.number();
    r.transaction = static_cast<std::uint16_t>(from.number());
    r.lines = static_cast<std::uint32_t>(from.number());
    r.history_lines = static_cast<std::uint32_t>(from.number());
    r.verdict_us = static_cast<std::uint32_t>(from.number());
    r.undecided = static_cast<std::uint32_t>(from.number());
    r.total_us = static_cast<std::uint32_t>(from.number());
    r.failed = from.number() != 0;
    for (std::string* text : {&r.institution, &r.doctor, &r.person_index, &r.mdtrt_id, &r.scene}) *text = from.text();
    for (std::int64_t left = from.number(); left > 0 && from.good(); --left) {
      r.reminders.push_back(unpack_reminder(from));
    }
    if (!from.good()) return std::unexpected(damaged().error());
    all.push_back(std::move(r));
  }
  return all;
}

// Members of stored objects; what is not there, or of another kind, is empty.
std::string text_of(const json::object& o, const char* name) {
  const json::value* found = o.if_contains(name);
  return found != nullptr && found->is_string() ? std::string{found->as_string()} : std::string{};
}
std::int64_t number_at(const json::object& o, const char* name) {
  const json::value* found = o.if_contains(name);
  return found != nullptr && found->is_int64() ? found->as_int64() : 0;
}

}  // namespace

struct ReminderLog::Rocks {
  std::unique_ptr<rocksdb::DB> db;
};

ReminderLog::ReminderLog(std::unique_ptr<Rocks> rocks, crypto::BlindIndex persons)
    : rocks_(std::move(rocks)), persons_(std::move(persons)) {}

Result<std::unique_ptr<ReminderLog>> ReminderLog::open(const std::string& folder, crypto::BlindIndex persons) {
  rocksdb::Options options = history::bounded_options(kMemory);
  options.create_if_missing = true;
  // Written without end, and read seldom: files are merged seldom.
  options.compaction_style = rocksdb::kCompactionStyleUniversal;
  std::error_code ignored;
  std::filesystem::create_directories(folder, ignored);
  rocksdb::DB* db = nullptr;
  YISHOU_CHECK_OK(history::status_of(rocksdb::DB::Open(options, folder, &db), kWhat, kRemedy));
  auto rocks = std::make_unique<Rocks>();
  rocks->db.reset(db);
  std::unique_ptr<ReminderLog> log(new ReminderLog(std::move(rocks), std::move(persons)));
  const std::unique_ptr<rocksdb::Iterator> at(db->NewIterator({}));
  at->SeekForPrev("r");
  if (at->Valid() && at->key().starts_with("q")) log->last_ = number_of(history::view(at->key()));
  log->thread_ = std::thread([raw = log.get()] { raw->run(); });
  return log;
}

ReminderLog::~ReminderLog() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void ReminderLog::add(LoggedRequest request) {
  const std::lock_guard lock(mutex_);
  if (waiting_.size() >= kMaxWaiting) {
    ++dropped_;
    return;
  }
  request.number = ++last_;
  waiting_.push_back(std::move(request));
  if (waiting_.size() == 1) wake_.notify_one();
}

void ReminderLog::run() {
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kGivesWay);
  std::vector<LoggedRequest> batch;
  for (;;) {
    bool ending = false;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [&] { return ending_ || !waiting_.empty(); });
      if (!ending_) wake_.wait_for(lock, kGather, [&] { return ending_; });
      ending = ending_;
    }
    {
      // Taken and written under one lock, so that flush() knows that nothing is on its way.
      const std::lock_guard writing(write_mutex_);
      {
        const std::lock_guard lock(mutex_);
        batch.swap(waiting_);
      }
      if (!write(batch, false)) dropped_ += batch.size();
    }
    batch.clear();
    if (ending) return;
  }
}

Status ReminderLog::flush() {
  std::vector<LoggedRequest> batch;
  const std::lock_guard writing(write_mutex_);
  {
    const std::lock_guard lock(mutex_);
    batch.swap(waiting_);
  }
  Status written = write(batch, true);
  if (!written) dropped_ += batch.size();
  return written;
}

Status ReminderLog::write(std::vector<LoggedRequest>& requests, bool sync) {
  rocksdb::WriteBatch batch;
  std::string together;
  std::map<std::string_view, Second> last;  // of each institution
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const LoggedRequest& request = requests[i];
    pack(request, persons_.of(request.psn_no), together);
    for (const LoggedReminder& reminder : request.reminders) {
      batch.Put(key_of('j', reminder.jr_id), std::to_string(request.number));
    }
    last[request.institution] = request.at;
    if (i + 1 < requests.size() && (i + 1) % kBatch != 0) continue;
    batch.Put(request_key(request.number), together);
    together.clear();
  }
  for (const auto& [institution, at] : last) batch.Put(key_of('l', institution), std::to_string(at));
  rocksdb::WriteOptions options;
  options.sync = sync;
  return history::write(*rocks_->db, options, batch, kWhat, kRemedy);
}

Result<LoggedRequest> ReminderLog::find_reminder(std::string_view jr_id) const {
  std::string number;
  const rocksdb::Status status = rocks_->db->Get({}, key_of('j', jr_id), &number);
  if (status.IsNotFound()) return fail(ErrorCode::kNotFound, fmt::format("没有这条提醒：{} · no such reminder", jr_id));
  YISHOU_CHECK_OK(history::status_of(status, kWhat, kRemedy));
  const std::uint64_t n = std::strtoull(number.c_str(), nullptr, 10);
  const std::unique_ptr<rocksdb::Iterator> at(rocks_->db->NewIterator({}));
  at->Seek(request_key(n));
  YISHOU_CHECK_OK(history::status_of(at->status(), kWhat, kRemedy));
  if (!at->Valid()) return std::unexpected(damaged().error());
  YISHOU_TRY(std::vector<LoggedRequest> all, unpack(history::view(at->value())));
  const auto found = std::ranges::find(all, n, &LoggedRequest::number);
  if (found == all.end()) return std::unexpected(damaged().error());
  return std::move(*found);
}

Status ReminderLog::note(const LoggedFeedback& feedback) {
  auto found = find_reminder(feedback.jr_id);
  if (!found.has_value() && found.error().code == ErrorCode::kNotFound) {
    YISHOU_CHECK_OK(flush());  // the answer may still be on its way to the disk
    found = find_reminder(feedback.jr_id);
  }
  if (!found.has_value()) return std::unexpected(std::move(found.error()));
  if (found->institution != feedback.institution) {
    return fail(ErrorCode::kNotFound, fmt::format("没有这条提醒：{} · no such reminder", feedback.jr_id));
  }
  const std::string value = json::serialize(json::object{{"institution", feedback.institution},
                                                         {"at", feedback.at},
                                                         {"stage", feedback.stage},
                                                         {"disposal", feedback.disposal},
                                                         {"reason", feedback.reason}});
  rocksdb::WriteOptions options;
  options.sync = true;
  rocksdb::WriteBatch batch;
  batch.Put(key_of('f', feedback.jr_id), value);
  return history::write(*rocks_->db, options, batch, kWhat, kRemedy);
}

Result<LoggedFeedback> ReminderLog::feedback_of(std::string_view jr_id) const {
  std::string text;
  const rocksdb::Status status = rocks_->db->Get({}, key_of('f', jr_id), &text);
  if (status.IsNotFound()) return fail(ErrorCode::kNotFound, fmt::format("没有反馈：{} · no feedback", jr_id));
  YISHOU_CHECK_OK(history::status_of(status, kWhat, kRemedy));
  boost::system::error_code error;
  const json::value value = json::parse(text, error);
  const json::object* o = error ? nullptr : value.if_object();
  if (o == nullptr) return fail(ErrorCode::kBadInput, fmt::format("{} is damaged; {}", kWhat, kRemedy));
  return LoggedFeedback{.jr_id = std::string{jr_id},
                        .institution = text_of(*o, "institution"),
                        .at = number_at(*o, "at"),
                        .stage = static_cast<std::uint8_t>(number_at(*o, "stage")),
                        .disposal = static_cast<std::uint8_t>(number_at(*o, "disposal")),
                        .reason = text_of(*o, "reason")};
}

Result<Second> ReminderLog::last_asked(std::string_view institution) const {
  std::string at;
  const rocksdb::Status status = rocks_->db->Get({}, key_of('l', institution), &at);
  if (status.IsNotFound()) return kNoSecond;
  YISHOU_CHECK_OK(history::status_of(status, kWhat, kRemedy));
  return static_cast<Second>(std::strtoll(at.c_str(), nullptr, 10));
}

Status ReminderLog::each(std::uint64_t before, const std::function<bool(const LoggedRequest&)>& visit) const {
  const std::unique_ptr<rocksdb::Iterator> at(rocks_->db->NewIterator({}));
  // The batch that holds `before` has the first key from there on.
  if (before == 0) {
    at->SeekForPrev("r");
  } else {
    at->Seek(request_key(before));
    if (!at->Valid() || !at->key().starts_with("q")) at->SeekForPrev("r");
  }
  for (; at->Valid() && at->key().starts_with("q"); at->Prev()) {
    YISHOU_TRY(const std::vector<LoggedRequest> all, unpack(history::view(at->value())));
    for (auto request = all.rbegin(); request != all.rend(); ++request) {
      if (before != 0 && request->number >= before) continue;
      if (!visit(*request)) return {};
    }
  }
  return history::status_of(at->status(), kWhat, kRemedy);
}

}  // namespace yishou::server

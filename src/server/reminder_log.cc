#include "server/reminder_log.h"

#include <filesystem>

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
constexpr std::uint64_t kMemory = std::uint64_t{64} << 20;
// Keys: 'q' and the number, big-endian: a request. 'j' and the jr_id: the number. 'f' and the jr_id: feedback.

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

std::string write_request(const LoggedRequest& r) {
  json::array reminders;
  for (const LoggedReminder& one : r.reminders) {
    reminders.push_back(json::array{one.jr_id, one.rule_no, one.severity, one.amount});
  }
  return json::serialize(json::object{{"at", r.at},
                                      {"institution", r.institution},
                                      {"doctor", r.doctor},
                                      {"person", r.person_index},
                                      {"mdtrt_id", r.mdtrt_id},
                                      {"transaction", r.transaction},
                                      {"scene", r.scene},
                                      {"lines", r.lines},
                                      {"history", r.history_lines},
                                      {"verdict_us", r.verdict_us},
                                      {"total_us", r.total_us},
                                      {"undecided", r.undecided},
                                      {"reminders", std::move(reminders)}});
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

Result<LoggedRequest> read_request(std::uint64_t number, std::string_view text) {
  boost::system::error_code error;
  const json::value value = json::parse(text, error);
  const json::object* o = error ? nullptr : value.if_object();
  if (o == nullptr) return fail(ErrorCode::kBadInput, fmt::format("{} is damaged; {}", kWhat, kRemedy));
  LoggedRequest r;
  r.number = number;
  r.at = number_at(*o, "at");
  r.institution = text_of(*o, "institution");
  r.doctor = text_of(*o, "doctor");
  r.person_index = text_of(*o, "person");
  r.mdtrt_id = text_of(*o, "mdtrt_id");
  r.transaction = static_cast<std::uint16_t>(number_at(*o, "transaction"));
  r.scene = text_of(*o, "scene");
  r.lines = static_cast<std::uint32_t>(number_at(*o, "lines"));
  r.history_lines = static_cast<std::uint32_t>(number_at(*o, "history"));
  r.verdict_us = static_cast<std::uint32_t>(number_at(*o, "verdict_us"));
  r.total_us = static_cast<std::uint32_t>(number_at(*o, "total_us"));
  r.undecided = static_cast<std::uint32_t>(number_at(*o, "undecided"));
  const json::value* reminders = o->if_contains("reminders");
  if (reminders == nullptr || !reminders->is_array()) return r;
  for (const json::value& one : reminders->as_array()) {
    const json::array* a = one.if_array();
    if (a == nullptr || a->size() != 4 || !(*a)[0].is_string()) continue;
    const auto at = [&](std::size_t i) { return (*a)[i].is_int64() ? (*a)[i].as_int64() : 0; };
    r.reminders.push_back(
        {std::string{(*a)[0].as_string()}, static_cast<std::uint16_t>(at(1)), static_cast<std::uint8_t>(at(2)), at(3)});
  }
  return r;
}

}  // namespace

struct ReminderLog::Rocks {
  std::unique_ptr<rocksdb::DB> db;
};

ReminderLog::ReminderLog(std::unique_ptr<Rocks> rocks) : rocks_(std::move(rocks)) {}

Result<std::unique_ptr<ReminderLog>> ReminderLog::open(const std::string& folder) {
  rocksdb::Options options = history::bounded_options(kMemory);
  options.create_if_missing = true;
  std::error_code ignored;
  std::filesystem::create_directories(folder, ignored);
  rocksdb::DB* db = nullptr;
  YISHOU_CHECK_OK(history::status_of(rocksdb::DB::Open(options, folder, &db), kWhat, kRemedy));
  auto rocks = std::make_unique<Rocks>();
  rocks->db.reset(db);
  std::unique_ptr<ReminderLog> log(new ReminderLog(std::move(rocks)));
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
  std::vector<LoggedRequest> batch;
  for (;;) {
    bool ending = false;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [&] { return ending_ || !waiting_.empty(); });
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
  return write(batch, true);
}

Status ReminderLog::write(std::vector<LoggedRequest>& requests, bool sync) {
  rocksdb::WriteBatch batch;
  for (const LoggedRequest& request : requests) {
    batch.Put(request_key(request.number), write_request(request));
    for (const LoggedReminder& reminder : request.reminders) {
      batch.Put(key_of('j', reminder.jr_id), std::to_string(request.number));
    }
  }
  rocksdb::WriteOptions options;
  options.sync = sync;
  return history::status_of(rocks_->db->Write(options, &batch), kWhat, kRemedy);
}

Result<LoggedRequest> ReminderLog::find_reminder(std::string_view jr_id) const {
  std::string number, text;
  const rocksdb::Status status = rocks_->db->Get({}, key_of('j', jr_id), &number);
  if (status.IsNotFound()) return fail(ErrorCode::kNotFound, fmt::format("没有这条提醒：{} · no such reminder", jr_id));
  YISHOU_CHECK_OK(history::status_of(status, kWhat, kRemedy));
  const std::uint64_t n = std::strtoull(number.c_str(), nullptr, 10);
  YISHOU_CHECK_OK(history::status_of(rocks_->db->Get({}, request_key(n), &text), kWhat, kRemedy));
  return read_request(n, text);
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
  return history::status_of(rocks_->db->Put(options, key_of('f', feedback.jr_id), value), kWhat, kRemedy);
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

Status ReminderLog::each(std::uint64_t before, const std::function<bool(const LoggedRequest&)>& visit) const {
  const std::unique_ptr<rocksdb::Iterator> at(rocks_->db->NewIterator({}));
  if (before == 0) {
    at->SeekForPrev("r");
  } else if (before > 1) {
    at->SeekForPrev(request_key(before - 1));
  } else {
    return {};
  }
  for (; at->Valid() && at->key().starts_with("q"); at->Prev()) {
    YISHOU_TRY(const LoggedRequest request,
               read_request(number_of(history::view(at->key())), history::view(at->value())));
    if (!visit(request)) return {};
  }
  return history::status_of(at->status(), kWhat, kRemedy);
}

}  // namespace yishou::server

// ReminderLog: what was asked before the bill and what was answered: requests, reminders, and what the doctor did with them. Written in
// the background: an answer never waits for it.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/calendar.h"
#include "base/decimal.h"
#include "base/result.h"
#include "crypto/sealer.h"

namespace yishou::server {

/// An order of the question that a reminder is about. Missing numbers are kNoNumber.
struct LoggedOrder {
  std::string item{};  ///< national code; empty: not of the question but of the person's history
  Second time = kNoSecond;
  Qty cnt = kNoNumber;
  Fen amount = kNoNumber;
  Fen vola = 0;         ///< in dispute
  bool accused = true;  ///< else evidence
};

/// One reminder of an answer.
struct LoggedReminder {
  std::string jr_id;
  std::uint16_t rule_no = 0;
  std::uint8_t severity = 0;
  Fen amount = 0;
  // Of requests that were logged before these were kept: kNoVerdict, empty.
  static constexpr std::uint8_t kNoVerdict = 255;
  std::uint8_t verdict = kNoVerdict;  ///< model::Verdict
  std::string observed{}, limit{}, content{}, basis{}, rule_version{}, knowledge_version{};
  std::vector<LoggedOrder> orders{};
};

/// One request. Persons are told apart by a blind index; who they are is not kept.
struct LoggedRequest {
  std::uint64_t number = 0;  ///< given by the log, rising
  Second at = kNoSecond;
  std::string institution, doctor, mdtrt_id;
  std::string psn_no;             ///< of a request that is added; never written
  std::string person_index;       ///< of a request that is read
  std::uint16_t transaction = 0;  ///< 3101 or 3102
  std::string scene;
  std::uint32_t lines = 0, history_lines = 0;
  std::uint32_t verdict_us = 0;  ///< judging alone
  std::uint32_t total_us = 0;    ///< from the message's arrival to the verdict; 0: not kept
  std::uint32_t undecided = 0;
  bool failed = false;  ///< a known caller's message that could not be judged
  std::vector<LoggedReminder> reminders;
};

/// What became of a reminder.
struct LoggedFeedback {
  std::string jr_id, institution;
  Second at = kNoSecond;
  std::uint8_t stage = 0, disposal = 0;
  std::string reason;
};

/// Any thread.
class ReminderLog {
 public:
  static constexpr std::size_t kMaxWaiting =
      65'536;  ///< requests that wait to be written; more are dropped and counted

  /// `persons` makes the blind index of a psn_no.
  [[nodiscard]] static Result<std::unique_ptr<ReminderLog>> open(const std::string& folder, crypto::BlindIndex persons);
  ~ReminderLog();

  void add(LoggedRequest request);
  /// Writes what waits, synced. For tests, and before a backup.
  [[nodiscard]] Status flush();

  /// The request whose answer held the reminder; kNotFound. Of several (the same question asked again) the latest.
  [[nodiscard]] Result<LoggedRequest> find_reminder(std::string_view jr_id) const;
  /// Notes what the doctor did; kNotFound when no answer to that institution held the reminder. On the disk when it returns.
  [[nodiscard]] Status note(const LoggedFeedback& feedback);
  [[nodiscard]] Result<LoggedFeedback> feedback_of(std::string_view jr_id) const;

  /// Requests before number `before` (0: from the latest), latest first, until `visit` returns false.
  [[nodiscard]] Status each(std::uint64_t before, const std::function<bool(const LoggedRequest&)>& visit) const;
  /// When the institution asked last; kNoSecond when it never did, or only before this was kept.
  [[nodiscard]] Result<Second> last_asked(std::string_view institution) const;
  [[nodiscard]] std::uint64_t dropped() const { return dropped_; }

 private:
  struct Rocks;
  ReminderLog(std::unique_ptr<Rocks> rocks, crypto::BlindIndex persons);
  void run();
  [[nodiscard]] Status write(std::vector<LoggedRequest>& batch, bool sync);

  std::unique_ptr<Rocks> rocks_;
  crypto::BlindIndex persons_;  // guarded by write_mutex_
  std::mutex mutex_;
  std::mutex write_mutex_;
  std::condition_variable wake_;
  std::vector<LoggedRequest> waiting_;  // guarded by mutex_
  bool ending_ = false;                 // guarded by mutex_
  std::uint64_t last_ = 0;              // guarded by mutex_
  std::atomic<std::uint64_t> dropped_ = 0;
  std::thread thread_;
};

}  // namespace yishou::server

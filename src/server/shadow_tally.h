// ShadowTally: what a draft would add to and drop from the reminders before the bill, counted and kept small. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "base/calendar.h"
#include "base/decimal.h"
#include "base/result.h"
#include "model/finding.h"

namespace yishou::server {

/// Reminders of the live side and of the draft. `money` in fen: of those that came, of those that went, and by how much the changed
/// ones differ.
struct ShadowCounts {
  std::int64_t now = 0, draft = 0, added = 0, dropped = 0, changed = 0;
  Fen money_added = 0, money_dropped = 0, money_changed = 0;
  friend bool operator==(const ShadowCounts&, const ShadowCounts&) = default;
};

/// A reminder that came, went or changed.
struct ShadowSample {
  std::uint16_t rule_no = 0;
  std::string change;  ///< added, dropped, changed
  Second at = kNoSecond;
  std::string institution, person, content;  ///< the person as the caller masked it
  Fen amount = 0;
};

/// Whose question was judged twice.
struct ShadowAsked {
  Second at = kNoSecond;
  std::string_view institution;
  std::string_view doctor;  ///< any text that tells doctors apart; empty: not said
  std::string_view person;  ///< masked
};

/// Used by one thread at a time. Bounded: days of doctors are folded into the distribution when they are over.
class ShadowTally {
 public:
  static constexpr std::size_t kSamplesOfEach = 3;  ///< of each rule and change
  static constexpr std::size_t kMaxInstitutions = 50'000;
  static constexpr std::size_t kMaxDoctorDays = 200'000;  ///< open at once; more go into no distribution
  /// Reminders a doctor got on a day: 0, 1, 2, 3–5, 6–10, 11–20, 21 and more.
  static constexpr std::array<std::int64_t, 7> kBucketBegins{0, 1, 2, 3, 6, 11, 21};

  void add(const ShadowAsked& asked, std::span<const model::Finding> now, std::span<const model::Finding> draft);

  /// What is shown: total, by_rule, doctor_days, institutions (most touched first), samples.
  [[nodiscard]] boost::json::object shown() const;
  /// What is kept, and read again. kBadInput for anything else.
  [[nodiscard]] boost::json::object kept() const;
  [[nodiscard]] static Result<ShadowTally> read(const boost::json::value& kept);

 private:
  using Buckets = std::array<std::int64_t, kBucketBegins.size()>;
  struct DoctorDay {
    std::int64_t now = 0, draft = 0;
  };
  static void fold(const DoctorDay& day, Buckets& now, Buckets& draft);
  void compare(const ShadowAsked& asked, std::span<const model::Finding* const> now,
               std::span<const model::Finding* const> draft, ShadowCounts& counts);
  void keep_sample(const ShadowAsked& asked, const model::Finding& finding, std::string_view change);

  std::map<std::uint16_t, ShadowCounts> rules_;
  std::map<std::string, ShadowCounts, std::less<>> institutions_;
  std::map<std::pair<Day, std::string>, DoctorDay> open_days_;
  Buckets now_buckets_{}, draft_buckets_{};  // of days that are over
  std::vector<ShadowSample> samples_;
};

}  // namespace yishou::server

// A comparison of two judgements of the same claims: takes the findings of both sides, says what a draft of parameters or knowledge
// would add and drop, and writes it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/finding.h"
#include "report/report.h"

namespace yishou::backtest {

enum class Side : std::uint8_t { kNow = 0, kDraft = 1 };

/// One quantity on both sides. Of counts: added = only in the draft, dropped = only now, changed = on both, not alike. Of money: what
/// added, dropped and changed findings (or lines) come to; draft = now + added − dropped + changed.
struct Measure {
  std::int64_t now = 0, draft = 0, added = 0, dropped = 0, changed = 0;
  friend bool operator==(const Measure&, const Measure&) = default;
  [[nodiscard]] bool moved() const { return added != 0 || dropped != 0 || changed != 0; }
};

struct Figures {
  Measure findings, lines, persons, institutions;
  Measure vola, fund;  ///< fen; sums over findings
  Measure line_money;  ///< fen; each line counted once, with the largest amount any finding disputes on it
};

struct RuleFigures {
  report::RuleName rule;
  Figures figures;
};

/// Whom the change touches. Amounts in fen.
struct Touched {
  std::string code, name;
  std::string institution;                           ///< of a doctor
  std::int64_t added = 0, dropped = 0, changed = 0;  ///< findings
  Fen vola_added = 0, vola_dropped = 0, vola_changed = 0;
};

/// What one side says in a sample.
struct SampleSide {
  std::string lines;  ///< accused, `;` between them
  std::string observed, limit, content;
  Fen vola = 0;
};

/// A finding that came, went or changed, for people to look at: both sides beside each other.
struct Sample {
  std::uint16_t rule_no = 0;
  std::string change;  ///< added, changed, dropped
  std::string psn_no, fixmedins_code, begin_time;
  std::optional<SampleSide> now, draft;
};

struct Outcome {
  Figures total;                      ///< over all rules, everyone and every line once
  std::vector<RuleFigures> by_rule;   ///< by number, every rule that ran
  std::vector<Touched> institutions;  ///< most money moved first
  std::vector<Touched> doctors;       ///< the same
  std::vector<Sample> samples;        ///< by rule, then added, changed, dropped; the dearest of each
};

struct ComparisonOptions {
  std::vector<report::RuleName> rules;
  std::map<std::string, std::string, std::less<>> institutions;  ///< fixmedins_code → name
  std::size_t touched = 10;                                      ///< how many institutions and doctors
  std::size_t samples = 2;                                       ///< of each rule and change
  std::uint64_t memory_bytes = std::uint64_t{256} << 20;
};

/// Takes findings in any order and any number in bounded memory; the outcome depends on the sets alone.
class Comparison {
 public:
  /// `path` takes the findings that came, went or changed, with the column `change` before those of a finding; its ending chooses
  /// the format; "" writes none. Fails as report::FindingWriter::open does.
  [[nodiscard]] static Result<Comparison> open(const std::string& path, ComparisonOptions options);
  /// Takes a batch. From any thread. Indeterminate answers are no findings and are left out.
  [[nodiscard]] Status add(Side side, std::span<const model::Finding> findings);
  /// Compares, and writes the file. Once, after the last add.
  [[nodiscard]] Result<Outcome> finish();

  Comparison(Comparison&&) noexcept;
  Comparison& operator=(Comparison&&) noexcept;
  ~Comparison();

 private:
  struct Impl;
  explicit Comparison(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// For people: each rule that moves, the total, whom it touches, examples.
[[nodiscard]] std::string outcome_text(const Outcome& outcome, bool chinese);
/// For programs (docs/formats/backtest.md).
[[nodiscard]] std::string outcome_json(const Outcome& outcome);

}  // namespace yishou::backtest

// What a rule is: facts about itself, and a pure function of (block, snapshot) that accuses lines.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/snapshot.h"
#include "model/block.h"
#include "model/facts.h"
#include "model/finding.h"

namespace yishou::rules {

/// An effective line that meets knowledge of a rule: the rule's points for its code, longest code first.
struct Match {
  model::Index line;
  const knowledge::CodePoint* points;
  std::uint32_t count;
};

/// The matches of one block, by rule and side, in line order (so the lines of a person are adjacent). Built once for all rules
/// by engine; empty for rules without knowledge.
class Matches {
 public:
  /// `rules`: the highest rule number + 1.
  explicit Matches(std::size_t rules) : lists_(rules * 2) {}
  [[nodiscard]] std::span<const Match> of(std::uint16_t rule, knowledge::Side side) const {
    return lists_[std::size_t{rule} * 2 + static_cast<std::size_t>(side)];
  }
  void add(std::uint16_t rule, knowledge::Side side, Match match) {
    lists_[std::size_t{rule} * 2 + static_cast<std::size_t>(side)].push_back(match);
  }
  /// Empties the lists, keeps their memory.
  void clear() {
    for (auto& list : lists_) list.clear();
  }

 private:
  std::vector<std::vector<Match>> lists_;
};

class Matcher;

/// All that a rule may see.
struct Evaluation {
  const model::ClaimBlock& block;
  const knowledge::Snapshot& snapshot;
  const Matches& matches;
  /// Asks for codes that are no billed items: diagnoses, operations, diseases (Matcher::find). Remembers answers, no more.
  Matcher& codes;
  /// By line: whether a finding that touches it is wanted. Empty: of every line. What touches no wanted line may be left unsaid; the
  /// sink drops it in any case.
  std::span<const std::uint8_t> wanted = {};

  [[nodiscard]] bool wants(model::Index line) const { return wanted.empty() || wanted[line] != 0; }
};

/// Whom a finding without lines is about; what does not apply stays kNone.
struct Subject {
  model::Index person = model::kNone;
  model::Index visit = model::kNone;
  model::Index settlement = model::kNone;
  model::Index institution = model::kNone;  ///< id in Dictionaries::institutions
};

/// What a rule says. Spans are copied by the sink before it returns.
struct Accusation {
  std::uint16_t rule = 0;
  std::optional<model::Verdict> verdict;  ///< empty: that of the RuleInfo
  std::uint8_t severity = 0;              ///< 1–3; 0: that of the RuleInfo
  model::Index person = model::kNone;
  std::span<const model::Index> lines;        ///< accused, in line order; empty: the finding is about `subject`
  std::span<const Fen> amounts;               ///< in dispute, one for each line, rounded by A12
  std::span<const Fen> funds;                 ///< the fund's share of each line's amount; empty: by A12
  Subject subject;                            ///< of a finding without lines
  Fen vola = 0, fund = 0;                     ///< of a finding without lines
  std::span<const model::Index> related;      ///< evidence lines, in line order
  Second begin = kNoSecond, end = kNoSecond;  ///< the span judged; kNoSecond: first and last accused line
  std::uint32_t point = model::kNone;         ///< the knowledge point, for vola_evid; kNone: the rule alone
  std::string observed, limit;                ///< measured value and limit, with unit
  std::string content;                        ///< one Chinese sentence a doctor understands, at most 500 characters
};

/// Takes what rules say. Implementations: engine/block_sink.cc; tests have their own.
class FindingSink {
 public:
  virtual ~FindingSink() = default;
  /// A hit.
  virtual void accuse(const Accusation& accusation) = 0;
  /// A fact that the rule needs is missing (A11): the line is not accused. `missing` names the fact in Chinese.
  virtual void undecided(std::uint16_t rule, model::Index line, std::string_view missing) = 0;
  /// The same of a rule whose findings have no lines.
  virtual void undecided(std::uint16_t rule, const Subject& subject, std::string_view missing) = 0;
};

/// What a rule says of itself. `number` is that of the national list of 2025; name and code come from the catalogue.
struct RuleInfo {
  std::uint16_t number = 0;
  std::uint16_t version = 1;  ///< rises when any verdict may change
  std::string_view slug;      ///< "drug_sex"
  model::Verdict verdict = model::Verdict::kViolation;
  std::uint8_t severity = 1;
  std::string_view basis;  ///< the clause that makes it a duty, for vola_evid
  std::string_view meaning_zh, meaning_en;
  std::vector<std::string_view> parameters;  ///< names of the parameters it reads
  model::FactSet reads;                      ///< facts it reads beyond ground_facts() (common_ground.h)
  std::vector<std::uint16_t> consults;       ///< other rules whose knowledge it looks at (Evaluation::matches of them)
};

class MonthRule;
class StockRule;

/// One rule. Stateless; `evaluate` runs on many threads at once and never throws.
class Rule {
 public:
  virtual ~Rule() = default;
  [[nodiscard]] virtual const RuleInfo& info() const noexcept = 0;
  virtual void evaluate(const Evaluation& evaluation, FindingSink& sink) const noexcept = 0;
  /// A rule over institutions, judged after all blocks (institution_rule.h); nullptr for the others.
  [[nodiscard]] virtual const MonthRule* month_rule() const noexcept { return nullptr; }
  [[nodiscard]] virtual const StockRule* stock_rule() const noexcept { return nullptr; }
};

/// Every rule that is present, by number. Made from rule_list.inc; lives as long as the program.
[[nodiscard]] std::span<const Rule* const> all_rules();
/// The rule of that number, or nullptr.
[[nodiscard]] const Rule* find_rule(std::uint16_t number);

}  // namespace yishou::rules

// What goes out of an audit: the findings in a file (contract §4), the summary, and the table on the terminal.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/finding.h"

namespace yishou::report {

enum class Format { kCsv, kParquet, kJsonl, kXlsx };
/// The format that the ending of `path` names; kBadCall for any other ending.
[[nodiscard]] Result<Format> format_of(const std::string& path);

/// How a rule is called in what goes out.
struct RuleName {
  std::uint16_t number = 0;
  std::string code;     ///< national code, GZ… or ZB…
  std::string name_zh;  ///< official Chinese name
  std::string name_en;
};

struct WriterOptions {
  std::vector<RuleName> rules;  ///< the rules that ran: each stands in the totals, with zeros when it found nothing
  std::map<std::string, std::string, std::less<>> institutions;  ///< fixmedins_code → name, for the totals
  std::uint64_t memory_bytes = std::uint64_t{256} << 20;         ///< for sorting; what does not fit goes to disk
};

struct RuleTotal {
  RuleName rule;
  std::uint64_t findings = 0;       ///< violations and suspicions
  std::uint64_t lines = 0;          ///< distinct lines accused
  Fen vola_amt = 0;                 ///< sum over the findings
  std::uint64_t indeterminate = 0;  ///< written with --indeterminate
};

struct InstitutionTotal {
  std::string code, name;
  std::uint64_t findings = 0;  ///< violations and suspicions
  std::uint64_t lines = 0;     ///< distinct lines accused
  Fen vola_amt = 0;            ///< each line counted once
};

/// What the written findings add up to. Violations and suspicions count; indeterminate answers stand apart.
struct FindingTotals {
  std::uint64_t findings = 0;  ///< violations + suspicions
  std::uint64_t violations = 0;
  std::uint64_t suspicions = 0;
  std::uint64_t indeterminate = 0;
  std::uint64_t lines = 0;                       ///< distinct lines accused
  Fen vola_amt = 0;                              ///< sum over the findings
  Fen fund_amt = 0;                              ///< sum over the findings
  Fen vola_amt_distinct_lines = 0;               ///< each line once, with the largest amount any finding disputes on it
  std::vector<RuleTotal> by_rule;                ///< by number
  std::vector<InstitutionTotal> by_institution;  ///< by amount, largest first
};

/// Takes findings in any order and any number in bounded memory, and writes them sorted by (rule_no, psn_no, begin_time,
/// first bkkp_sn, finding_id): the file depends on the set of findings alone. They wait in a folder beside the output, which
/// is gone afterwards; the output appears whole, by renaming, or not at all.
class FindingWriter {
 public:
  /// Prepares to write `path`. kBadCall for an unknown ending; kNotFound, kIo, kNoSpace when the place cannot be written.
  [[nodiscard]] static Result<FindingWriter> open(const std::string& path, WriterOptions options);
  /// Takes a batch. From any thread.
  [[nodiscard]] Status add(std::span<const model::Finding> findings);
  /// Writes the file, replacing one that is there. Once, after the last add.
  [[nodiscard]] Result<FindingTotals> finish();

  FindingWriter(FindingWriter&&) noexcept;
  FindingWriter& operator=(FindingWriter&&) noexcept;
  ~FindingWriter();  ///< without finish(): nothing is written

 private:
  struct Impl;
  explicit FindingWriter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

struct Seconds {
  double read = 0, audit = 0, write = 0, total = 0;
};

/// All that `--summary` and the terminal say of a run.
struct Summary {
  std::uint64_t lines = 0;  ///< fee lines read
  std::uint64_t persons = 0;
  std::uint64_t unsettled = 0;  ///< lines whose settlement is not in the lake
  std::uint64_t undecided = 0;  ///< indeterminate answers of the rules, written or not
  FindingTotals totals;
  Seconds seconds;
  std::uint64_t peak_rss_bytes = 0;
  std::map<std::string, std::string> versions;  ///< yishou, knowledge, engine …; rules as "67" → "67@1" under "rules"
  std::map<std::string, std::string> rule_versions;
};

/// The largest resident memory of this process so far, in bytes.
[[nodiscard]] std::uint64_t peak_rss_bytes();
/// The summary as a JSON object (docs/formats/findings.md), ending in a newline.
[[nodiscard]] std::string summary_json(const Summary& summary);
/// Writes `text` to `path`, whole or not at all.
[[nodiscard]] Status write_text(const std::string& path, const std::string& text);
/// Writes summary_json to `path`, whole or not at all.
[[nodiscard]] Status write_summary(const std::string& path, const Summary& summary);
/// The table for people: by rule, the first ten institutions, the total with each line counted once.
[[nodiscard]] std::string totals_table(const Summary& summary, bool chinese);

}  // namespace yishou::report

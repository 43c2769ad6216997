// Claims of a test as small tables of text, and the two ways to look at them: a ClaimBlock for the rules, SQL tables for the
// oracles. Defaults of cells: tests/golden/rules/README.md.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "duck/duck.h"
#include "knowledge/snapshot.h"
#include "model/block.h"
#include "model/facts.h"
#include "rules/rule.h"

namespace yishou::rule_checks {

/// One row: national column name → text; an absent or empty column is a missing fact.
using Row = std::map<std::string, std::string>;

/// The text of a column; "" when it is absent.
[[nodiscard]] std::string_view cell(const Row& row, const std::string& column);

struct Claims {
  std::map<std::string, std::vector<Row>> tables;  ///< by national table name

  std::vector<Row>& operator[](const std::string& table) { return tables[table]; }
  [[nodiscard]] const std::vector<Row>& rows(const std::string& table) const;
};

/// The national names of a test's short table and column names (`lines` → fee_list_d, `sn` → bkkp_sn).
[[nodiscard]] std::string table_of(std::string_view word);
[[nodiscard]] std::string column_of(std::string_view word);

/// Fills what rows leave open with the defaults, and adds a settlement for each one named but not given.
void fill_defaults(Claims& claims);

/// Puts `claims` beside those of `all`, with `prefix` before every id, so that they do not meet.
void add_with_prefix(Claims& all, const Claims& claims, const std::string& prefix);

/// Without the facts outside `allowed`.
[[nodiscard]] Claims withhold(const Claims& claims, const model::FactSet& allowed);

/// The tables as text, for messages.
[[nodiscard]] std::string to_text(const Claims& claims);

/// One block of the persons in `persons`, in that order, ground laid; keeps `dictionaries` and `texts` alive for the block.
/// `data_begin` is the earliest fee date of all claims.
class Blocks {
 public:
  explicit Blocks(const Claims& claims);
  [[nodiscard]] const std::vector<std::string>& persons() const { return persons_; }
  [[nodiscard]] model::ClaimBlock block_of(const std::vector<std::string>& persons);

 private:
  const Claims& claims_;
  std::vector<std::string> persons_;                                                 // sorted
  std::map<std::string, std::map<std::string, std::vector<const Row*>>> by_person_;  // table → person → rows
  model::Dictionaries dictionaries_;
  std::map<std::string, model::Institution> institutions_;
  model::StaffGrades staff_;
  Day data_begin_ = kNoDay;
};

/// What a rule or an oracle says of one line; or of a finding without lines, whose key is `@` and its subject:
/// `@psn_no/fixmedins_code/mdtrt_id/setl_id/observed` (undecided: without observed).
struct Answer {
  Fen amount = 0;
  std::string grain;  ///< lines with the same text form one finding: its first line
  friend bool operator==(const Answer&, const Answer&) = default;
};
/// Everything said of a set of claims: accused lines, and lines that could not be judged.
struct Answers {
  std::map<std::string, Answer> accused;
  std::vector<std::string> undecided;  ///< sorted
  friend bool operator==(const Answers&, const Answers&) = default;
};
[[nodiscard]] std::string to_text(const Answers& answers);

/// One finding as the sink got it.
struct Found {
  std::vector<std::string> lines, related;
  std::string subject;              ///< of a finding without lines: `@psn_no/fixmedins_code/mdtrt_id/setl_id`
  std::vector<Fen> amounts, funds;  ///< by line; of a finding without lines one of each
  std::string observed, limit, content, point;
  std::string verdict;  ///< “violation/1”: of this finding, with its severity
  Second begin, end;
};
struct Result {
  std::vector<Found> findings;
  std::vector<std::string> undecided;
};
using WantsLine = std::function<bool(std::string_view sn)>;

/// Runs one rule over the persons, cut into blocks of `persons_in_block`, in the order given; if given, with only the lines wanted
/// for which `wants` (rules::Evaluation::wanted; not for rules over institutions).
[[nodiscard]] Result run_rule(const rules::Rule& rule, const knowledge::Snapshot& snapshot, const Claims& claims,
                              const std::vector<std::string>& persons, std::size_t persons_in_block,
                              const WantsLine& wants = {});
[[nodiscard]] Result run_rule(const rules::Rule& rule, const knowledge::Snapshot& snapshot, const Claims& claims);
[[nodiscard]] Answers answers_of(const Result& result);

/// The oracles' DuckDB: typed tables, knowledge, the shared tables of tests/oracle/common_ground.sql and, for oracles
/// that name them, tests/oracle/stays.sql.
class Oracle {
 public:
  Oracle();
  /// Puts in the knowledge of a rule's golden file.
  void know(const std::string& points_csv, const knowledge::Snapshot& snapshot);
  /// Answers of `sql` for these claims; of a rule over institutions, doubtful lines (A2) do not count.
  [[nodiscard]] Answers ask(const std::string& sql, const Claims& claims, bool over_institutions = false);

 private:
  void execute(const std::string& sql);
  /// With the lines that a return of unknown time may have returned, or without them (common_ground.sql, `world`).
  Answers ask_in_world(const std::string& sql, bool has_doubtful);
  duck::Database database_;
  duck::Connection connection_;
  std::string common_ground_, stays_;
};

[[nodiscard]] std::string read_file(const std::string& path_in_source);

}  // namespace yishou::rule_checks

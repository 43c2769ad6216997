#include "claims.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "base/check.h"
#include "institution_check.h"
#include "model/tables.h"
#include "rules/ask_rules.h"
#include "rules/common_ground.h"
#include "rules/matching.h"

namespace yishou::rule_checks {

using model::Index;

namespace {

// clang-format off
const std::map<std::string, std::string, std::less<>> kTables{
    {"persons", "psn_info_b"},      {"settlements", "setl_d"},   {"visits", "mdtrt_d"},
    {"institutions", "fixmedins_b"}, {"diagnoses", "setl_list_diag_d"}, {"lines", "fee_list_d"},
    {"operations", "setl_list_oprn_d"}, {"staff", "medins_staff_b"},
    {"counts", "invinfo_d"},         {"purchases", "purcinfo_d"}, {"sales", "selinfo_d"},
    {"changes", "invchg_d"}};
const std::map<std::string, std::string, std::less<>> kColumns{
    {"sn", "bkkp_sn"},       {"psn", "psn_no"},  {"visit", "mdtrt_id"}, {"setl", "setl_id"},  {"inst", "fixmedins_code"},
    {"time", "fee_ocur_time"}, {"code", "med_list_codg"}, {"amount", "det_item_fee_sumamt"}, {"return_of", "init_feedetl_sn"},
    {"rx", "rx_drord_no"},   {"doctor", "bilg_dr_code"}, {"dept", "bilg_dept_codg"}, {"oprn", "oprn_oprt_code"}};
// clang-format on

}  // namespace

std::string_view cell(const Row& row, const std::string& column) {
  const auto found = row.find(column);
  return found == row.end() ? std::string_view{} : std::string_view{found->second};
}

const std::vector<Row>& Claims::rows(const std::string& table) const {
  static const std::vector<Row> kNone;
  const auto found = tables.find(table);
  return found == tables.end() ? kNone : found->second;
}

std::string table_of(std::string_view word) {
  const auto found = kTables.find(word);
  return found == kTables.end() ? std::string{word} : found->second;
}
std::string column_of(std::string_view word) {
  const auto found = kColumns.find(word);
  return found == kColumns.end() ? std::string{word} : found->second;
}

void fill_defaults(Claims& claims) {
  const auto fill = [](Row& row, std::initializer_list<std::pair<const char*, const char*>> defaults) {
    for (const auto& [column, text] : defaults) row.try_emplace(column, text);
  };
  for (Row& row : claims["psn_info_b"]) fill(row, {{"psn_no", "P1"}});
  for (const char* table : {"fixmedins_b", "invinfo_d", "purcinfo_d", "selinfo_d", "invchg_d"}) {
    for (Row& row : claims[table]) fill(row, {{"fixmedins_code", "H1"}});
  }
  for (Row& row : claims["mdtrt_d"]) {
    fill(row, {{"mdtrt_id", "M1"},
               {"psn_no", "P1"},
               {"fixmedins_code", "H1"},
               {"begntime", "2024-03-01"},
               {"med_type", "21"}});
  }
  for (Row& row : claims["setl_list_diag_d"]) fill(row, {{"setl_id", "S1"}, {"mdtrt_id", "M1"}, {"psn_no", "P1"}});
  for (Row& row : claims["setl_list_oprn_d"]) fill(row, {{"setl_id", "S1"}, {"mdtrt_id", "M1"}, {"psn_no", "P1"}});
  for (Row& row : claims["medins_staff_b"]) fill(row, {{"fixmedins_code", "H1"}});
  std::map<std::string, Row> open;
  for (Row& row : claims["fee_list_d"]) {
    fill(row, {{"mdtrt_id", "M1"},
               {"setl_id", "S1"},
               {"psn_no", "P1"},
               {"fixmedins_code", "H1"},
               {"fee_ocur_time", "2024-03-01 10:00:00"},
               {"cnt", "1"},
               {"pric", "10"},
               {"det_item_fee_sumamt", "10.00"}});
    if (!row["setl_id"].starts_with('?')) {
      open.try_emplace(row["setl_id"], Row{{"setl_id", row["setl_id"]},
                                           {"mdtrt_id", row["mdtrt_id"]},
                                           {"psn_no", row["psn_no"]},
                                           {"fixmedins_code", row["fixmedins_code"]}});
    }
  }
  std::vector<Row>& settlements = claims["setl_d"];
  for (const Row& row : settlements) open.erase(row.contains("setl_id") ? row.at("setl_id") : "S1");
  for (auto& [id, row] : open) settlements.push_back(std::move(row));
  for (Row& row : settlements) {
    fill(row, {{"setl_id", "S1"},
               {"mdtrt_id", "M1"},
               {"psn_no", "P1"},
               {"fixmedins_code", "H1"},
               {"insutype", "310"},
               {"med_type", "21"},
               {"setl_time", "2024-04-01 10:00:00"},
               {"medfee_sumamt", "100.00"},
               {"fund_pay_sumamt", "80.00"}});
  }
}

void add_with_prefix(Claims& all, const Claims& claims, const std::string& prefix) {
  for (const auto& [table, rows] : claims.tables) {
    for (Row row : rows) {
      for (const char* id : {"psn_no", "mdtrt_id", "setl_id", "bkkp_sn", "fixmedins_code", "init_setl_id",
                             "init_feedetl_sn", "prac_psn_code", "bilg_dr_code"}) {
        if (const auto found = row.find(id); found != row.end() && !found->second.empty())
          found->second = prefix + found->second;
      }
      all[table].push_back(std::move(row));
    }
  }
}

Claims withhold(const Claims& claims, const model::FactSet& allowed) {
  Claims out = claims;
  for (std::size_t i = 0; i < model::kFactCount; ++i) {
    if (allowed.test(i)) continue;
    const model::FactColumn fact = model::column_of(static_cast<model::Fact>(i));
    for (Row& row : out[std::string{fact.table}]) row.erase(std::string{fact.column});
  }
  return out;
}

std::string to_text(const Claims& claims) {
  std::string out;
  for (const auto& [table, rows] : claims.tables) {
    if (rows.empty()) continue;
    out += table + "\n";
    for (const Row& row : rows) {
      out += " ";
      for (const auto& [column, text] : row) {
        if (!text.empty()) out += fmt::format(" {}={}", column, text);
      }
      out += "\n";
    }
  }
  return out;
}

std::string to_text(const Answers& answers) {
  std::string out;
  for (const auto& [sn, answer] : answers.accused) {
    out += fmt::format("  accused {} for {} in {}\n", sn, format_decimal(answer.amount, kFenScale), answer.grain);
  }
  for (const std::string& sn : answers.undecided) out += fmt::format("  undecided {}\n", sn);
  return out.empty() ? "  clear\n" : out;
}
namespace {

/// Copies what a rule says into texts, and checks the promises of an Accusation on the way.
class Recorder final : public rules::FindingSink {
 public:
  Recorder(const rules::Rule& rule, const knowledge::Snapshot& snapshot, Result& result)
      : rule_(rule), snapshot_(snapshot), result_(result) {}
  void look_at(const model::ClaimBlock& block) { block_ = &block; }

  void accuse(const rules::Accusation& a) override {
    YISHOU_CHECK(a.rule == rule_.info().number, "a rule speaks for itself");
    YISHOU_CHECK(a.lines.size() == a.amounts.size(), "one amount for each accused line");
    YISHOU_CHECK(a.funds.empty() || a.funds.size() == a.lines.size(), "all of the fund's shares or none");
    YISHOU_CHECK(std::ranges::is_sorted(a.lines) && std::ranges::is_sorted(a.related), "lines in line order");
    YISHOU_CHECK(!a.observed.empty() && !a.limit.empty() && !a.content.empty(), "texts of a finding");
    Found found;
    for (std::size_t i = 0; i < a.lines.size(); ++i) {
      YISHOU_CHECK(block_->lines.person[a.lines[i]] == a.person, "lines of one person");
      found.lines.emplace_back(block_->lines.sn[a.lines[i]]);
      found.amounts.push_back(a.amounts[i]);
      found.funds.push_back(a.funds.empty() ? rules::fund_share(*block_, a.lines[i], a.amounts[i]) : a.funds[i]);
    }
    if (a.lines.empty()) {
      YISHOU_CHECK(a.begin != kNoSecond || a.end != kNoSecond || a.subject.visit != model::kNone ||
                       a.subject.settlement != model::kNone,
                   "a finding without lines says when");
      found.subject = text_of(a.subject);
      found.amounts.push_back(a.vola);
      found.funds.push_back(a.fund);
    }
    for (const Index line : a.related) found.related.emplace_back(block_->lines.sn[line]);
    found.observed = a.observed;
    found.limit = a.limit;
    found.content = a.content;
    const bool violation = a.verdict.value_or(rule_.info().verdict) == model::Verdict::kViolation;
    found.verdict = fmt::format("{}/{}", violation ? "violation" : "suspicion",
                                a.severity != 0 ? a.severity : rule_.info().severity);
    found.begin = a.begin;
    found.end = a.end;
    if (a.point != model::kNone) found.point = snapshot_.point(a.point).point_id;
    result_.findings.push_back(std::move(found));
  }
  void undecided(std::uint16_t number, Index line, std::string_view missing) override {
    YISHOU_CHECK(number == rule_.info().number && !missing.empty(), "a rule says what is missing");
    result_.undecided.emplace_back(block_->lines.sn[line]);
  }
  void undecided(std::uint16_t number, const rules::Subject& subject, std::string_view missing) override {
    YISHOU_CHECK(number == rule_.info().number && !missing.empty(), "a rule says what is missing");
    result_.undecided.push_back(text_of(subject));
  }

 private:
  [[nodiscard]] std::string text_of(const rules::Subject& subject) const {
    const model::ClaimBlock& b = *block_;
    const auto text = [](Index at, auto&& get) { return at == model::kNone ? std::string{} : std::string{get(at)}; };
    return fmt::format("@{}/{}/{}/{}", text(subject.person, [&](Index i) { return b.persons[i].psn_no; }),
                       text(subject.institution, [&](Index i) { return b.codes->institutions.text(i); }),
                       text(subject.visit, [&](Index i) { return b.visits[i].mdtrt_id; }),
                       text(subject.settlement, [&](Index i) { return b.settlements[i].setl_id; }));
  }

  const rules::Rule& rule_;
  const knowledge::Snapshot& snapshot_;
  Result& result_;
  const model::ClaimBlock* block_ = nullptr;
};

}  // namespace

Result run_rule(const rules::Rule& rule, const knowledge::Snapshot& snapshot, const Claims& claims,
                const std::vector<std::string>& persons, std::size_t persons_in_block, const WantsLine& wants) {
  if (is_institution_rule(rule)) return run_institution_rule(rule, snapshot, claims, persons, persons_in_block);
  Blocks blocks{claims};
  const rules::Rule* const chosen[] = {&rule};
  rules::Matcher matcher{snapshot, chosen};
  rules::Matches matches{rules::match_slots(chosen)};
  std::vector<std::uint8_t> wanted;
  Result result;
  Recorder recorder{rule, snapshot, result};
  for (std::size_t begin = 0; begin < persons.size(); begin += persons_in_block) {
    const std::size_t end = std::min(begin + persons_in_block, persons.size());
    model::ClaimBlock block = blocks.block_of(
        {persons.begin() + static_cast<std::ptrdiff_t>(begin), persons.begin() + static_cast<std::ptrdiff_t>(end)});
    recorder.look_at(block);
    wanted.clear();
    if (wants) {
      for (const std::string_view sn : block.lines.sn) wanted.push_back(wants(sn) ? 1 : 0);
    }
    rules::ask_rules(block, snapshot, matcher, matches, chosen, wanted, recorder);
  }
  std::ranges::sort(result.undecided);
  return result;
}

Result run_rule(const rules::Rule& rule, const knowledge::Snapshot& snapshot, const Claims& claims) {
  const Blocks blocks{claims};
  return run_rule(rule, snapshot, claims, blocks.persons(), blocks.persons().size() + 1);
}

Answers answers_of(const Result& result) {
  Answers answers;
  for (const Found& found : result.findings) {
    if (found.lines.empty()) {
      const std::string key = found.subject + "/" + found.observed;
      const bool fresh = answers.accused.emplace(key, Answer{found.amounts.front(), key}).second;
      YISHOU_CHECK(fresh, "a subject is accused once by a rule");
      continue;
    }
    const std::string grain = *std::ranges::min_element(found.lines);
    for (std::size_t i = 0; i < found.lines.size(); ++i) {
      const bool fresh = answers.accused.emplace(found.lines[i], Answer{found.amounts[i], grain}).second;
      YISHOU_CHECK(fresh, "a line is accused once by a rule");
    }
  }
  answers.undecided = result.undecided;
  return answers;
}

std::string read_file(const std::string& path_in_source) {
  const std::ifstream file{std::string{YISHOU_SOURCE_DIR} + "/" + path_in_source};
  std::ostringstream out;
  if (file) out << file.rdbuf();
  return out.str();
}

}  // namespace yishou::rule_checks

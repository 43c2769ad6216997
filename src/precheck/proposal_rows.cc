#include "precheck/proposal_rows.h"

#include <algorithm>
#include <cstdlib>
#include <string>

namespace yishou::precheck {

using model::Index;
using model::kNone;

namespace {

class Rows {
 public:
  Rows(history::PersonReader& reader, model::Dictionaries& codes, model::ClaimBlock& block, Asked& asked)
      : reader_(reader),
        codes_(codes),
        block_(block),
        asked_(asked),
        stored_(block.persons.back().lines),
        taken_(stored_.size(), false) {}

  void add(const model::ProposedVisit& visit, const model::Proposal& proposal, bool current) {
    const bool known = is_known(visit.mdtrt_id);
    if (!current && known) return;
    const Index v = add_visit(visit);
    const Index s = add_settlement(visit, proposal, v);
    if (current) {
      asked_.settlement = block_.settlements[s].setl_id;
      asked_.settlement_row = s;
    }
    const model::CodeDictionary::Id institution = reader_.institution(visit.institution);
    for (const model::ProposedDiagnosis& diagnosis : visit.diagnoses) {
      if (diagnosis.code.empty()) continue;
      block_.diagnoses.push_back({s, history::PersonReader::upper(diagnosis.code, block_), diagnosis.main,
                                  model::kNoCode, diagnosis.main_known});
    }
    for (const model::ProposedOperation& operation : visit.operations) {
      if (operation.code.empty()) continue;
      block_.operations.push_back({.settlement = s,
                                   .code = history::PersonReader::upper(operation.code, block_),
                                   .main = operation.main,
                                   .date = operation.date,
                                   .main_known = operation.main_known});
    }
    Index next = block_.lines.size();
    block_.lines.resize(next + visit.lines.size());
    for (const model::ProposedLine& line : visit.lines) {
      const bool asked = current && line.current;
      if (!asked && current && is_asked_again(line, visit)) continue;
      const Index namesake = stored_named(line.id);
      const bool billed = known || visit.mdtrt_id.empty()
                              ? take_stored(line, namesake, v, visit.mdtrt_id.empty(), institution)
                              : take_namesake(line, namesake, institution);
      if (billed) {
        if (asked) {
          asked_.any_billed = true;
          for (const Index stored : billed_) asked_.lines.push_back(block_.lines.sn[stored]);
        }
        continue;
      }
      set_line(next, line, namesake == kNone ? line.id : renamed(line.id), institution, v, s);
      if (asked) asked_.lines.push_back(block_.lines.sn[next]);
      ++next;
    }
    block_.lines.resize(next);
  }

 private:
  [[nodiscard]] bool is_known(std::string_view mdtrt_id) const {
    if (mdtrt_id.empty()) return false;
    const model::Range visits = block_.persons.back().visits;
    for (Index v = visits.begin; v < visits.end; ++v) {
      if (block_.visits[v].mdtrt_id == mdtrt_id) return true;
    }
    return false;
  }

  Index add_visit(const model::ProposedVisit& visit) {
    const Index v = visit.mdtrt_id.empty()
                        ? nameless_visit()
                        : history::PersonReader::visit_of(visit.mdtrt_id, reader_.no_institution(), block_);
    model::Visit& row = block_.visits[v];
    if (row.cancelled) {
      model::Visit anew;
      anew.mdtrt_id = row.mdtrt_id;
      anew.person = row.person;
      row = anew;
    }
    if (!row.known) row.institution = reader_.institution(visit.institution);
    row.known = true;
    // What the history says of the visit stands; the proposal fills what is missing, an end that was not known before all.
    if (row.level == model::kNoCode) row.level = visit.level;
    if (row.begin == kNoSecond) row.begin = visit.begin;
    if (row.end == kNoSecond) row.end = visit.end;
    if (row.med_type < 0) row.med_type = visit.med_type;
    if (row.disease.empty()) row.disease = history::PersonReader::upper(visit.disease, block_);
    if (row.main_diagnosis.empty()) row.main_diagnosis = history::PersonReader::upper(visit.main_diagnosis, block_);
    return v;
  }

  // Two encounters without a number are two visits, and none of those that are known.
  Index nameless_visit() {
    model::Visit visit;
    visit.person = static_cast<Index>(block_.persons.size() - 1);
    visit.institution = reader_.no_institution();
    block_.visits.push_back(visit);
    return static_cast<Index>(block_.visits.size() - 1);
  }

  Index add_settlement(const model::ProposedVisit& visit, const model::Proposal& proposal, Index v) {
    model::Settlement s;
    std::string id = std::string{kProposedSettlement} + std::string{visit.mdtrt_id};
    if (visit.mdtrt_id.empty()) id += "#" + std::to_string(v - block_.persons.back().visits.begin);
    s.setl_id = block_.texts.keep(std::move(id));
    s.person = static_cast<Index>(block_.persons.size() - 1);
    s.visit = v;
    s.institution = reader_.institution(visit.institution);
    s.sex = proposal.sex;
    s.birth = proposal.birth;
    s.insutype = history::PersonReader::upper(visit.insutype, block_);
    s.level = visit.level;
    s.med_type = visit.med_type;
    s.total = visit.total;
    s.begin = day_of(visit.begin);
    s.end = day_of(visit.end);
    s.disease = history::PersonReader::upper(visit.disease, block_);
    block_.settlements.push_back(s);
    return static_cast<Index>(block_.settlements.size() - 1);
  }

  [[nodiscard]] static bool is_asked_again(const model::ProposedLine& earlier, const model::ProposedVisit& visit) {
    return earlier.time != kNoSecond && std::ranges::any_of(visit.lines, [&](const model::ProposedLine& now) {
      return now.current && now.item == earlier.item && now.time == earlier.time && now.cnt == earlier.cnt &&
             now.amount == earlier.amount && now.rx == earlier.rx;
    });
  }

  // Whether the line was billed meanwhile; billed_ receives the stored lines, which are taken. A visit without a number may be any of
  // its institution.
  bool take_stored(const model::ProposedLine& line, Index namesake, Index v, bool nameless,
                   model::CodeDictionary::Id institution) {
    const model::Lines& l = block_.lines;
    const auto fits = [&](Index i) {
      const bool here = nameless ? l.institution[i] == institution : l.visit[i] == v;
      return here && !taken_[i - stored_.begin] && codes_.items.text(l.item[i]) == line.item && same_direction(i, line);
    };
    billed_.clear();
    if (namesake != kNone && fits(namesake)) billed_.push_back(namesake);
    if (billed_.empty()) {
      gather(line, [&](Index i) { return fits(i) && !line.rx.empty() && l.rx[i] == line.rx; });
    }
    if (billed_.empty()) {
      gather(line,
             [&](Index i) { return fits(i) && (line.rx.empty() || l.rx[i].empty()) && is_near(l.time[i], line.time); });
    }
    for (const Index i : billed_) taken_[i - stored_.begin] = true;
    return !billed_.empty();
  }

  // The hospital's own number of the visit is not the bill's: the line of that id is the order's if all else agrees.
  bool take_namesake(const model::ProposedLine& line, Index namesake, model::CodeDictionary::Id institution) {
    billed_.clear();
    if (namesake == kNone || taken_[namesake - stored_.begin]) return false;
    const model::Lines& l = block_.lines;
    if (l.institution[namesake] != institution || codes_.items.text(l.item[namesake]) != line.item) return false;
    if (!is_near(l.time[namesake], line.time) || !same_direction(namesake, line)) return false;
    billed_.push_back(namesake);
    taken_[namesake - stored_.begin] = true;
    return true;
  }

  // The line of the history that bears this id, or kNone.
  [[nodiscard]] Index stored_named(std::string_view id) const {
    const auto begin = block_.lines.sn.begin();
    const auto found = std::find(begin + stored_.begin, begin + stored_.end, id);
    return found == begin + stored_.end ? kNone : static_cast<Index>(found - begin);
  }

  // A refund was never billed as the line that it returns.
  [[nodiscard]] bool same_direction(Index stored, const model::ProposedLine& line) const {
    const auto returns = [](Qty cnt, Fen amount) {
      return (cnt != kNoNumber && cnt < 0) || (amount != kNoNumber && amount < 0);
    };
    return returns(block_.lines.cnt[stored], block_.lines.amount[stored]) == returns(line.cnt, line.amount);
  }

  [[nodiscard]] static bool is_near(Second a, Second b) {
    return a == kNoSecond || b == kNoSecond || std::abs(day_of(a) - day_of(b)) <= 1;
  }

  // Stored lines until the ordered quantity is reached; all, where a quantity is missing.
  template <typename Fits>
  void gather(const model::ProposedLine& line, const Fits& fits) {
    Qty reached = 0;
    for (Index i = stored_.begin; i < stored_.end; ++i) {
      if (!fits(i)) continue;
      if (line.cnt != kNoNumber && reached >= line.cnt && !billed_.empty()) return;
      billed_.push_back(i);
      const Qty cnt = block_.lines.cnt[i];
      if (cnt != kNoNumber && cnt > 0) reached += cnt;
    }
  }

  // Another name where a line of the history bears its own: that they are the same is chance.
  std::string_view renamed(std::string_view id) {
    const std::string_view name = block_.texts.keep(std::string{kProposedSettlement} + std::string{id});
    asked_.renamed.emplace_back(name, id);
    return name;
  }

  void set_line(Index i, const model::ProposedLine& line, std::string_view name, model::CodeDictionary::Id institution,
                Index v, Index s) {
    model::Lines& l = block_.lines;
    l.person[i] = static_cast<Index>(block_.persons.size() - 1);
    l.settlement[i] = s;
    l.visit[i] = v;
    l.item[i] = codes_.items.intern(line.item);
    l.institution[i] = institution;
    l.sn[i] = name;
    l.time[i] = line.time;
    l.cnt[i] = line.cnt;
    l.pric[i] = line.pric;
    l.amount[i] = line.amount;
    l.pric_limit[i] = kNoNumber;
    // Paid wholly by the patient: the fund is not asked (A3). What of the rest is in scope is not known yet.
    const bool self_paid = line.self_paid != kNoNumber && line.amount != kNoNumber && line.self_paid >= line.amount;
    l.inscp[i] = self_paid ? 0 : kNoNumber;
    l.chrgitm_lv[i] = line.chrgitm_lv;
    l.list_type[i] = line.list_type;
    l.rx[i] = line.rx;
    l.doctor[i] = line.doctor;
    l.take_home[i] = line.take_home ? 1 : 0;
    l.days[i] = line.days;
    l.original[i] = {};
    l.disease[i] = {};
    l.valid[i] = 1;
    l.department[i] = history::PersonReader::upper(line.department, block_);
    l.created[i] = kNoSecond;
    l.charge_type[i] = line.charge_type;
    l.dose[i] = line.dose;
    l.frequency[i] = line.frequency;
    l.unit[i] = line.unit;
  }

  history::PersonReader& reader_;
  model::Dictionaries& codes_;
  model::ClaimBlock& block_;
  Asked& asked_;
  model::Range stored_;        // lines of the history
  std::vector<Index> billed_;  // of them: what was ordered by the line at hand
  std::vector<bool> taken_;    // of them: met by a proposed line
};

}  // namespace

void add_proposal(const model::Proposal& proposal, history::PersonReader& reader, model::Dictionaries& codes,
                  model::ClaimBlock& block, Asked& asked) {
  const Index stored_end = block.lines.size();
  Rows rows(reader, codes, block, asked);
  for (std::size_t v = 0; v < proposal.visits.size(); ++v) {
    rows.add(proposal.visits[v], proposal, v == proposal.current);
  }
  model::Person& person = block.persons.back();
  person.lines.end = block.lines.size();
  person.visits.end = static_cast<Index>(block.visits.size());
  person.settlements.end = static_cast<Index>(block.settlements.size());
  person.diagnoses.end = static_cast<Index>(block.diagnoses.size());
  person.operations.end = static_cast<Index>(block.operations.size());
  block.lines.sort(person.lines, stored_end);
}

}  // namespace yishou::precheck

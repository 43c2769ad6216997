#include "lake/part_reader.h"

#include <fmt/format.h>

namespace yishou::lake {

using model::Fact;
using model::Index;
using model::kNone;

ReadPlan::ReadPlan(const model::FactSet& wanted)
    : lines("fee_list_d", {"psn_no", "bkkp_sn", "mdtrt_id", "setl_id"}, wanted),
      settlements("setl_d", {"psn_no", "setl_id", "mdtrt_id"}, wanted),
      visits("mdtrt_d", {"psn_no", "mdtrt_id"}, wanted),
      diagnoses("setl_list_diag_d", {"psn_no", "setl_id"}, wanted),
      operations("setl_list_oprn_d", {"psn_no", "setl_id"}, wanted),
      persons("psn_info_b", {"psn_no"}, wanted) {}

// ------------------------------------------------------------------------------------------------------------ read

Status PartReader::open_cursors(const duck::Database& database) {
  const auto start = [&](TableCursor& cursor, const ColumnPlan& plan, const std::string& file) -> Status {
    if (file.empty()) return {};
    YISHOU_TRY(cursor, TableCursor::open(
                           database, fmt::format("SELECT {} FROM read_parquet({})", plan.coded(), duck::literal(file)),
                           book_.persons));
    return {};
  };
  YISHOU_CHECK_OK(start(settlements_, plan_.settlements, files_.settlements));
  YISHOU_CHECK_OK(start(visits_, plan_.visits, files_.visits));
  YISHOU_CHECK_OK(start(diagnoses_, plan_.diagnoses, files_.diagnoses));
  // Operations are read by few rules; their rows say nothing without the code.
  if (plan_.operations.of(Fact::kOprnCode) >= 0) {
    YISHOU_CHECK_OK(start(operations_, plan_.operations, files_.operations));
  }
  return start(persons_, plan_.persons, files_.persons);
}

Status PartReader::read(ReadingEngines& engines, const engine::BlockVisitor& visit) {
  engines.use(book_);
  YISHOU_CHECK_OK(open_cursors(engines.side()));
  block_.clear();
  if (!files_.lines.empty()) {
    YISHOU_TRY(duck::Connection feed, engines.main().connect());
    YISHOU_CHECK_OK(feed.feed(plan_.lines.coded(), fmt::format("read_parquet({})", duck::literal(files_.lines)),
                              [&](const duck::Chunk& chunk) { return take_chunk(chunk, visit); }));
  }
  YISHOU_CHECK_OK(skip_to({}, true, visit));
  return flush(visit);
}

Status PartReader::flush(const engine::BlockVisitor& visit) {
  if (block_.persons.empty()) return {};
  append_pending();
  block_.persons.back().visits.end = static_cast<Index>(block_.visits.size());
  block_.codes = setup_.codes;
  block_.data_begin = setup_.data_begin;
  block_.operations_known = setup_.operations_known;
  block_.staff = setup_.staff;
  YISHOU_CHECK_OK(visit(block_));
  block_.clear();
  return {};
}

Status PartReader::take_chunk(const duck::Chunk& chunk, const engine::BlockVisitor& visit) {
  const auto* persons = chunk.data<TableCursor::PersonCode>(0);
  pending_ = {&chunk, 0, 0};
  for (std::size_t begin = 0; begin < chunk.rows();) {
    std::size_t end = begin + 1;
    while (end < chunk.rows() && persons[end] == persons[begin]) ++end;
    if (persons[begin] != current_person_) {
      current_person_ = persons[begin];
      YISHOU_CHECK_OK(
          skip_to(book_.persons.text(static_cast<model::CodeDictionary::Id>(current_person_)), false, visit));
      YISHOU_CHECK_OK(begin_person(current_person_, visit));
    }
    append_owners(chunk, begin, end);
    begin = end;
  }
  append_pending();
  return {};
}

// Begins the persons before `psn_no` who have settlements or visits but no lines.
Status PartReader::skip_to(std::string_view psn_no, bool to_the_end, const engine::BlockVisitor& visit) {
  for (;;) {
    const TableCursor* first = nullptr;
    for (const TableCursor* cursor : {&settlements_, &visits_}) {
      if (!cursor->at_end() && (first == nullptr || cursor->person() < first->person())) first = cursor;
    }
    if (first == nullptr || (!to_the_end && first->person() >= psn_no)) return {};
    YISHOU_CHECK_OK(begin_person(first->person_code(), visit));
  }
}

Status PartReader::begin_person(TableCursor::PersonCode code, const engine::BlockVisitor& visit) {
  if (block_.lines.person.size() >= setup_.block_lines || block_.settlements.size() >= setup_.block_lines) {
    YISHOU_CHECK_OK(flush(visit));
  }
  if (!block_.persons.empty()) block_.persons.back().visits.end = static_cast<Index>(block_.visits.size());
  model::Person& person = block_.persons.emplace_back();
  person.psn_no = book_.persons.text(static_cast<model::CodeDictionary::Id>(code));
  person.lines.begin = person.lines.end = static_cast<Index>(block_.lines.person.size());
  settlement_rows_.clear();
  visit_rows_.clear();
  YISHOU_CHECK_OK(persons_.skip_before(person.psn_no));
  if (persons_.is_at(code)) {
    person.sex = sex_of_code(persons_.code(plan_.persons.of(Fact::kPersonSex)));
    person.birth = persons_.day(plan_.persons.of(Fact::kPersonBirth));
  }
  YISHOU_CHECK_OK(read_visits(code));
  YISHOU_CHECK_OK(read_settlements(code));
  YISHOU_CHECK_OK(read_diagnoses(code));
  return read_operations(code);
}

// ------------------------------------------------------------------------------------------- what stands beside lines

Status PartReader::read_visits(TableCursor::PersonCode code) {
  model::Person& person = block_.persons.back();
  person.visits.begin = static_cast<Index>(block_.visits.size());
  visit_ids_.clear();
  const ColumnPlan& plan = plan_.visits;
  YISHOU_CHECK_OK(visits_.skip_before(person.psn_no));
  for (; visits_.is_at(code);) {
    model::Visit visit;
    visit.mdtrt_id = block_.texts.keep(visits_.text(1));
    visit.institution = no_institution_;
    visit.person = static_cast<Index>(block_.persons.size() - 1);
    visit.cancelled = visits_.code(plan.of(Fact::kVisitValid)) == 0;
    visit.known = !visit.cancelled;
    if (visit.known) {
      visit.sex = sex_of_code(visits_.code(plan.of(Fact::kVisitSex)));
      visit.birth = visits_.day(plan.of(Fact::kVisitBirth));
      visit.level = small_code(visits_.code(plan.of(Fact::kVisitLevel)));
      visit.begin = visits_.second(plan.of(Fact::kVisitBegin));
      visit.end = visits_.second(plan.of(Fact::kVisitEnd));
      visit.med_type = visits_.code(plan.of(Fact::kVisitMedType));
      const std::int32_t institution = visits_.code(plan.of(Fact::kVisitInstitution));
      if (institution >= 0) visit.institution = static_cast<model::CodeDictionary::Id>(institution);
      visit.discharge_way = small_code(visits_.code(plan.of(Fact::kVisitDischargeWay)));
      visit.gestation = visits_.number(plan.of(Fact::kVisitGestation));
      visit.disease = book_.word(visits_.code(plan.of(Fact::kVisitDisease)));
      visit.chief_diagnosis = book_.word(visits_.code(plan.of(Fact::kVisitChiefDiag)));
      visit.main_diagnosis = book_.word(visits_.code(plan.of(Fact::kVisitMainDiag)));
      visit.newborn = visits_.code(plan.of(Fact::kVisitNewborn)) == 1;
    }
    visit_ids_.add(visit.mdtrt_id, static_cast<Index>(block_.visits.size()));
    block_.visits.push_back(visit);
    YISHOU_CHECK_OK(visits_.advance());
  }
  visit_ids_.sort();
  return {};
}

Index PartReader::visit_of(std::string_view mdtrt_id) {
  const Index found = visit_ids_.find(mdtrt_id);
  if (found != kNone) return found;
  model::Visit visit;
  visit.mdtrt_id = block_.texts.keep(mdtrt_id);
  visit.institution = no_institution_;
  visit.person = static_cast<Index>(block_.persons.size() - 1);
  const Index made = static_cast<Index>(block_.visits.size());
  block_.visits.push_back(visit);
  visit_ids_.add(visit.mdtrt_id, made);
  return made;
}

Status PartReader::read_settlements(TableCursor::PersonCode code) {
  model::Person& person = block_.persons.back();
  person.settlements.begin = static_cast<Index>(block_.settlements.size());
  settlement_ids_.clear();
  const ColumnPlan& plan = plan_.settlements;
  YISHOU_CHECK_OK(settlements_.skip_before(person.psn_no));
  for (; settlements_.is_at(code);) {
    model::Settlement s;
    s.setl_id = block_.texts.keep(settlements_.text(1));
    s.person = static_cast<Index>(block_.persons.size() - 1);
    s.visit = visit_of(settlements_.text(2));
    const std::int32_t institution = settlements_.code(plan.of(Fact::kSetlInstitution));
    s.institution = institution < 0 ? no_institution_ : static_cast<model::CodeDictionary::Id>(institution);
    s.sex = sex_of_code(settlements_.code(plan.of(Fact::kSetlSex)));
    s.birth = settlements_.day(plan.of(Fact::kSetlBirth));
    s.insutype = book_.word(settlements_.code(plan.of(Fact::kSetlInsutype)));
    s.level = small_code(settlements_.code(plan.of(Fact::kSetlLevel)));
    s.med_type = settlements_.code(plan.of(Fact::kSetlMedType));
    s.setl_time = settlements_.second(plan.of(Fact::kSetlTime));
    s.total = settlements_.number(plan.of(Fact::kSetlTotal));
    s.fund = settlements_.number(plan.of(Fact::kSetlFund));
    s.account = settlements_.number(plan.of(Fact::kSetlAccount));
    s.cash = settlements_.number(plan.of(Fact::kSetlCash));
    s.begin = settlements_.day(plan.of(Fact::kSetlBegin));
    s.end = settlements_.day(plan.of(Fact::kSetlEnd));
    s.disease = book_.word(settlements_.code(plan.of(Fact::kSetlDisease)));
    s.refund = settlements_.code(plan.of(Fact::kSetlRefund)) == 1;
    s.valid = settlements_.code(plan.of(Fact::kSetlValid)) != 0;
    s.original = block_.texts.keep(settlements_.text(plan.of(Fact::kSetlOriginal)));
    settlement_ids_.add(s.setl_id, static_cast<Index>(block_.settlements.size()));
    block_.settlements.push_back(s);
    YISHOU_CHECK_OK(settlements_.advance());
  }
  settlement_ids_.sort();
  visit_ids_.sort();
  person.settlements.end = static_cast<Index>(block_.settlements.size());
  return {};
}

Status PartReader::read_diagnoses(TableCursor::PersonCode code) {
  model::Person& person = block_.persons.back();
  person.diagnoses.begin = static_cast<Index>(block_.diagnoses.size());
  const ColumnPlan& plan = plan_.diagnoses;
  YISHOU_CHECK_OK(diagnoses_.skip_before(person.psn_no));
  for (; diagnoses_.is_at(code);) {
    const Index settlement = settlement_ids_.find(diagnoses_.text(1));
    const std::string_view diagnosis = book_.word(diagnoses_.code(plan.of(Fact::kDiagCode)));
    // A diagnosis of a settlement that is not in the lake says nothing of any visit.
    if (settlement != kNone && !diagnosis.empty()) {
      const std::int32_t main = diagnoses_.code(plan.of(Fact::kDiagMain));
      block_.diagnoses.push_back(
          {settlement, diagnosis, main == 1, small_code(diagnoses_.code(plan.of(Fact::kDiagAdmission))), main >= 0});
    }
    YISHOU_CHECK_OK(diagnoses_.advance());
  }
  person.diagnoses.end = static_cast<Index>(block_.diagnoses.size());
  return {};
}

Status PartReader::read_operations(TableCursor::PersonCode code) {
  model::Person& person = block_.persons.back();
  person.operations.begin = static_cast<Index>(block_.operations.size());
  const ColumnPlan& plan = plan_.operations;
  YISHOU_CHECK_OK(operations_.skip_before(person.psn_no));
  for (; operations_.is_at(code);) {
    const Index settlement = settlement_ids_.find(operations_.text(1));
    const std::string_view operation = book_.word(operations_.code(plan.of(Fact::kOprnCode)));
    if (settlement != kNone && !operation.empty()) {
      const std::int32_t main = operations_.code(plan.of(Fact::kOprnMain));
      block_.operations.push_back({.settlement = settlement,
                                   .code = operation,
                                   .main = main == 1,
                                   .date = operations_.day(plan.of(Fact::kOprnDate)),
                                   .begin = operations_.second(plan.of(Fact::kOprnBegin)),
                                   .end = operations_.second(plan.of(Fact::kOprnEnd)),
                                   .main_known = main >= 0});
    }
    YISHOU_CHECK_OK(operations_.advance());
  }
  person.operations.end = static_cast<Index>(block_.operations.size());
  return {};
}

}  // namespace yishou::lake

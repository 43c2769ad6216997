#include "history/person_reader.h"

#include <algorithm>

#include "lake/table_cursor.h"
#include "model/plain_code.h"

namespace yishou::history {

using model::Fact;
using model::Index;
using model::kNone;

namespace {

constexpr model::CodeDictionary::Id kNotLookedUp = 0xffffffff;

std::int32_t code_of(std::int64_t value) { return value == kNoNumber ? -1 : static_cast<std::int32_t>(value); }
model::SmallCode small_of(std::int64_t value) { return lake::small_code(code_of(value)); }
Day day_of_cell(std::int64_t value) { return value == kNoNumber ? kNoDay : static_cast<Day>(value); }
Second second_of_cell(std::int64_t value) { return value == kNoNumber ? kNoSecond : value; }

/// The columns of one table, by fact or name. Looked up once for the program.
template <TableId id>
const ImageColumn& column(const ImageView& image, Fact fact) {
  static const std::vector<std::size_t> places = [] {
    std::vector<std::size_t> made(model::kFactCount, 0);
    for (std::size_t i = 0; i < model::kFactCount; ++i) {
      if (model::column_of(static_cast<Fact>(i)).table == kept(id).table->name) {
        made[i] = kept(id).place_of(static_cast<Fact>(i));
      }
    }
    return made;
  }();
  return image.column(id, places[static_cast<std::size_t>(fact)]);
}

}  // namespace

PersonReader::PersonReader(model::Dictionaries& codes, const lake::Institutions& institutions)
    : codes_(codes), institutions_(institutions), no_institution_(institution({})), no_item_(codes.items.intern({})) {}

model::CodeDictionary::Id PersonReader::institution(std::string_view code) {
  const auto id = codes_.institutions.intern(code);
  if (id >= codes_.institution_facts.size()) {
    const auto found = institutions_.find(code);
    codes_.institution_facts.push_back(found == institutions_.end() ? model::Institution{} : found->second);
  }
  return id;
}

std::string_view PersonReader::upper(std::string_view text, model::ClaimBlock& block) {
  return model::is_plain_code(text) ? text : block.texts.keep(model::plain_code(text));
}

Index PersonReader::visit_of(std::string_view mdtrt_id, model::CodeDictionary::Id no_institution,
                             model::ClaimBlock& block) {
  for (Index v = block.persons.back().visits.begin; v < block.visits.size(); ++v) {
    if (block.visits[v].mdtrt_id == mdtrt_id) return v;
  }
  model::Visit visit;
  visit.mdtrt_id = mdtrt_id;
  visit.institution = no_institution;
  visit.person = static_cast<Index>(block.persons.size() - 1);
  block.visits.push_back(visit);
  block.persons.back().visits.end = static_cast<Index>(block.visits.size());
  return static_cast<Index>(block.visits.size() - 1);
}

// One text has one place in an image, so a visit is new to the block when its text is new to `visits_`.
Index PersonReader::visit_of(std::int64_t text, const ImageView& image, model::ClaimBlock& block) {
  if (text == kNoNumber) return visit_of(std::string_view{}, no_institution_, block);
  Index& known = visits_[static_cast<std::size_t>(text)];
  if (known != kNone) return known;
  model::Visit visit;
  visit.mdtrt_id = image.text(text);
  visit.institution = no_institution_;
  visit.person = static_cast<Index>(block.persons.size() - 1);
  known = static_cast<Index>(block.visits.size());
  block.visits.push_back(visit);
  return known;
}

model::CodeDictionary::Id PersonReader::institution_of(std::int64_t text, const ImageView& image) {
  if (text == kNoNumber) return no_institution_;
  auto& known = institution_ids_[static_cast<std::size_t>(text)];
  if (known == kNotLookedUp) known = institution(image.text(text));
  return known;
}

std::string_view PersonReader::word(std::int64_t text, const ImageView& image, model::ClaimBlock& block) {
  if (text == kNoNumber) return {};
  const auto i = static_cast<std::size_t>(text);
  if (!word_known_[i]) {
    words_[i] = upper(image.text(text), block);
    word_known_[i] = true;
  }
  return words_[i];
}

void PersonReader::append(std::string_view psn_no, const ImageView& image, model::ClaimBlock& block) {
  const std::uint32_t texts = image.num_texts();
  visits_.assign(texts, kNone);
  settlements_.assign(texts, kNone);
  institution_ids_.assign(texts, kNotLookedUp);
  item_ids_.assign(texts, kNotLookedUp);
  words_.resize(texts);
  word_known_.assign(texts, false);

  model::Person& person = block.persons.emplace_back();
  person.psn_no = psn_no;
  const auto all_from = [](const auto& rows) { return model::Range{static_cast<Index>(rows.size()), 0}; };
  person.lines = all_from(block.lines.sn);
  person.visits = all_from(block.visits);
  person.settlements = all_from(block.settlements);
  person.diagnoses = all_from(block.diagnoses);
  person.operations = all_from(block.operations);
  read_person(image, block);
  read_visits(image, block);
  read_settlements(image, block);
  read_diagnoses(image, block);
  read_operations(image, block);
  read_lines(image, block);
  model::Person& done = block.persons.back();
  done.lines.end = block.lines.size();
  done.visits.end = static_cast<Index>(block.visits.size());
  done.settlements.end = static_cast<Index>(block.settlements.size());
  done.diagnoses.end = static_cast<Index>(block.diagnoses.size());
  done.operations.end = static_cast<Index>(block.operations.size());
}

void PersonReader::read_person(const ImageView& image, model::ClaimBlock& block) {
  if (image.rows(TableId::kPerson) == 0) return;
  const auto at = [&](Fact fact) { return column<TableId::kPerson>(image, fact).at(0); };
  block.persons.back().sex = lake::sex_of_code(code_of(at(Fact::kPersonSex)));
  block.persons.back().birth = day_of_cell(at(Fact::kPersonBirth));
}

void PersonReader::read_visits(const ImageView& image, model::ClaimBlock& block) {
  constexpr TableId kTable = TableId::kVisit;
  static const std::size_t id_place = kept(kTable).place_of("mdtrt_id");
  for (std::uint32_t row = 0; row < image.rows(kTable); ++row) {
    const auto at = [&](Fact fact) { return column<kTable>(image, fact).at(row); };
    const std::int64_t id = image.column(kTable, id_place).at(row);
    model::Visit visit;
    visit.mdtrt_id = image.text(id);
    visit.institution = no_institution_;
    visit.person = static_cast<Index>(block.persons.size() - 1);
    visit.cancelled = code_of(at(Fact::kVisitValid)) == 0;
    visit.known = !visit.cancelled;
    if (visit.known) {
      visit.sex = lake::sex_of_code(code_of(at(Fact::kVisitSex)));
      visit.birth = day_of_cell(at(Fact::kVisitBirth));
      visit.level = small_of(at(Fact::kVisitLevel));
      visit.begin = second_of_cell(at(Fact::kVisitBegin));
      visit.end = second_of_cell(at(Fact::kVisitEnd));
      visit.med_type = code_of(at(Fact::kVisitMedType));
      visit.institution = institution_of(at(Fact::kVisitInstitution), image);
      visit.discharge_way = small_of(at(Fact::kVisitDischargeWay));
      visit.gestation = at(Fact::kVisitGestation);
      visit.disease = word(at(Fact::kVisitDisease), image, block);
      visit.chief_diagnosis = word(at(Fact::kVisitChiefDiag), image, block);
      visit.main_diagnosis = word(at(Fact::kVisitMainDiag), image, block);
      visit.newborn = code_of(at(Fact::kVisitNewborn)) == 1;
    }
    if (id != kNoNumber) visits_[static_cast<std::size_t>(id)] = static_cast<Index>(block.visits.size());
    block.visits.push_back(visit);
  }
}

void PersonReader::read_settlements(const ImageView& image, model::ClaimBlock& block) {
  constexpr TableId kTable = TableId::kSettlement;
  static const std::size_t id_place = kept(kTable).place_of("setl_id");
  static const std::size_t visit_place = kept(kTable).place_of("mdtrt_id");
  for (std::uint32_t row = 0; row < image.rows(kTable); ++row) {
    const auto at = [&](Fact fact) { return column<kTable>(image, fact).at(row); };
    const std::int64_t id = image.column(kTable, id_place).at(row);
    model::Settlement s;
    s.setl_id = image.text(id);
    s.person = static_cast<Index>(block.persons.size() - 1);
    s.visit = visit_of(image.column(kTable, visit_place).at(row), image, block);
    s.institution = institution_of(at(Fact::kSetlInstitution), image);
    s.sex = lake::sex_of_code(code_of(at(Fact::kSetlSex)));
    s.birth = day_of_cell(at(Fact::kSetlBirth));
    s.insutype = word(at(Fact::kSetlInsutype), image, block);
    s.level = small_of(at(Fact::kSetlLevel));
    s.med_type = code_of(at(Fact::kSetlMedType));
    s.setl_time = second_of_cell(at(Fact::kSetlTime));
    s.total = at(Fact::kSetlTotal);
    s.fund = at(Fact::kSetlFund);
    s.account = at(Fact::kSetlAccount);
    s.cash = at(Fact::kSetlCash);
    s.begin = day_of_cell(at(Fact::kSetlBegin));
    s.end = day_of_cell(at(Fact::kSetlEnd));
    s.disease = word(at(Fact::kSetlDisease), image, block);
    s.refund = code_of(at(Fact::kSetlRefund)) == 1;
    s.valid = code_of(at(Fact::kSetlValid)) != 0;
    s.original = image.text(at(Fact::kSetlOriginal));
    if (id != kNoNumber) settlements_[static_cast<std::size_t>(id)] = static_cast<Index>(block.settlements.size());
    block.settlements.push_back(s);
  }
}

void PersonReader::read_diagnoses(const ImageView& image, model::ClaimBlock& block) {
  constexpr TableId kTable = TableId::kDiagnosis;
  static const std::size_t settlement_place = kept(kTable).place_of("setl_id");
  for (std::uint32_t row = 0; row < image.rows(kTable); ++row) {
    const auto at = [&](Fact fact) { return column<kTable>(image, fact).at(row); };
    const std::int64_t owner = image.column(kTable, settlement_place).at(row);
    const Index settlement = owner == kNoNumber ? kNone : settlements_[static_cast<std::size_t>(owner)];
    const std::string_view diagnosis = word(at(Fact::kDiagCode), image, block);
    // A diagnosis of a settlement that is not known says nothing of any visit.
    if (settlement == kNone || diagnosis.empty()) continue;
    const std::int32_t main = code_of(at(Fact::kDiagMain));
    block.diagnoses.push_back({settlement, diagnosis, main == 1, small_of(at(Fact::kDiagAdmission)), main >= 0});
  }
}

void PersonReader::read_operations(const ImageView& image, model::ClaimBlock& block) {
  constexpr TableId kTable = TableId::kOperation;
  static const std::size_t settlement_place = kept(kTable).place_of("setl_id");
  for (std::uint32_t row = 0; row < image.rows(kTable); ++row) {
    const auto at = [&](Fact fact) { return column<kTable>(image, fact).at(row); };
    const std::int64_t owner = image.column(kTable, settlement_place).at(row);
    const Index settlement = owner == kNoNumber ? kNone : settlements_[static_cast<std::size_t>(owner)];
    const std::string_view operation = word(at(Fact::kOprnCode), image, block);
    if (settlement == kNone || operation.empty()) continue;
    const std::int32_t main = code_of(at(Fact::kOprnMain));
    block.operations.push_back({.settlement = settlement,
                                .code = operation,
                                .main = main == 1,
                                .date = day_of_cell(at(Fact::kOprnDate)),
                                .begin = second_of_cell(at(Fact::kOprnBegin)),
                                .end = second_of_cell(at(Fact::kOprnEnd)),
                                .main_known = main >= 0});
  }
}

void PersonReader::read_lines(const ImageView& image, model::ClaimBlock& block) {
  constexpr TableId kTable = TableId::kLine;
  static const std::size_t sn_place = kept(kTable).place_of("bkkp_sn");
  static const std::size_t visit_place = kept(kTable).place_of("mdtrt_id");
  static const std::size_t settlement_place = kept(kTable).place_of("setl_id");
  const std::uint32_t rows = image.rows(kTable);
  if (rows == 0) return;
  model::Lines& lines = block.lines;
  const Index at = lines.size();
  lines.resize(at + rows);
  std::fill_n(lines.person.begin() + at, rows, static_cast<Index>(block.persons.size() - 1));
  const auto fill = [&](const ImageColumn& from, auto& out, auto&& make) {
    from.each(rows, [&](std::uint32_t row, std::int64_t value) { out[at + row] = make(value); });
  };
  const auto of = [&](Fact fact) -> const ImageColumn& { return column<kTable>(image, fact); };
  const auto text = [&](std::int64_t value) { return image.text(value); };
  const auto as_is = [](std::int64_t value) { return value; };
  const auto word_of = [&](std::int64_t value) { return word(value, image, block); };
  fill(image.column(kTable, sn_place), lines.sn, text);
  fill(image.column(kTable, visit_place), lines.visit,
       [&](std::int64_t value) { return visit_of(value, image, block); });
  fill(image.column(kTable, settlement_place), lines.settlement,
       [&](std::int64_t value) { return value == kNoNumber ? kNone : settlements_[static_cast<std::size_t>(value)]; });
  fill(of(Fact::kLineItem), lines.item, [&](std::int64_t value) {
    if (value == kNoNumber) return no_item_;
    auto& known = item_ids_[static_cast<std::size_t>(value)];
    if (known == kNotLookedUp) known = codes_.items.intern(image.text(value));
    return known;
  });
  fill(of(Fact::kLineInstitution), lines.institution, [&](std::int64_t value) { return institution_of(value, image); });
  fill(of(Fact::kLineTime), lines.time, second_of_cell);
  fill(of(Fact::kLineCnt), lines.cnt, as_is);
  fill(of(Fact::kLinePric), lines.pric, as_is);
  fill(of(Fact::kLineAmount), lines.amount, as_is);
  fill(of(Fact::kLinePricLimit), lines.pric_limit, as_is);
  fill(of(Fact::kLineInscp), lines.inscp, as_is);
  fill(of(Fact::kLineChrgitmLv), lines.chrgitm_lv, small_of);
  fill(of(Fact::kLineListType), lines.list_type, small_of);
  fill(of(Fact::kLineRx), lines.rx, text);
  fill(of(Fact::kLineDoctor), lines.doctor, text);
  fill(of(Fact::kLineTakeHome), lines.take_home,
       [](std::int64_t value) { return static_cast<std::uint8_t>(value == 1 ? 1 : 0); });
  fill(of(Fact::kLineDays), lines.days, code_of);
  fill(of(Fact::kLineOriginal), lines.original, text);
  fill(of(Fact::kLineDisease), lines.disease, word_of);
  fill(of(Fact::kLineValid), lines.valid,
       [](std::int64_t value) { return static_cast<std::uint8_t>(value == 0 ? 0 : 1); });
  fill(of(Fact::kLineDepartment), lines.department, word_of);
  fill(of(Fact::kLineCreated), lines.created, second_of_cell);
  fill(of(Fact::kLineChargeType), lines.charge_type, small_of);
  fill(of(Fact::kLineDose), lines.dose, text);
  fill(of(Fact::kLineFrequency), lines.frequency, text);
}

}  // namespace yishou::history

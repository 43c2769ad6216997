#include "lake/part_reader.h"

#include <algorithm>

#include "base/hash.h"

namespace yishou::lake {

using model::ClaimBlock;
using model::Fact;
using model::Index;
using model::kNone;

ReadPlan::ReadPlan(const model::FactSet& wanted)
    : lines("fee_list_d", {"psn_no", "bkkp_sn", "mdtrt_id", "setl_id"}, wanted),
      settlements("setl_d", {"psn_no", "setl_id", "mdtrt_id"}, wanted),
      visits("mdtrt_d", {"psn_no", "mdtrt_id"}, wanted),
      diagnoses("setl_list_diag_d", {"psn_no", "setl_id"}, wanted),
      persons("psn_info_b", {"psn_no"}, wanted) {}

// ------------------------------------------------------------------------------------------------------- id index

void PartReader::IdIndex::add(std::string_view id, Index row) { entries_.push_back({hash_bytes(id), row}); }

void PartReader::IdIndex::sort() {
  std::ranges::sort(entries_, [](const Entry& a, const Entry& b) { return a.hash < b.hash; });
  sorted_ = entries_.size();
}

void PartReader::IdIndex::sort_if_untidy() {
  if (entries_.size() - sorted_ > 32 + sorted_ / 4) sort();
}

template <typename IdOf>
Index PartReader::IdIndex::find(std::string_view id, IdOf&& id_of) const {
  const std::uint64_t hash = hash_bytes(id);
  const auto sorted_end = entries_.begin() + static_cast<std::ptrdiff_t>(sorted_);
  auto at = std::lower_bound(entries_.begin(), sorted_end, hash, [](const Entry& e, std::uint64_t h) { return e.hash < h; });
  for (; at != sorted_end && at->hash == hash; ++at) {
    if (id_of(at->row) == id) return at->row;
  }
  for (at = sorted_end; at != entries_.end(); ++at) {
    if (at->hash == hash && id_of(at->row) == id) return at->row;
  }
  return kNone;
}

// ------------------------------------------------------------------------------------------------------------ open

PartReader::PartReader(duck::Connection connection, const ReadPlan& plan, Setup setup)
    : connection_(std::move(connection)), plan_(plan), setup_(std::move(setup)) {}

Result<std::unique_ptr<PartReader>> PartReader::open(duck::Connection connection, const PartFiles& files,
                                                     const ReadPlan& plan, Setup setup) {
  std::unique_ptr<PartReader> reader(new PartReader(std::move(connection), plan, std::move(setup)));
  const auto start = [&](TableCursor& cursor, const ColumnPlan& columns, const std::string& file) -> Status {
    if (file.empty()) return {};
    YISHOU_TRY(cursor, TableCursor::open(reader->connection_, columns.query(file)));
    return {};
  };
  YISHOU_CHECK_OK(start(reader->lines_, plan.lines, files.lines));
  YISHOU_CHECK_OK(start(reader->settlements_, plan.settlements, files.settlements));
  YISHOU_CHECK_OK(start(reader->visits_, plan.visits, files.visits));
  YISHOU_CHECK_OK(start(reader->diagnoses_, plan.diagnoses, files.diagnoses));
  YISHOU_CHECK_OK(start(reader->persons_, plan.persons, files.persons));
  return reader;
}

Result<bool> PartReader::next(ClaimBlock& block) {
  block.codes = setup_.codes;
  block.data_begin = setup_.data_begin;
  while (block.lines.size() < setup_.block_lines && block.settlements.size() < setup_.block_lines) {
    // The next person is the smallest that any table of services names; psn_info_b and diagnoses only follow.
    std::string_view next_person;
    bool any = false;
    for (const TableCursor* cursor : {&lines_, &settlements_, &visits_}) {
      if (cursor->at_end()) continue;
      if (!any || cursor->person() < next_person) next_person = cursor->person();
      any = true;
    }
    if (!any) break;
    YISHOU_CHECK_OK(read_person(block, next_person));
  }
  return !block.persons.empty();
}

// Keeps the chunk's memory as long as the block's views into it.
void PartReader::hold(ClaimBlock& block, const duck::Chunk& chunk) {
  // Five tables alternate, so the chunk may be among the last few owners.
  const std::size_t n = block.owners.size();
  for (std::size_t i = n > 5 ? n - 5 : 0; i < n; ++i) {
    if (block.owners[i] == chunk.owner()) return;
  }
  block.owners.push_back(chunk.owner());
}

std::string_view PartReader::upper(ClaimBlock& block, std::string_view code) {
  if (std::ranges::none_of(code, [](char c) { return c >= 'a' && c <= 'z'; })) return code;
  auto kept = std::make_shared<std::string>(code);
  for (char& c : *kept) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  block.owners.push_back(kept);
  return *kept;
}

model::CodeDictionary::Id PartReader::institution_of(std::string_view code) {
  const auto id = setup_.codes->institutions.intern(code);
  auto& facts = setup_.codes->institution_facts;
  if (id >= facts.size()) {
    const auto found = setup_.institutions->find(code);
    facts.push_back(found == setup_.institutions->end() ? model::Institution{} : found->second);
  }
  return id;
}

// ---------------------------------------------------------------------------------------------------------- persons

Status PartReader::read_person(ClaimBlock& block, std::string_view psn_no) {
  const Index person = static_cast<Index>(block.persons.size());
  // `psn_no` is a view into a cursor's chunk: that chunk is held before any cursor moves on.
  for (const TableCursor* cursor : {&lines_, &settlements_, &visits_}) {
    if (!cursor->at_end() && cursor->person() == psn_no) hold(block, cursor->chunk());
  }
  block.persons.emplace_back();
  block.persons[person].psn_no = psn_no;
  YISHOU_CHECK_OK(persons_.skip_before(psn_no));
  YISHOU_CHECK_OK(diagnoses_.skip_before(psn_no));
  if (!persons_.at_end() && persons_.person() == psn_no) {
    const duck::Chunk& chunk = persons_.chunk();
    block.persons[person].sex = sex_of_code(text_at(chunk, plan_.persons.of(Fact::kPersonSex), persons_.row()));
    block.persons[person].birth = day_at(chunk, plan_.persons.of(Fact::kPersonBirth), persons_.row());
  }
  YISHOU_CHECK_OK(read_visits(block, person));
  YISHOU_CHECK_OK(read_settlements(block, person));
  YISHOU_CHECK_OK(read_diagnoses(block, person));
  YISHOU_CHECK_OK(read_lines(block, person));
  block.persons[person].visits.end = static_cast<Index>(block.visits.size());
  return {};
}

Status PartReader::read_visits(ClaimBlock& block, Index person) {
  const std::string_view psn_no = block.persons[person].psn_no;
  block.persons[person].visits.begin = static_cast<Index>(block.visits.size());
  visit_ids_.clear();
  while (!visits_.at_end() && visits_.person() == psn_no) {
    const duck::Chunk& chunk = visits_.chunk();
    const std::size_t row = visits_.row();
    hold(block, chunk);
    const auto text = [&](Fact fact) { return text_at(chunk, plan_.visits.of(fact), row); };
    model::Visit visit;
    visit.mdtrt_id = text_at(chunk, 1, row);
    visit.person = person;
    visit.known = text(Fact::kVisitValid) != "0";
    if (visit.known) {
      visit.sex = sex_of_code(text(Fact::kVisitSex));
      visit.birth = day_at(chunk, plan_.visits.of(Fact::kVisitBirth), row);
      visit.level = small_code_of(text(Fact::kVisitLevel));
      visit.begin = second_at(chunk, plan_.visits.of(Fact::kVisitBegin), row);
      visit.end = second_at(chunk, plan_.visits.of(Fact::kVisitEnd), row);
      visit.med_type = code_of(text(Fact::kVisitMedType));
      visit.chief_diagnosis = upper(block, text(Fact::kVisitChiefDiag));
      visit.main_diagnosis = upper(block, text(Fact::kVisitMainDiag));
      visit.newborn = text(Fact::kVisitNewborn) == "1";
    }
    visit_ids_.add(visit.mdtrt_id, static_cast<Index>(block.visits.size()));
    block.visits.push_back(visit);
    YISHOU_CHECK_OK(visits_.go_to(row + 1));
  }
  visit_ids_.sort();
  return {};
}

Index PartReader::visit_of(ClaimBlock& block, Index person, std::string_view mdtrt_id) {
  const Index found = visit_ids_.find(mdtrt_id, [&](Index row) { return block.visits[row].mdtrt_id; });
  if (found != kNone) return found;
  model::Visit visit;
  visit.mdtrt_id = mdtrt_id;
  visit.person = person;
  const Index made = static_cast<Index>(block.visits.size());
  block.visits.push_back(visit);
  visit_ids_.add(mdtrt_id, made);
  visit_ids_.sort_if_untidy();
  return made;
}

Status PartReader::read_settlements(ClaimBlock& block, Index person) {
  const std::string_view psn_no = block.persons[person].psn_no;
  block.persons[person].settlements.begin = static_cast<Index>(block.settlements.size());
  settlement_ids_.clear();
  while (!settlements_.at_end() && settlements_.person() == psn_no) {
    const duck::Chunk& chunk = settlements_.chunk();
    const std::size_t row = settlements_.row();
    hold(block, chunk);
    const auto text = [&](Fact fact) { return text_at(chunk, plan_.settlements.of(fact), row); };
    model::Settlement s;
    s.setl_id = text_at(chunk, 1, row);
    s.person = person;
    s.visit = visit_of(block, person, text_at(chunk, 2, row));
    s.institution = institution_of(text(Fact::kSetlInstitution));
    s.sex = sex_of_code(text(Fact::kSetlSex));
    s.birth = day_at(chunk, plan_.settlements.of(Fact::kSetlBirth), row);
    s.insutype = text(Fact::kSetlInsutype);
    s.level = small_code_of(text(Fact::kSetlLevel));
    s.med_type = code_of(text(Fact::kSetlMedType));
    s.setl_time = second_at(chunk, plan_.settlements.of(Fact::kSetlTime), row);
    s.total = number_at(chunk, plan_.settlements.of(Fact::kSetlTotal), row);
    s.fund = number_at(chunk, plan_.settlements.of(Fact::kSetlFund), row);
    s.refund = text(Fact::kSetlRefund) == "1";
    s.valid = text(Fact::kSetlValid) != "0";
    s.original = text(Fact::kSetlOriginal);
    settlement_ids_.add(s.setl_id, static_cast<Index>(block.settlements.size()));
    block.settlements.push_back(s);
    YISHOU_CHECK_OK(settlements_.go_to(row + 1));
  }
  settlement_ids_.sort();
  visit_ids_.sort();
  block.persons[person].settlements.end = static_cast<Index>(block.settlements.size());
  return {};
}

Status PartReader::read_diagnoses(ClaimBlock& block, Index person) {
  const std::string_view psn_no = block.persons[person].psn_no;
  block.persons[person].diagnoses.begin = static_cast<Index>(block.diagnoses.size());
  while (!diagnoses_.at_end() && diagnoses_.person() == psn_no) {
    const duck::Chunk& chunk = diagnoses_.chunk();
    const std::size_t row = diagnoses_.row();
    hold(block, chunk);
    const Index settlement =
        settlement_ids_.find(text_at(chunk, 1, row), [&](Index at) { return block.settlements[at].setl_id; });
    const std::string_view code = upper(block, text_at(chunk, plan_.diagnoses.of(Fact::kDiagCode), row));
    // A diagnosis of a settlement that is not in the lake says nothing of any visit.
    if (settlement != kNone && !code.empty()) {
      block.diagnoses.push_back({settlement, code, text_at(chunk, plan_.diagnoses.of(Fact::kDiagMain), row) == "1"});
    }
    YISHOU_CHECK_OK(diagnoses_.go_to(row + 1));
  }
  block.persons[person].diagnoses.end = static_cast<Index>(block.diagnoses.size());
  return {};
}

// ------------------------------------------------------------------------------------------------------------ lines

Status PartReader::read_lines(ClaimBlock& block, Index person) {
  const std::string_view psn_no = block.persons[person].psn_no;
  block.persons[person].lines.begin = block.lines.size();
  while (!lines_.at_end() && lines_.person() == psn_no) {
    hold(block, lines_.chunk());
    const std::size_t end = lines_.run_end();
    append_lines(block, person, lines_.row(), end);
    YISHOU_CHECK_OK(lines_.go_to(end));
  }
  block.persons[person].lines.end = block.lines.size();
  return {};
}

namespace {

void append_numbers(const duck::Chunk& chunk, int column, std::size_t begin, std::size_t end,
                    std::vector<std::int64_t>& out) {
  if (column < 0) {
    out.resize(out.size() + (end - begin), kNoNumber);
    return;
  }
  const auto c = static_cast<std::size_t>(column);
  const std::size_t at = out.size();
  const std::int64_t* data = chunk.data<std::int64_t>(c);
  out.insert(out.end(), data + begin, data + end);
  if (chunk.all_valid(c)) return;
  for (std::size_t row = begin; row < end; ++row) {
    if (!chunk.valid(c, row)) out[at + row - begin] = kNoNumber;
  }
}

// Calls `add(text)` for each row; "" where missing or withheld.
template <typename Add>
void for_texts(const duck::Chunk& chunk, int column, std::size_t begin, std::size_t end, Add&& add) {
  if (column < 0) {
    for (std::size_t row = begin; row < end; ++row) add(std::string_view{});
    return;
  }
  const auto c = static_cast<std::size_t>(column);
  if (chunk.all_valid(c)) {
    for (std::size_t row = begin; row < end; ++row) add(chunk.text(c, row));
    return;
  }
  for (std::size_t row = begin; row < end; ++row) add(chunk.valid(c, row) ? chunk.text(c, row) : std::string_view{});
}

}  // namespace

void PartReader::append_lines(ClaimBlock& block, Index person, std::size_t begin, std::size_t end) {
  const duck::Chunk& chunk = lines_.chunk();
  const ColumnPlan& plan = plan_.lines;
  model::Lines& lines = block.lines;
  const std::size_t count = end - begin;
  lines.person.resize(lines.person.size() + count, person);
  for_texts(chunk, 1, begin, end, [&](std::string_view text) { lines.sn.push_back(text); });

  // A person's lines come settlement by settlement, so most look-ups end at the line before.
  std::string_view last_setl, last_mdtrt;
  Index settlement = kNone, visit = kNone;
  for (std::size_t row = begin; row < end; ++row) {
    const std::string_view setl = chunk.text(3, row);
    if (settlement == kNone || setl != last_setl) {
      settlement = settlement_ids_.find(setl, [&](Index at) { return block.settlements[at].setl_id; });
      last_setl = setl;
    }
    const std::string_view mdtrt = chunk.text(2, row);
    if (visit == kNone || mdtrt != last_mdtrt) {
      visit = visit_of(block, person, mdtrt);
      last_mdtrt = mdtrt;
    }
    lines.settlement.push_back(settlement);
    lines.visit.push_back(visit);
  }

  std::string_view last_code;
  model::CodeDictionary::Id institution = 0;
  bool first = true;
  for_texts(chunk, plan.of(Fact::kLineInstitution), begin, end, [&](std::string_view code) {
    if (first || code != last_code) institution = institution_of(code);
    first = false;
    last_code = code;
    lines.institution.push_back(institution);
  });
  for_texts(chunk, plan.of(Fact::kLineItem), begin, end,
            [&](std::string_view code) { lines.item.push_back(setup_.codes->items.intern(code)); });

  if (const int column = plan.of(Fact::kLineTime); column < 0) {
    lines.time.resize(lines.time.size() + count, kNoSecond);
  } else {
    for (std::size_t row = begin; row < end; ++row) lines.time.push_back(second_at(chunk, column, row));
  }
  append_numbers(chunk, plan.of(Fact::kLineCnt), begin, end, lines.cnt);
  append_numbers(chunk, plan.of(Fact::kLinePric), begin, end, lines.pric);
  append_numbers(chunk, plan.of(Fact::kLineAmount), begin, end, lines.amount);
  append_numbers(chunk, plan.of(Fact::kLinePricLimit), begin, end, lines.pric_limit);
  append_numbers(chunk, plan.of(Fact::kLineInscp), begin, end, lines.inscp);
  const auto small_codes = [&](Fact fact, std::vector<model::SmallCode>& out) {
    for_texts(chunk, plan.of(fact), begin, end, [&](std::string_view text) { out.push_back(small_code_of(text)); });
  };
  small_codes(Fact::kLineChrgitmLv, lines.chrgitm_lv);
  small_codes(Fact::kLineListType, lines.list_type);
  const auto texts = [&](Fact fact, std::vector<std::string_view>& out) {
    for_texts(chunk, plan.of(fact), begin, end, [&](std::string_view text) { out.push_back(text); });
  };
  texts(Fact::kLineRx, lines.rx);
  texts(Fact::kLineDoctor, lines.doctor);
  texts(Fact::kLineOriginal, lines.original);
  for_texts(chunk, plan.of(Fact::kLineDisease), begin, end,
            [&](std::string_view text) { lines.disease.push_back(upper(block, text)); });
  const auto flags = [&](Fact fact, std::string_view value, bool when_equal, std::vector<std::uint8_t>& out) {
    for_texts(chunk, plan.of(fact), begin, end,
              [&](std::string_view text) { out.push_back((text == value) == when_equal ? 1 : 0); });
  };
  flags(Fact::kLineTakeHome, "1", true, lines.take_home);
  flags(Fact::kLineValid, "0", false, lines.valid);
  if (const int column = plan.of(Fact::kLineDays); column < 0) {
    lines.days.resize(lines.days.size() + count, -1);
  } else {
    const auto c = static_cast<std::size_t>(column);
    const std::int32_t* data = chunk.data<std::int32_t>(c);
    for (std::size_t row = begin; row < end; ++row) lines.days.push_back(chunk.valid(c, row) ? data[row] : -1);
  }
}

}  // namespace yishou::lake

// The fee lines of PartReader: column after column for one person's run of rows. The hot part of reading.
#include "lake/part_reader.h"

namespace yishou::lake {

using model::Fact;
using model::Index;
using model::kNone;

namespace {

// Makes room for `size` lines in every column but those of owners.
void resize(model::Lines& lines, std::size_t size) {
  const auto resize_all = [size](auto&... columns) { (columns.resize(size), ...); };
  resize_all(lines.item, lines.institution, lines.sn, lines.time, lines.cnt, lines.pric, lines.amount, lines.pric_limit,
             lines.inscp, lines.chrgitm_lv, lines.list_type, lines.rx, lines.doctor, lines.take_home, lines.days,
             lines.original, lines.disease, lines.valid, lines.department, lines.created, lines.charge_type, lines.dose,
             lines.frequency, lines.unit);
}

// Fills out[0 …] from the rows of a coded column, which has no NULLs: `make(code)`, `missing` for kNullCode.
template <typename T, typename Make>
void fill_coded(const duck::Chunk& chunk, int column, std::size_t begin, std::size_t end, T* out, T missing,
                Make&& make) {
  if (column < 0) {
    std::fill_n(out, end - begin, missing);
    return;
  }
  const auto* data = chunk.data<std::int32_t>(static_cast<std::size_t>(column));
  for (std::size_t row = begin; row < end; ++row, ++out) {
    *out = data[row] == duck::kNullCode ? missing : make(data[row]);
  }
}

void fill_numbers(const duck::Chunk& chunk, int column, std::size_t begin, std::size_t end, std::int64_t* out) {
  if (column < 0) {
    std::fill_n(out, end - begin, kNoNumber);
    return;
  }
  const auto c = static_cast<std::size_t>(column);
  const std::int64_t* data = chunk.data<std::int64_t>(c);
  std::copy(data + begin, data + end, out);
  if (chunk.all_valid(c)) return;
  for (std::size_t row = begin; row < end; ++row) {
    if (!chunk.valid(c, row)) out[row - begin] = kNoNumber;
  }
}

}  // namespace

// The other columns of the rows whose owners are there.
void PartReader::append_pending() {
  const auto [chunk, begin, end] = pending_;
  if (begin == end) return;
  const Index at = block_.lines.size();
  resize(block_.lines, at + (end - begin));
  append_codes(*chunk, begin, end, at);
  append_numbers(*chunk, begin, end, at);
  append_texts(*chunk, begin, end, at);
  pending_.begin = end;
}

void PartReader::append_owners(const duck::Chunk& chunk, std::size_t begin, std::size_t end) {
  model::Lines& lines = block_.lines;
  const std::size_t at = lines.person.size();
  lines.person.resize(at + (end - begin), static_cast<Index>(block_.persons.size() - 1));
  lines.settlement.resize(at + (end - begin));
  lines.visit.resize(at + (end - begin));
  fill_coded(chunk, 3, begin, end, &lines.settlement[at], kNone, [&](std::int32_t code) {
    return settlement_rows_.of(code, [&] { return settlement_ids_.find(book_.ids.text(code)); });
  });
  fill_coded(chunk, 2, begin, end, &lines.visit[at], kNone,
             [&](std::int32_t code) { return visit_rows_.of(code, [&] { return visit_of(book_.ids.text(code)); }); });
  block_.persons.back().lines.end = static_cast<Index>(lines.person.size());
  pending_.end = end;
}

void PartReader::append_codes(const duck::Chunk& chunk, std::size_t begin, std::size_t end, Index at) {
  model::Lines& lines = block_.lines;
  const ColumnPlan& plan = plan_.lines;
  const auto as_id = [](std::int32_t code) { return static_cast<model::CodeDictionary::Id>(code); };
  fill_coded(chunk, plan.of(Fact::kLineInstitution), begin, end, &lines.institution[at], no_institution_, as_id);
  fill_coded(chunk, plan.of(Fact::kLineItem), begin, end, &lines.item[at], no_item_, as_id);
  fill_coded(chunk, plan.of(Fact::kLineChrgitmLv), begin, end, &lines.chrgitm_lv[at], model::kNoCode, small_code);
  fill_coded(chunk, plan.of(Fact::kLineListType), begin, end, &lines.list_type[at], model::kNoCode, small_code);
  fill_coded(chunk, plan.of(Fact::kLineTakeHome), begin, end, &lines.take_home[at], std::uint8_t{0},
             [](std::int32_t code) { return static_cast<std::uint8_t>(code == 1 ? 1 : 0); });
  fill_coded(chunk, plan.of(Fact::kLineValid), begin, end, &lines.valid[at], std::uint8_t{1},
             [](std::int32_t code) { return static_cast<std::uint8_t>(code == 0 ? 0 : 1); });
  const model::CodeDictionary& doctors = book_.codes.doctors;
  fill_coded(chunk, plan.of(Fact::kLineDoctor), begin, end, &lines.doctor[at], std::string_view{},
             [&](std::int32_t code) { return doctors.text(as_id(code)); });
  fill_coded(chunk, plan.of(Fact::kLineDepartment), begin, end, &lines.department[at], std::string_view{},
             [&](std::int32_t code) { return book_.word(code); });
  fill_coded(chunk, plan.of(Fact::kLineChargeType), begin, end, &lines.charge_type[at], model::kNoCode, small_code);
  const auto note = [&](std::int32_t code) { return book_.codes.notes.text(as_id(code)); };
  fill_coded(chunk, plan.of(Fact::kLineDose), begin, end, &lines.dose[at], std::string_view{}, note);
  fill_coded(chunk, plan.of(Fact::kLineFrequency), begin, end, &lines.frequency[at], std::string_view{}, note);
}

void PartReader::append_numbers(const duck::Chunk& chunk, std::size_t begin, std::size_t end, Index at) {
  model::Lines& lines = block_.lines;
  const ColumnPlan& plan = plan_.lines;
  fill_numbers(chunk, plan.of(Fact::kLineCnt), begin, end, &lines.cnt[at]);
  fill_numbers(chunk, plan.of(Fact::kLinePric), begin, end, &lines.pric[at]);
  fill_numbers(chunk, plan.of(Fact::kLineAmount), begin, end, &lines.amount[at]);
  fill_numbers(chunk, plan.of(Fact::kLinePricLimit), begin, end, &lines.pric_limit[at]);
  fill_numbers(chunk, plan.of(Fact::kLineInscp), begin, end, &lines.inscp[at]);
  fill_numbers(chunk, plan.of(Fact::kLineTime), begin, end, &lines.time[at]);
  fill_numbers(chunk, plan.of(Fact::kLineCreated), begin, end, &lines.created[at]);
  for (Index line = at; line < lines.size(); ++line) {  // microseconds to seconds
    if (lines.time[line] != kNoSecond) lines.time[line] = seconds_of(lines.time[line]);
    if (lines.created[line] != kNoSecond) lines.created[line] = seconds_of(lines.created[line]);
  }
  const int days = plan.of(Fact::kLineDays);
  for (std::size_t row = begin; row < end; ++row) {
    lines.days[at + row - begin] = days < 0 || !chunk.valid(static_cast<std::size_t>(days), row)
                                       ? -1
                                       : chunk.data<std::int32_t>(static_cast<std::size_t>(days))[row];
  }
}

void PartReader::append_texts(const duck::Chunk& chunk, std::size_t begin, std::size_t end, Index at) {
  model::Lines& lines = block_.lines;
  const ColumnPlan& plan = plan_.lines;
  for (std::size_t row = begin; row < end; ++row) {
    lines.sn[at + row - begin] = block_.texts.keep(chunk.text(1, row));
  }
  const auto id = [&](std::int32_t code) { return book_.ids.text(code); };
  fill_coded(chunk, plan.of(Fact::kLineRx), begin, end, &lines.rx[at], std::string_view{}, id);
  fill_coded(chunk, plan.of(Fact::kLineOriginal), begin, end, &lines.original[at], std::string_view{}, id);
  fill_coded(chunk, plan.of(Fact::kLineDisease), begin, end, &lines.disease[at], std::string_view{},
             [&](std::int32_t code) { return book_.word(code); });
}

}  // namespace yishou::lake

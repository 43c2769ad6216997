#include "volumes/count.h"

#include <tsl/robin_map.h>
#include <algorithm>
#include <memory>
#include <vector>

#include <fmt/format.h>

#include "base/hash.h"
#include "engine/parts.h"

namespace yishou::volumes {
namespace {

using model::Fact;
using model::Index;
using model::kNone;
using Id = model::CodeDictionary::Id;

model::FactSet counted_facts() {
  return rules::ground_facts() | model::facts(Fact::kLineDepartment, Fact::kLineChargeType, Fact::kSetlInstitution,
                                              Fact::kSetlTime, Fact::kSetlMedType, Fact::kVisitBegin,
                                              Fact::kVisitMedType, Fact::kVisitInstitution);
}

// An institution and a small number as one key.
std::uint64_t key_of(Id institution, std::uint32_t number) { return std::uint64_t{institution} << 32 | number; }
std::uint32_t number_of(std::uint64_t key) { return static_cast<std::uint32_t>(key); }
std::uint32_t kind_number(int month, rules::VisitClass kind) {
  return static_cast<std::uint32_t>(month) * 8 + static_cast<std::uint32_t>(kind);
}

struct PartKey {
  std::uint64_t institution_month;
  Id code;
  bool operator==(const PartKey&) const = default;
};
struct PartKeyHash {
  std::size_t operator()(const PartKey& key) const noexcept { return hash_mix(key.institution_month, key.code + 1); }
};
struct PartSums {
  std::int64_t lines = 0;
  Fen amount = 0;
};
using Parts = tsl::robin_map<PartKey, PartSums, PartKeyHash>;

// One thread's counts. Lines of one visit lie together, so that most look-ups find what the one before found.
class Counter final : public engine::PartWorker {
 public:
  explicit Counter(const std::function<bool()>& stopping) : stopping_(stopping) {}

  Status take(model::ClaimBlock& block) override {
    if (stopping_())
      return fail(ErrorCode::kBusy, "the service is stopping; the volumes are counted at its next start");
    rules::lay_ground(block);
    for (const model::Person& person : block.persons) add_settlements(block, person);
    for (const model::Visit& visit : block.visits) add_visit(visit);
    add_lines(block);
    return {};
  }

  void hand_over(std::map<std::string, InstitutionVolumes, std::less<>>& to) {
    const auto volumes_of = [&](std::uint64_t key) -> InstitutionVolumes& {
      return to[std::string{codes().institutions.text(static_cast<Id>(key >> 32))}];
    };
    for (const auto& [key, sums] : days_) {
      volumes_of(key).days.push_back({static_cast<Day>(number_of(key)), sums});
    }
    for (const auto& [key, cell] : kinds_) volumes_of(key).kinds.push_back(cell);
    for (const auto& [key, persons] : persons_) {
      volumes_of(key).persons.push_back({static_cast<int>(number_of(key)), persons});
    }
    hand_over_parts(charge_types_, &InstitutionVolumes::charge_types, volumes_of);
    hand_over_parts(departments_, &InstitutionVolumes::departments, volumes_of);
    hand_over_parts(doctors_, &InstitutionVolumes::doctors, volumes_of);
  }

 private:
  template <typename VolumesOf>
  void hand_over_parts(const Parts& parts, std::vector<PartCell> InstitutionVolumes::* cells, VolumesOf&& volumes_of) {
    for (const auto& [key, sums] : parts) {
      (volumes_of(key.institution_month).*cells)
          .push_back({static_cast<int>(number_of(key.institution_month)), std::string{texts_.text(key.code)},
                      sums.lines, sums.amount});
    }
  }

  KindCell& kind_cell(Id institution, int month, rules::VisitClass kind) {
    KindCell& cell = kinds_[key_of(institution, kind_number(month, kind))];
    cell.month = month;
    cell.kind = kind;
    return cell;
  }

  void add_settlements(const model::ClaimBlock& block, const model::Person& person) {
    seen_.clear();
    seen_kinds_.clear();
    for (Index s = person.settlements.begin; s < person.settlements.end; ++s) {
      const model::Settlement& one = block.settlements[s];
      if (!one.in_effect || one.setl_time == kNoSecond) continue;
      const Sums sums{.settlements = 1,
                      .lines = 0,
                      .total = one.total == kNoNumber ? 0 : one.total,
                      .fund = one.fund == kNoNumber ? 0 : one.fund};
      const Day day = day_of(one.setl_time);
      const int month = month_of(day);
      const rules::VisitClass kind = rules::visit_class(one.med_type);
      days_[key_of(one.institution, static_cast<std::uint32_t>(day))].add(sums);
      KindCell& cell = kind_cell(one.institution, month, kind);
      cell.sums.add(sums);
      if (is_new(seen_kinds_, key_of(one.institution, kind_number(month, kind)))) ++cell.persons;
      const std::uint64_t key = key_of(one.institution, static_cast<std::uint32_t>(month));
      if (is_new(seen_, key)) ++persons_[key];
    }
  }

  // A person has few settlements: a short list is faster than a set.
  static bool is_new(std::vector<std::uint64_t>& seen, std::uint64_t key) {
    if (std::ranges::find(seen, key) != seen.end()) return false;
    seen.push_back(key);
    return true;
  }

  void add_visit(const model::Visit& visit) {
    if (!visit.counts || visit.begin == kNoSecond) return;
    ++kind_cell(visit.institution, month_of(day_of(visit.begin)), rules::visit_class(visit.med_type)).visits;
  }

  void add_lines(const model::ClaimBlock& block) {
    const model::Lines& l = block.lines;
    for (Index line = 0; line < l.size(); ++line) {
      if (l.effective[line] == 0 || l.day[line] == kNoDay) continue;
      const Day day = l.day[line];
      if (day != last_day_) {
        last_day_ = day;
        last_month_ = month_of(day);
      }
      const Id institution = l.institution[line];
      ++days_[key_of(institution, static_cast<std::uint32_t>(day))].lines;
      ++kind_cell(institution, last_month_, rules::visit_class(rules::med_type_of(block, line))).sums.lines;
      const std::uint64_t month = key_of(institution, static_cast<std::uint32_t>(last_month_));
      const Fen amount = l.net_amount[line];
      add_part(charge_types_, month, charge_type(l.charge_type[line]), amount);
      add_part(departments_, month, texts_.intern(l.department[line]), amount);
      add_part(doctors_, month, texts_.intern(l.doctor[line]), amount);
    }
  }

  static void add_part(Parts& parts, std::uint64_t month, Id code, Fen amount) {
    PartSums& sums = parts[{month, code}];
    ++sums.lines;
    if (amount != kNoNumber) sums.amount += amount;
  }

  Id charge_type(model::SmallCode code) {
    return texts_.intern(code == model::kNoCode ? std::string{} : fmt::format("{:02}", code));
  }

  const std::function<bool()>& stopping_;
  tsl::robin_map<std::uint64_t, Sums, PairHash> days_;
  tsl::robin_map<std::uint64_t, KindCell, PairHash> kinds_;
  tsl::robin_map<std::uint64_t, std::int64_t, PairHash> persons_;
  Parts charge_types_, departments_, doctors_;
  model::CodeDictionary texts_;  // of all parts
  Day last_day_ = kNoDay;
  int last_month_ = 0;
  std::vector<std::uint64_t> seen_, seen_kinds_;  // of one person
};

// Sorts cells and adds up those with the same key.
template <typename Cell, typename Key, typename Add>
void join_cells(std::vector<Cell>& cells, Key&& key, Add&& add) {
  std::ranges::sort(cells, {}, key);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (kept > 0 && key(cells[kept - 1]) == key(cells[i])) {
      add(cells[kept - 1], cells[i]);
    } else {
      if (kept != i) cells[kept] = std::move(cells[i]);
      ++kept;
    }
  }
  cells.erase(cells.begin() + static_cast<std::ptrdiff_t>(kept), cells.end());
  cells.shrink_to_fit();
}

void join(InstitutionVolumes& one) {
  join_cells(one.days, [](const DayCell& c) { return c.day; },
             [](DayCell& to, const DayCell& more) { to.sums.add(more.sums); });
  join_cells(one.kinds, [](const KindCell& c) { return kind_number(c.month, c.kind); },
             [](KindCell& to, const KindCell& more) {
    to.visits += more.visits;
    to.persons += more.persons;
    to.sums.add(more.sums);
  });
  join_cells(one.persons, [](const MonthPersons& c) { return c.month; },
             [](MonthPersons& to, const MonthPersons& more) { to.persons += more.persons; });
  for (auto* parts : {&one.charge_types, &one.departments, &one.doctors}) {
    join_cells(*parts, [](const PartCell& c) { return std::pair<int, std::string_view>(c.month, c.code); },
               [](PartCell& to, const PartCell& more) {
      to.lines += more.lines;
      to.amount += more.amount;
    });
  }
}

}  // namespace

std::string state_of(const lake::Manifest& manifest) {
  return fmt::format("{} {}", manifest.generation, manifest.load);
}

Result<Volumes> count(const lake::LakeClaims& claims, unsigned threads, const std::function<bool()>& stopping,
                      Second now) {
  YISHOU_TRY(const auto workers,
             engine::read_parts(claims, counted_facts(), threads, [&] { return std::make_unique<Counter>(stopping); }));
  Volumes volumes;
  volumes.lake = state_of(claims.manifest());
  volumes.counted_at = now;
  for (const auto& worker : workers) static_cast<Counter&>(*worker).hand_over(volumes.institutions);
  for (auto& [code, one] : volumes.institutions) join(one);
  return volumes;
}

}  // namespace yishou::volumes

#include "server/person_facts.h"

#include <algorithm>
#include <map>

namespace yishou::server {

using model::Index;

Result<std::unique_ptr<PersonFacts>> PersonFacts::read(const history::HistoryStore& store, const Places& places,
                                                       std::string_view psn_no) {
  std::unique_ptr<PersonFacts> facts(new PersonFacts(places));
  YISHOU_TRY(const auto image, store.find(psn_no, facts->reading_));
  if (!image.has_value()) return facts;
  YISHOU_CHECK_OK(facts->image_.open(*image));
  facts->block_.codes = &facts->codes_;
  facts->reader_.append(psn_no, facts->image_, facts->block_);
  return facts;
}

std::vector<Index> PersonFacts::latest_first(model::Range range, const identity::Scope& scope,
                                             const std::vector<model::CodeDictionary::Id>& institutions,
                                             const std::vector<Second>& times) const {
  std::map<model::CodeDictionary::Id, bool> seen;
  std::vector<Index> found;
  for (Index i = range.begin; i < range.end; ++i) {
    const auto id = institutions[i - range.begin];
    const auto known = seen.find(id);
    const bool in = known != seen.end() ? known->second : places_.sees(scope, institution_code(id));
    if (known == seen.end()) seen.emplace(id, in);
    if (in) found.push_back(i);
  }
  // Equal times keep the order of the block, backwards.
  std::ranges::reverse(found);
  std::ranges::stable_sort(found, std::greater<>{}, [&](Index i) { return times[i - range.begin]; });
  return found;
}

std::vector<Index> PersonFacts::visits(const identity::Scope& scope) const {
  if (empty()) return {};
  const model::Range range = person().visits;
  std::vector<model::CodeDictionary::Id> institutions;
  std::vector<Second> times;
  for (Index v = range.begin; v < range.end; ++v) {
    institutions.push_back(block_.visits[v].institution);
    times.push_back(block_.visits[v].begin);
  }
  return latest_first(range, scope, institutions, times);
}

std::vector<Index> PersonFacts::settlements(const identity::Scope& scope) const {
  if (empty()) return {};
  const model::Range range = person().settlements;
  std::vector<model::CodeDictionary::Id> institutions;
  std::vector<Second> times;
  for (Index s = range.begin; s < range.end; ++s) {
    institutions.push_back(block_.settlements[s].institution);
    times.push_back(block_.settlements[s].setl_time);
  }
  return latest_first(range, scope, institutions, times);
}

std::vector<Index> PersonFacts::lines(const identity::Scope& scope) const {
  if (empty()) return {};
  const model::Range range = person().lines;
  const auto begin = static_cast<std::ptrdiff_t>(range.begin), end = static_cast<std::ptrdiff_t>(range.end);
  const model::Lines& l = block_.lines;
  return latest_first(range, scope, {l.institution.begin() + begin, l.institution.begin() + end},
                      {l.time.begin() + begin, l.time.begin() + end});
}

Index PersonFacts::line_of(std::string_view bkkp_sn, const identity::Scope& scope) const {
  if (empty()) return model::kNone;
  for (Index i = person().lines.begin; i < person().lines.end; ++i) {
    if (block_.lines.sn[i] == bkkp_sn && places_.sees(scope, block_.institution_code(i))) return i;
  }
  return model::kNone;
}

}  // namespace yishou::server

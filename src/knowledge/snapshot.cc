#include "knowledge/snapshot.h"

#include <algorithm>
#include <array>
#include <deque>
#include <tuple>
#include <unordered_map>

#include <fmt/format.h>

#include "base/check.h"
#include "base/hash.h"
#include "csv/small_table.h"
#include "knowledge/digest.h"
#include "knowledge/snapshot_builder.h"

namespace yishou::knowledge {
namespace {

constexpr std::array<std::pair<std::string_view, Scope>, 15> kScopes{{
    {"", Scope::kNone},
    {"visit", Scope::kVisit},
    {"day", Scope::kDay},
    {"month", Scope::kMonth},
    {"year", Scope::kYear},
    {"life", Scope::kLife},
    {"stay", Scope::kStay},
    {"course", Scope::kCourse},
    {"span", Scope::kSpan},
    {"6h", Scope::kHours6},
    {"1h", Scope::kHour1},
    {"rx", Scope::kPrescription},
    {"1", Scope::kRank1},
    {"2", Scope::kRank2},
    {"3", Scope::kRank3},
}};

constexpr std::array<std::pair<std::string_view, std::uint32_t>, 12> kObjects{{
    {"男", kMale},
    {"女", kFemale},
    {"新生儿", kNewborn},
    {"婴幼儿", kInfant},
    {"儿童", kChild},
    {"二级", kLevel2},
    {"三级", kLevel3},
    {"专科", kSpecialist},
    {"住院", kInpatient},
    {"急诊", kEmergency},
    {"门诊", kOutpatient},
    {"购药", kPharmacy},
}};

// Bytes that never move: everything a snapshot's views point into.
class Arena {
 public:
  std::string_view keep(std::string_view text) {
    if (text.empty()) return {};
    if (free_ < text.size()) {
      const std::size_t size = std::max<std::size_t>(text.size(), kChunk);
      chunks_.push_back(std::make_unique_for_overwrite<char[]>(size));
      next_ = chunks_.back().get();
      free_ = size;
    }
    char* const at = next_;
    std::memcpy(at, text.data(), text.size());
    next_ += text.size();
    free_ -= text.size();
    return {at, text.size()};
  }

 private:
  static constexpr std::size_t kChunk = 1u << 16;
  std::vector<std::unique_ptr<char[]>> chunks_;
  char* next_ = nullptr;
  std::size_t free_ = 0;
};

}  // namespace

std::string_view scope_word(Scope scope) noexcept {
  const auto found = std::ranges::find(kScopes, scope, &decltype(kScopes)::value_type::second);
  return found == kScopes.end() ? std::string_view{} : found->first;
}

std::optional<Scope> parse_scope(std::string_view word) noexcept {
  const auto found = std::ranges::find(kScopes, word, &decltype(kScopes)::value_type::first);
  if (found == kScopes.end()) return std::nullopt;
  return found->second;
}

std::optional<State> parse_state(std::string_view word) noexcept {
  if (word == "official") return State::kOfficial;
  if (word == "confirmed" || word.empty()) return State::kConfirmed;
  if (word == "reference") return State::kReference;
  if (word == "listed") return State::kListed;
  return std::nullopt;
}

std::string_view state_word(State state) noexcept {
  switch (state) {
    case State::kOfficial: return "official";
    case State::kConfirmed: return "confirmed";
    case State::kReference: return "reference";
    case State::kListed: return "listed";
  }
  return {};
}

std::uint32_t object_bit(std::string_view word) noexcept {
  const auto found = std::ranges::find(kObjects, word, &decltype(kObjects)::value_type::first);
  return found == kObjects.end() ? 0 : found->second;
}

bool has_value_side(std::uint16_t rule) noexcept {
  constexpr std::array<std::uint16_t, 10> kRules{5, 25, 26, 30, 37, 64, 69, 74, 75, 84};
  return std::ranges::binary_search(kRules, rule);
}

// Code text → its postings. Open addressing, one slot for each distinct code; a look-up per distinct length of code.
struct Snapshot::Index {
  struct Posting {
    std::uint16_t rule;
    Side side;
    std::uint32_t point;
  };
  struct Slot {
    std::uint64_t hash = 0;
    const char* text = nullptr;  ///< nullptr: free
    std::uint32_t begin = 0;
    std::uint32_t count = 0;
    std::uint8_t length = 0;
  };
  std::vector<std::uint8_t> lengths;  ///< distinct lengths of codes, longest first
  std::vector<Slot> slots;            ///< a power of two
  std::vector<Posting> postings;      ///< of a code: sorted by (rule, side, point)
  std::vector<bool> rules;            ///< by rule number: has it postings

  [[nodiscard]] const Slot* find(std::string_view code) const noexcept {
    const std::uint64_t hash = hash_bytes(code);
    for (std::size_t i = hash & (slots.size() - 1);; i = (i + 1) & (slots.size() - 1)) {
      const Slot& slot = slots[i];
      if (slot.text == nullptr) return nullptr;
      if (slot.hash == hash && slot.length == code.size() && std::memcmp(slot.text, code.data(), code.size()) == 0)
        return &slot;
    }
  }
};

struct Snapshot::Builder::Parts {
  struct Link {
    std::string_view code;
    Index::Posting posting;
  };
  Arena arena;
  std::vector<Point> points;
  std::vector<std::string_view> values;
  std::vector<Link> links;
  Digest digest;
  Day newest = kNoDay;
  std::string_view last_basis;  // rows of one document share their basis: kept once

  void hash_row(const PointRow& row);
  [[nodiscard]] Index make_index();
};

Snapshot::Builder::Builder() : parts_(std::make_unique<Parts>()) {}
Snapshot::Builder::~Builder() = default;
Snapshot::Builder::Builder(Builder&&) noexcept = default;
Snapshot::Builder& Snapshot::Builder::operator=(Builder&&) noexcept = default;

void Snapshot::Builder::reserve(std::size_t points, std::size_t codes) {
  parts_->points.reserve(points);
  parts_->links.reserve(codes);
}

// Every field that can move a verdict or the text of a finding, each ended by a byte that no field holds.
void Snapshot::Builder::Parts::hash_row(const PointRow& row) {
  const std::array<std::int64_t, 8> numbers{row.rule,
                                            static_cast<std::int64_t>(row.state),
                                            static_cast<std::int64_t>(row.scope),
                                            row.needs_condition,
                                            row.valid_from,
                                            row.valid_to,
                                            row.num,
                                            row.num2};
  digest.add({reinterpret_cast<const char*>(numbers.data()), sizeof numbers});
  for (const std::string* field : {&row.point_id, &row.name, &row.value, &row.value_name, &row.unit, &row.basis}) {
    digest.add(*field);
    digest.add(std::string_view{"\0", 1});
  }
  for (const std::string& code : row.codes) {
    digest.add(code);
    digest.add(std::string_view{"\0", 1});
  }
  digest.add(std::string_view{"\n", 1});
}

Status Snapshot::Builder::add(const PointRow& row) {
  Parts& parts = *parts_;
  for (const std::string& code : row.codes) {
    if (code.empty() || code.size() > 255) {
      return fail(ErrorCode::kBadInput, fmt::format("a code must have 1 to 255 bytes: rule {} point {}: {}", row.rule,
                                                    row.point_id, code.substr(0, 40)));
    }
  }
  const auto index = static_cast<std::uint32_t>(parts.points.size());
  Point& point = parts.points.emplace_back();
  point.rule = row.rule;
  point.state = row.state;
  point.scope = row.scope;
  point.needs_condition = row.needs_condition;
  point.valid_from = row.valid_from;
  point.valid_to = row.valid_to;
  point.num = row.num;
  point.num2 = row.num2;
  point.point_id = parts.arena.keep(row.point_id);
  point.name = parts.arena.keep(row.name);
  point.value_name = row.value_name == row.name ? point.name : parts.arena.keep(row.value_name);
  point.unit = parts.arena.keep(row.unit);
  if (row.basis != parts.last_basis) parts.last_basis = parts.arena.keep(row.basis);
  point.basis = parts.last_basis;
  point.values_begin = static_cast<std::uint32_t>(parts.values.size());
  const bool value_side = has_value_side(row.rule);
  for (std::string_view rest = row.value; !rest.empty();) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    const std::string_view word = csv::trim(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (word.empty()) continue;
    const std::uint32_t bit = object_bit(word);
    point.objects |= bit;
    const std::string_view kept = parts.values.emplace_back(parts.arena.keep(word));
    if (value_side && bit == 0 && kept.size() <= 255) parts.links.push_back({kept, {row.rule, Side::kValue, index}});
  }
  point.values_count = static_cast<std::uint32_t>(parts.values.size()) - point.values_begin;
  point.codes_begin = static_cast<std::uint32_t>(parts.values.size());
  for (const std::string& code : row.codes) {
    const std::string_view kept = parts.arena.keep(code);
    parts.links.push_back({kept, {row.rule, Side::kCode, index}});
    if (value_side) parts.values.push_back(kept);
  }
  point.codes_count = static_cast<std::uint32_t>(parts.values.size()) - point.codes_begin;
  parts.newest = std::max(parts.newest, row.known_since);
  parts.hash_row(row);
  return {};
}

Snapshot::Index Snapshot::Builder::Parts::make_index() {
  Index index;
  index.slots.resize(std::bit_ceil(links.size() * 2 + 8));
  std::array<bool, 256> seen{};
  // First count the postings of each code, then lay them one after the other.
  std::vector<std::uint32_t> slot_of(links.size());
  const std::size_t mask = index.slots.size() - 1;
  for (std::size_t n = 0; n < links.size(); ++n) {
    const std::string_view code = links[n].code;
    seen[code.size()] = true;
    const std::size_t rule = links[n].posting.rule;
    if (index.rules.size() <= rule) index.rules.resize(rule + 1);
    index.rules[rule] = true;
    const std::uint64_t hash = hash_bytes(code);
    std::size_t i = hash & mask;
    while (index.slots[i].text != nullptr &&
           !(index.slots[i].hash == hash && std::string_view(index.slots[i].text, index.slots[i].length) == code)) {
      i = (i + 1) & mask;
    }
    Index::Slot& slot = index.slots[i];
    if (slot.text == nullptr) {
      slot = {
          .hash = hash, .text = code.data(), .begin = 0, .count = 0, .length = static_cast<std::uint8_t>(code.size())};
    }
    ++slot.count;
    slot_of[n] = static_cast<std::uint32_t>(i);
  }
  std::uint32_t begin = 0;
  for (Index::Slot& slot : index.slots) {
    slot.begin = begin;
    begin += slot.count;
    slot.count = 0;
  }
  index.postings.resize(links.size());
  for (std::size_t n = 0; n < links.size(); ++n) {
    Index::Slot& slot = index.slots[slot_of[n]];
    index.postings[slot.begin + slot.count++] = links[n].posting;
  }
  for (const Index::Slot& slot : index.slots) {
    const auto first = index.postings.begin() + slot.begin;
    std::sort(first, first + slot.count, [](const Index::Posting& a, const Index::Posting& b) {
      return std::tie(a.rule, a.side, a.point) < std::tie(b.rule, b.side, b.point);
    });
  }
  for (int length = 255; length > 0; --length) {
    if (seen[static_cast<std::size_t>(length)]) index.lengths.push_back(static_cast<std::uint8_t>(length));
  }
  return index;
}

Result<Snapshot> Snapshot::Builder::build(Parameters parameters, std::string version) && {
  YISHOU_CHECK(parts_ != nullptr, "a builder builds once");
  Snapshot out;
  out.index_ = std::make_shared<Index>(parts_->make_index());
  if (version.empty()) {
    for (const ParameterRow& row : parameters.rows()) {
      parts_->digest.add(fmt::format("{}\t{}\t{}\t{}\n", row.name, row.region, format_day(row.from), row.value));
    }
    version = fmt::format("{}.{}", parts_->newest == kNoDay ? "0000-00-00" : format_day(parts_->newest),
                          parts_->digest.hex().substr(0, 12));
  }
  out.version_ = std::move(version);
  out.parameters_ = std::move(parameters);
  out.points_ = std::move(parts_->points);
  out.values_ = std::move(parts_->values);
  out.storage_ = std::shared_ptr<const Parts>(std::move(parts_));
  return out;
}

bool Snapshot::has_points(std::uint16_t rule) const noexcept {
  return rule < index_->rules.size() && index_->rules[rule];
}

ItemKnowledge Snapshot::resolve(std::string_view code) const {
  struct Hit {
    Index::Posting posting;
    std::uint8_t length;
  };
  std::vector<Hit> hits;
  for (const std::uint8_t length : index_->lengths) {
    if (length > code.size()) continue;
    const Index::Slot* slot = index_->find(code.substr(0, length));
    if (slot == nullptr) continue;
    for (std::uint32_t i = 0; i < slot->count; ++i) hits.push_back({index_->postings[slot->begin + i], length});
  }
  std::ranges::sort(hits, [](const Hit& a, const Hit& b) {
    return std::tuple(a.posting.rule, a.posting.side, b.length, a.posting.point) <
           std::tuple(b.posting.rule, b.posting.side, a.length, b.posting.point);
  });
  ItemKnowledge out;
  out.points.reserve(hits.size());
  for (const Hit& hit : hits) {
    if (out.groups.empty() || out.groups.back().rule != hit.posting.rule ||
        out.groups.back().side != hit.posting.side) {
      out.groups.push_back({hit.posting.rule, hit.posting.side, static_cast<std::uint32_t>(out.points.size()), 0});
    }
    ++out.groups.back().count;
    out.points.push_back({hit.posting.point, hit.length});
  }
  return out;
}

}  // namespace yishou::knowledge

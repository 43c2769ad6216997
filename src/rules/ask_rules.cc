#include "rules/ask_rules.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>
#include <vector>

#include "rules/common_ground.h"

namespace yishou::rules {

namespace {

using model::Index;

constexpr std::string_view kReturnTime = "退费的时间（不知退的是哪一行）";

/// An accusation with memory of its own.
struct Said {
  Accusation accusation;  ///< its spans are replaced by the vectors when it is told
  std::vector<Index> lines, related;
  std::vector<Fen> amounts, funds;

  [[nodiscard]] auto key() const {
    const Subject& s = accusation.subject;
    return std::tie(accusation.rule, lines, amounts, s.person, s.visit, s.settlement, s.institution, accusation.vola,
                    accusation.fund);
  }
};

/// What cannot be judged: a line, or a subject where `line` is kNone.
struct Open {
  std::uint16_t rule;
  Index line;
  Subject subject;
  std::string_view missing;

  [[nodiscard]] auto key() const {
    return std::tie(rule, line, subject.person, subject.visit, subject.settlement, subject.institution);
  }
};

/// Keeps what rules say of a block.
class Listener final : public FindingSink {
 public:
  std::vector<Said> said;
  std::vector<Open> open;

  void accuse(const Accusation& a) override {
    Said one{a, {a.lines.begin(), a.lines.end()}, {a.related.begin(), a.related.end()}, {}, {}};
    one.amounts.assign(a.amounts.begin(), a.amounts.end());
    one.funds.assign(a.funds.begin(), a.funds.end());
    said.push_back(std::move(one));
  }
  void undecided(std::uint16_t rule, Index line, std::string_view missing) override {
    open.push_back({rule, line, {}, missing});
  }
  void undecided(std::uint16_t rule, const Subject& subject, std::string_view missing) override {
    open.push_back({rule, model::kNone, subject, missing});
  }
};

void leave_open(const Said& one, std::vector<Open>& open) {
  const Accusation& a = one.accusation;
  for (const Index line : one.lines) open.push_back({a.rule, line, {}, kReturnTime});
  if (one.lines.empty()) open.push_back({a.rule, model::kNone, a.subject, kReturnTime});
}

void tell_both(Listener& with, Listener& without, FindingSink& sink) {
  const auto before = [](const Said& a, const Said& b) { return a.key() < b.key(); };
  std::ranges::stable_sort(with.said, before);
  std::ranges::stable_sort(without.said, before);
  // What both leave open is told once, and as often as one of them says it: other persons of the block are not touched.
  const auto opens_before = [](const Open& a, const Open& b) { return a.key() < b.key(); };
  std::ranges::stable_sort(with.open, opens_before);
  std::ranges::stable_sort(without.open, opens_before);
  std::vector<Open> told, open;
  std::ranges::set_union(with.open, without.open, std::back_inserter(told), opens_before);
  auto other = with.said.begin();
  for (Said& one : without.said) {
    for (; other != with.said.end() && before(*other, one); ++other) leave_open(*other, open);
    if (other == with.said.end() || before(one, *other)) {
      leave_open(one, open);
      continue;
    }
    ++other;
    // What is told rests on the lines that are there in any case.
    one.accusation.lines = one.lines;
    one.accusation.related = one.related;
    one.accusation.amounts = one.amounts;
    one.accusation.funds = one.funds;
    sink.accuse(one.accusation);
  }
  for (; other != with.said.end(); ++other) leave_open(*other, open);
  std::ranges::stable_sort(open, opens_before);
  const auto repeated = std::ranges::unique(open, [](const Open& a, const Open& b) { return a.key() == b.key(); });
  open.erase(repeated.begin(), repeated.end());
  const std::size_t before_these = told.size();
  std::ranges::set_difference(open, std::vector<Open>(told), std::back_inserter(told), opens_before);
  std::ranges::inplace_merge(told, told.begin() + static_cast<std::ptrdiff_t>(before_these), opens_before);
  for (const Open& one : told) {
    if (one.line != model::kNone) {
      sink.undecided(one.rule, one.line, one.missing);
    } else {
      sink.undecided(one.rule, one.subject, one.missing);
    }
  }
}

}  // namespace

void ask_rules(model::ClaimBlock& block, const knowledge::Snapshot& snapshot, Matcher& matcher, Matches& matches,
               std::span<const Rule* const> rules, std::span<const std::uint8_t> wanted, FindingSink& sink) {
  const auto ask = [&](FindingSink& listener) {
    matches.clear();
    matcher.match(block, matches);
    for (const Rule* rule : rules) rule->evaluate({block, snapshot, matches, matcher, wanted}, listener);
  };
  forget_placeholders(block, snapshot.parameters());
  if (!has_doubtful(block)) return ask(sink);
  Listener with, without;
  ask(with);
  set_doubtful_aside(block);
  ask(without);
  tell_both(with, without, sink);
}

}  // namespace yishou::rules

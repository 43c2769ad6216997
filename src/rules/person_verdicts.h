// What a rule over several lines found for one person, before it is said: one line is accused once (A14), by the bucket that
// asks most; a line that is accused is not undecided.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "rules/rule.h"

namespace yishou::rules {

/// A line accused in a bucket. `bucket` is the rule's own number of the bucket within the person.
struct Hit {
  std::uint32_t bucket;
  model::Index line;
  Fen amount;
};

/// Used again from person to person. Not thread-safe.
class PersonVerdicts {
 public:
  void clear() {
    hits_.clear();
    undecided_.clear();
  }
  void accuse(std::uint32_t bucket, model::Index line, Fen amount) { hits_.push_back({bucket, line, amount}); }
  void undecide(model::Index line, std::string_view missing) { undecided_.push_back({line, missing}); }

  /// Says everything: one finding for each bucket with `describe(hits, accusation, related)`, which fills the texts, the point
  /// and, if wanted, the related lines (in line order); then what is undecided. Empties itself.
  template <typename Describe>
  void say(const model::ClaimBlock& block, const RuleInfo& info, FindingSink& sink, Describe&& describe) {
    keep_largest();
    say_undecided(info.number, sink);
    std::ranges::sort(
        hits_, [](const Hit& a, const Hit& b) { return a.bucket != b.bucket ? a.bucket < b.bucket : a.line < b.line; });
    for (std::size_t begin = 0; begin < hits_.size();) {
      std::size_t end = begin + 1;
      while (end < hits_.size() && hits_[end].bucket == hits_[begin].bucket) ++end;
      const std::span<const Hit> run{hits_.data() + begin, end - begin};
      lines_.clear();
      amounts_.clear();
      related_.clear();
      for (const Hit& hit : run) {
        lines_.push_back(hit.line);
        amounts_.push_back(hit.amount);
      }
      Accusation accusation;
      accusation.rule = info.number;
      accusation.person = block.lines.person[run.front().line];
      accusation.lines = lines_;
      accusation.amounts = amounts_;
      describe(run, accusation, related_);
      accusation.related = related_;
      sink.accuse(accusation);
      begin = end;
    }
    clear();
  }

 private:
  struct Undecided {
    model::Index line;
    std::string_view missing;
  };

  /// Leaves each line its hit of the largest amount (the earlier bucket when equal); sorted by line.
  void keep_largest() {
    std::ranges::sort(hits_, [](const Hit& a, const Hit& b) {
      if (a.line != b.line) return a.line < b.line;
      return a.amount != b.amount ? a.amount > b.amount : a.bucket < b.bucket;
    });
    const auto repeated = std::ranges::unique(hits_, {}, &Hit::line);
    hits_.erase(repeated.begin(), repeated.end());
  }
  void say_undecided(std::uint16_t rule, FindingSink& sink) {
    std::ranges::stable_sort(undecided_, {}, &Undecided::line);
    model::Index before = model::kNone;
    for (const Undecided& undecided : undecided_) {
      if (undecided.line == before || std::ranges::binary_search(hits_, undecided.line, {}, &Hit::line)) continue;
      before = undecided.line;
      sink.undecided(rule, undecided.line, undecided.missing);
    }
  }

  std::vector<Hit> hits_;
  std::vector<Undecided> undecided_;
  std::vector<model::Index> lines_, related_;
  std::vector<Fen> amounts_;
};

/// The lines of a bucket that are not accused, both in line order: what the accused ones rest on.
template <typename Entries>
void others(const Entries& entries, std::span<const Hit> hits, std::vector<model::Index>& related) {
  std::size_t next = 0;
  for (const auto& entry : entries) {
    if (next < hits.size() && hits[next].line == entry.line) {
      ++next;
    } else {
      related.push_back(entry.line);
    }
  }
}

/// The sum of the amounts of a bucket's hits.
[[nodiscard]] inline Fen sum_of(std::span<const Hit> hits) {
  Fen sum = 0;
  for (const Hit& hit : hits) sum += hit.amount;
  return sum;
}

}  // namespace yishou::rules

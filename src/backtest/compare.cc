#include "backtest/compare.h"

#include <optional>
#include <unordered_map>

#include <fmt/format.h>

namespace yishou::backtest {
namespace {

// Each part with its length, so that ("ab","c") and ("a","bc") differ.
void append(std::string& key, const std::string& part) { key += fmt::format("{}:{}", part.size(), part); }

std::string lines_of(const Accused& one) {
  std::string key;
  for (const std::string& line : one.lines) append(key, line);
  return key;
}

class Pairing {
 public:
  Pairing(std::span<const Accused> now, std::span<const Accused> draft)
      : now_(now), draft_(draft), partner_(now.size(), kNobody), taken_(draft.size(), false) {}

  /// Pairs, first come first served, what has the same key. A finding without a key stays.
  template <typename Key, typename May>
  void by(Key&& key, May&& may) {
    std::unordered_map<std::string, std::vector<std::size_t>> waiting;
    for (std::size_t d = draft_.size(); d-- > 0;) {  // backwards: the first one lies on top
      if (taken_[d]) continue;
      if (std::optional<std::string> text = key(draft_[d])) waiting[*std::move(text)].push_back(d);
    }
    if (waiting.empty()) return;
    for (std::size_t n = 0; n < now_.size(); ++n) {
      if (partner_[n] != kNobody) continue;
      const std::optional<std::string> text = key(now_[n]);
      if (!text.has_value()) continue;
      const auto found = waiting.find(*text);
      if (found == waiting.end() || found->second.empty() || !may(now_[n], draft_[found->second.back()])) continue;
      take(n, found->second.back());
      found->second.pop_back();
    }
  }

  void by_any_line() {
    std::unordered_map<std::string, std::size_t> holder;
    for (std::size_t d = 0; d < draft_.size(); ++d) {
      if (taken_[d]) continue;
      for (const std::string& line : draft_[d].lines) holder.emplace(line, d);
    }
    if (holder.empty()) return;
    for (std::size_t n = 0; n < now_.size(); ++n) {
      if (partner_[n] != kNobody) continue;
      for (const std::string& line : now_[n].lines) {
        const auto found = holder.find(line);
        if (found == holder.end() || taken_[found->second]) continue;
        take(n, found->second);
        break;
      }
    }
  }

  [[nodiscard]] std::vector<Pair> pairs() const {
    std::vector<Pair> out;
    out.reserve(now_.size() + draft_.size());
    for (std::size_t n = 0; n < now_.size(); ++n) {
      const std::size_t d = partner_[n];
      const bool same = d != kNobody && now_[n].vola == draft_[d].vola && now_[n].fund == draft_[d].fund &&
                        now_[n].lines == draft_[d].lines;
      out.push_back({n, d, same});
    }
    for (std::size_t d = 0; d < draft_.size(); ++d) {
      if (!taken_[d]) out.push_back({kNobody, d, false});
    }
    return out;
  }

 private:
  void take(std::size_t n, std::size_t d) {
    partner_[n] = d;
    taken_[d] = true;
  }

  std::span<const Accused> now_, draft_;
  std::vector<std::size_t> partner_;  // of now, in draft
  std::vector<bool> taken_;           // of draft
};

}  // namespace

std::vector<Pair> pair_up(std::span<const Accused> now, std::span<const Accused> draft) {
  Pairing pairing(now, draft);
  const auto always = [](const Accused&, const Accused&) { return true; };
  pairing.by([](const Accused& one) -> std::optional<std::string> {
    std::string key = lines_of(one) + '|';
    append(key, one.subject);
    append(key, one.observed);
    return key;
  }, always);
  pairing.by([](const Accused& one) -> std::optional<std::string> {
    return one.lines.empty() ? std::nullopt : std::optional(lines_of(one));
  }, always);
  // Several codes of one settlement are several findings without lines; only another amount says that it is the same one.
  pairing.by([](const Accused& one) { return one.lines.empty() ? std::optional(one.subject) : std::nullopt; },
             [](const Accused& one, const Accused& other) { return one.vola != other.vola; });
  pairing.by_any_line();
  return pairing.pairs();
}

}  // namespace yishou::backtest

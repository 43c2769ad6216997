// The cases of the golden files, as far as people are shown them: src/manual/cases.csv, made from tests/golden/rules by `./dev docs`.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yishou::manual {

struct Case {
  std::string name;     ///< what the case says, English
  std::string outcome;  ///< hit, clear or undecided
};

/// The first case with a hit: the claim as tables, and what the rule says of it.
struct Example {
  std::string name;
  std::string tables;  ///< the case as it stands in the golden file
  std::string lines;   ///< accused, `;` between them; empty for findings without lines
  std::string vola;    ///< yuan
  std::string observed, limit;
  std::string sentence;  ///< vola_cont, Chinese
};

struct RuleCases {
  std::vector<Case> cases;  ///< in the order of the file
  std::optional<Example> example;
};

/// By national number. Rules without a golden file are not there.
[[nodiscard]] const std::map<std::uint16_t, RuleCases>& all_cases();

/// The example in one English sentence.
[[nodiscard]] std::string english(const Example& example);

}  // namespace yishou::manual

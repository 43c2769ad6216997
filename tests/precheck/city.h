// A planted city for the tests of this folder, and how its lakes are judged, online and offline.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "duck/duck.h"
#include "engine/engine.h"
#include "history/build.h"
#include "history/store.h"
#include "knowledge/base.h"
#include "knowledge/import.h"
#include "lake/claims.h"
#include "lake/load.h"
#include "precheck/judge.h"
#include "precheck/rule_choice.h"
#include "simulate/simulate.h"

namespace yishou::precheck_tests {

namespace fs = std::filesystem;

template <typename T>
T must(Result<T> result) {
  if (!result.has_value()) throw std::runtime_error(result.error().message);
  return std::move(*result);
}
inline void must(const Status& status) {
  if (!status.has_value()) throw std::runtime_error(status.error().message);
}

/// A planted city's extracts and the shipped knowledge with the city's own; in a folder of their own.
struct City {
  City() {
    fs::remove_all(folder);
    fs::create_directories(folder);
    simulate::Options options;
    options.persons = 900;
    options.months = 12;
    options.seed = 21;
    options.out = extracts();
    must(simulate::simulate_city(options, {}));
    auto base = must(knowledge::KnowledgeBase::open(folder / "base"));
    must(knowledge::import_files(base, {folder / "city" / "city_points.csv"},
                                 {.known_since = *parse_day("2026-06-29")}));
    snapshot = std::make_shared<knowledge::Snapshot>(must(base.snapshot(kNoDay, "")));
  }
  ~City() { fs::remove_all(folder); }
  [[nodiscard]] std::string extracts() const { return (folder / "city").string(); }
  [[nodiscard]] std::string load(const std::string& name, const std::vector<std::string>& paths) const {
    lake::LoadOptions load;
    load.lake = (folder / name).string();
    load.paths = paths;
    load.threads = 2;
    load.rows_per_part = 40'000;
    must(lake::load(load));
    return load.lake;
  }
  [[nodiscard]] std::unique_ptr<history::HistoryStore> history_of(const std::string& lake) const {
    const std::string folder_of = lake + ".history";
    must(history::build({.lake = lake, .folder = folder_of, .threads = 2, .progress = {}}));
    return must(history::HistoryStore::open(folder_of, {}));
  }
  [[nodiscard]] std::shared_ptr<const precheck::Live> live_of(const std::string& lake) const {
    return std::make_shared<precheck::Live>(
        precheck::Live{snapshot, std::make_shared<precheck::Surroundings>(must(precheck::surroundings_of(lake)))});
  }

  fs::path folder = fs::temp_directory_path() / fmt::format("yishou-precheck-{}", getpid());
  std::shared_ptr<const knowledge::Snapshot> snapshot;
};

inline const City& city() {
  static const City made;
  return made;
}

using Ids = std::multiset<std::string>;

/// Ids of the findings of an audit by the rules that may be asked before the bill; `wanted` chooses.
template <typename Wanted>
Ids audited(const std::string& lake, Wanted&& wanted) {
  const auto claims = must(lake::LakeClaims::open(lake, {}));
  engine::Options options;
  const auto rules = precheck::askable_rules();
  options.rules.assign(rules.begin(), rules.end());
  Ids ids;
  must(engine::run(*claims, *city().snapshot, options, [&](std::span<const model::Finding> findings) -> Status {
    for (const model::Finding& finding : findings) {
      if (wanted(finding)) ids.insert(fmt::format("{} {}", finding.rule_no, finding.finding_id));
    }
    return {};
  }, {}));
  return ids;
}

/// Calls visit(block) for every block of a lake, with all facts.
inline void each_block(const std::string& lake, const engine::BlockVisitor& visit) {
  const auto claims = must(lake::LakeClaims::open(lake, {}));
  model::FactSet all;
  all.set();
  for (std::size_t part = 0; part < claims->num_parts(); ++part) {
    model::Dictionaries codes;
    must(claims->read_part(part, all, codes, visit));
  }
}

/// Findings of what a store holds, person by person, for all persons of a lake.
inline Ids reviewed(const std::string& persons_of, precheck::Judge& judge) {
  Ids ids;
  each_block(persons_of, [&](const model::ClaimBlock& block) -> Status {
    for (const model::Person& person : block.persons) {
      const auto answer = must(judge.review(person.psn_no, precheck::askable_rules()));
      for (const model::Finding& finding : answer.findings) {
        ids.insert(fmt::format("{} {}", finding.rule_no, finding.finding_id));
      }
    }
    return {};
  });
  return ids;
}

}  // namespace yishou::precheck_tests

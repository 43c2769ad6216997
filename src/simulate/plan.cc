#include "simulate/plan.h"

#include "base/check.h"

namespace yishou::embedded {
extern const std::string_view simulate_illnesses;
extern const std::string_view simulate_chronic;
extern const std::string_view simulate_stays;
}  // namespace yishou::embedded

namespace yishou::simulate {
namespace {

Sex sex_of(std::string_view text) { return text == "M" ? Sex::kMale : text == "F" ? Sex::kFemale : Sex::kEither; }

PlanItem read_plan_item(std::string_view text, const Catalogue& catalogue) {
  PlanItem out{kNoItem, 1, false};
  if (const std::size_t star = text.find('*'); star != std::string_view::npos) {
    out.count = number(text.substr(star + 1));
    text = text.substr(0, star);
  }
  for (const std::string_view suffix : {std::string_view{"_day"}, std::string_view{"_once"}}) {
    if (text.ends_with(suffix)) {
      text.remove_suffix(suffix.size());
      out.once = true;
    }
  }
  out.item = catalogue.find(text);
  return out;
}

}  // namespace

Plan read_plan(std::string_view text, const Catalogue& catalogue) {
  Plan plan;
  if (text.empty()) return plan;
  for (std::string_view word : split(text, ' ')) {
    PlanWord out;
    if (word.starts_with('@')) {
      const std::size_t end = word.find_first_not_of("0123456789", 1);
      out.every = number(word.substr(1, end - 1));
      word.remove_prefix(end);
    }
    if (const std::size_t percent = word.find('%'); percent != std::string_view::npos) {
      out.chance = number(word.substr(0, percent));
      word.remove_prefix(percent + 1);
    }
    for (const std::string_view choice : split(word, '|')) {
      auto& items = out.choices.emplace_back();
      for (const std::string_view item : split(choice, '+')) items.push_back(read_plan_item(item, catalogue));
    }
    plan.push_back(std::move(out));
  }
  return plan;
}

Plans Plans::shipped(const Catalogue& catalogue) {
  Plans out;
  auto rows = split(embedded::simulate_illnesses, '\n');
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (rows[i].empty()) continue;
    const auto c = split(rows[i], ',');
    YISHOU_CHECK(c.size() == 9, "a row of illnesses.csv has 9 cells");
    out.illnesses.push_back({c[0], c[1], sex_of(c[2]), number(c[3]), number(c[4]), number(c[5]), number(c[6]), c[7],
                             read_plan(c[8], catalogue)});
  }
  rows = split(embedded::simulate_chronic, '\n');
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (rows[i].empty()) continue;
    const auto c = split(rows[i], ',');
    YISHOU_CHECK(c.size() == 9, "a row of chronic.csv has 9 cells");
    out.chronics.push_back(
        {c[0], c[1], c[2], sex_of(c[3]), number(c[4]), number(c[5]), number(c[6]), c[7], read_plan(c[8], catalogue)});
  }
  rows = split(embedded::simulate_stays, '\n');
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (rows[i].empty()) continue;
    const auto c = split(rows[i], ',');
    YISHOU_CHECK(c.size() == 15, "a row of stays.csv has 15 cells");
    out.stays.push_back({c[0], c[1], sex_of(c[2]), number(c[3]), number(c[4]), number(c[5]), c[6], number(c[7]),
                         number(c[8]), c[9], c[10], read_plan(c[11], catalogue), read_plan(c[12], catalogue),
                         read_plan(c[13], catalogue), read_plan(c[14], catalogue)});
  }
  return out;
}

}  // namespace yishou::simulate

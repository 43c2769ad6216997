// For tests: findings of a small province, and who works on them.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cases/changes.h"
#include "cases/findings.h"
#include "cases/institutions.h"
#include "cases/intake.h"
#include "cases/schema.h"
#include "identity/identity_fixture.h"

namespace yishou::cases {

using identity::kTestNow;

/// H1 and H2 in 610102, H3 in 610200, H4 in 330100.
inline std::vector<Institution> test_institutions() {
  return {{"H1", "第一医院", "610102", "02", "1"},
          {"H2", "第二医院", "610102", "05", "1"},
          {"H3", "第三医院", "610200", "02", "1"},
          {"H4", "第四医院", "330100", "02", "1"}};
}

/// A finding of H1 … H4 with two lines of 1.00 and 2.00 yuan of its own.
inline model::Finding test_finding(int i) {
  model::Finding f;
  f.finding_id = fmt::format("f{:05}", i);
  f.rule_no = static_cast<std::uint16_t>(i % 88 + 1);
  f.rule_version = fmt::format("{}@1", f.rule_no);
  f.knowledge_version = "k1";
  f.verdict = i % 3 == 0 ? model::Verdict::kSuspicion : model::Verdict::kViolation;
  f.sev_deg = static_cast<std::uint8_t>(i % 3 + 1);
  f.psn_no = fmt::format("61010219900101{:04}", i % 50);
  f.fixmedins_code = fmt::format("H{}", i % 4 + 1);
  f.mdtrt_id = fmt::format("m{}", i);
  f.setl_id = fmt::format("s{}", i);
  f.bilg_dr_code = fmt::format("D61010200{:03}", i % 10);
  f.bkkp_sns = {fmt::format("b{}-1", i), fmt::format("b{}-2", i)};
  f.related_bkkp_sns = {fmt::format("r{}", i)};
  f.line_amounts = {100, 200};
  f.begin_time = start_of(day_from_civil({2026, i % 12 + 1, 5})) + i;
  f.end_time = f.begin_time + 60;
  f.vola_amt = 300;
  f.fund_amt = 200;
  f.observed = "2 次";
  f.limit = "1 次";
  f.vola_cont = fmt::format("第 {} 条：超过每日次数", i);
  f.vola_evid = "规则";
  return f;
}

inline std::vector<model::Finding> test_findings(int first, int last) {
  std::vector<model::Finding> all;
  for (int i = first; i <= last; ++i) all.push_back(test_finding(i));
  return all;
}

class WithCases : public identity::WithIdentity {
 protected:
  [[nodiscard]] std::vector<sql::Schema> schemas() const override { return {identity::schema(), schema()}; }
  void SetUp() override {
    WithIdentity::SetUp();
    if (!database_ || !sealer_) return;
    findings_ = std::make_unique<Findings>(*database_, *sealer_);
    changes_ = std::make_unique<Changes>(*database_, *sealer_);
    ASSERT_TRUE(Institutions{*database_}.put(test_institutions()).has_value());
  }
  /// Takes them as one whole run.
  Taken take(const std::string& run, const std::vector<model::Finding>& findings, std::int64_t* gone = nullptr,
             const Coverage& coverage = {}) {
    auto intake = Intake::begin(*database_, *sealer_, run, kTestNow);
    const auto taken = intake.has_value() ? intake->take(findings, kTestNow) : std::unexpected(intake.error());
    if (!taken.has_value()) {
      ADD_FAILURE() << taken.error().message;
      return {};
    }
    const auto left = intake->finish(coverage, kTestNow + 1);
    if (!left.has_value()) ADD_FAILURE() << left.error().message;
    if (gone != nullptr) *gone = left.value_or(-1);
    return *taken;
  }
  [[nodiscard]] static identity::Principal who(identity::Role role, identity::Scope scope) {
    return {"u-" + std::string{identity::name_of(role)}, "x", role, std::move(scope), false, false, "s"};
  }
  [[nodiscard]] static identity::Principal inspector() {
    return who(identity::Role::kInspector, identity::Scope::whole());
  }
  [[nodiscard]] CaseFinding look(const std::string& id) {
    auto found = findings_->find(id, identity::Scope::whole(), identity::Role::kInspector);
    if (!found.has_value()) ADD_FAILURE() << found.error().message;
    return found.value_or(CaseFinding{});
  }

  std::unique_ptr<Findings> findings_;
  std::unique_ptr<Changes> changes_;
};

}  // namespace yishou::cases

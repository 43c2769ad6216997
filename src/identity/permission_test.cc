// The role matrix, scopes and masks.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "identity/masking.h"
#include "identity/permission.h"
#include "identity/scope.h"

namespace yishou::identity {
namespace {

// Written a second time, by role instead of by permission, so that a slip in the table is seen.
const std::map<Role, std::set<std::string>> kExpected = {
    {Role::kAdministrator,
     {"read_institutions", "read_rules", "manage_institutions", "manage_accounts", "read_accounts", "take_facts"}},
    {Role::kInspector,
     {"read_findings", "read_persons", "read_institutions", "export_findings", "judge_findings", "ask_institutions",
      "assign_findings", "note_findings", "read_rules", "read_drafts", "publish_rules", "run_audits", "read_traffic",
      "unmask_persons"}},
    {Role::kReviewer,
     {"read_findings", "read_persons", "read_institutions", "export_findings", "judge_findings", "ask_institutions",
      "assign_findings", "note_findings", "read_rules", "unmask_persons"}},
    {Role::kAnalyst,
     {"read_findings", "read_institutions", "export_findings", "note_findings", "read_rules", "read_drafts",
      "change_rules", "publish_rules", "run_audits", "read_traffic"}},
    {Role::kInstitution,
     {"read_findings", "read_institutions", "export_findings", "answer_findings", "note_findings", "read_rules",
      "read_traffic"}},
    {Role::kAuditor,
     {"read_findings", "read_institutions", "read_rules", "read_drafts", "read_traffic", "read_accounts", "read_log"}},
};

TEST(Permissions, TheMatrix) {
  ASSERT_EQ(all_roles().size(), kExpected.size());
  for (const auto role : all_roles())
    for (const auto permission : all_permissions())
      EXPECT_EQ(may(role, permission), kExpected.at(role).contains(std::string{name_of(permission)}))
          << name_of(role) << " " << name_of(permission);
}

TEST(Permissions, NamesComeBack) {
  for (const auto role : all_roles()) EXPECT_EQ(role_of(name_of(role)), role);
  EXPECT_EQ(role_of("root"), std::nullopt);
  EXPECT_EQ(role_of(""), std::nullopt);
  EXPECT_EQ(chinese_name_of(Role::kAuditor), "只读审计员");
  std::set<std::string_view> names;
  for (const auto permission : all_permissions()) names.insert(name_of(permission));
  EXPECT_EQ(names.size(), all_permissions().size());
}

TEST(Scopes, SeeTheirRegionsAndInstitutionsOnly) {
  const auto city = *Scope::make({"6101"}, {"H9"});
  EXPECT_TRUE(city.sees("610102", "H1"));
  EXPECT_TRUE(city.sees("6101", "H1"));
  EXPECT_TRUE(city.sees("330100", "H9")) << "named beside the region";
  EXPECT_FALSE(city.sees("610200", "H1"));
  EXPECT_FALSE(city.sees("61", "H1")) << "the province is more than the city";
  EXPECT_FALSE(city.sees("", ""));
  EXPECT_FALSE(city.sees("", "H1"));
  EXPECT_TRUE(Scope::whole().sees("", ""));
  EXPECT_FALSE(city.is_national());
  const auto one = *Scope::make({}, {"H1"});
  EXPECT_FALSE(one.sees("610102", "H10"));
  EXPECT_FALSE(one.sees("610102", "h1"));
  EXPECT_FALSE(one.sees("", ""));
}

TEST(Scopes, MalformedAreRefused) {
  for (const auto* region : {"6", "610", "61010", "6101021", "61%", "6a", " 61", "'' ", "６１"})
    EXPECT_EQ(Scope::make({region}, {}).error().code, ErrorCode::kBadCall) << region;
  for (const auto* code : {"", "H 1", "H,1", "H|1", "H'1", "医院"})
    EXPECT_EQ(Scope::make({}, {code}).error().code, ErrorCode::kBadCall) << code;
  EXPECT_EQ(Scope::make({}, {}).error().code, ErrorCode::kBadCall);
  EXPECT_EQ(Scope::make(std::vector<std::string>(51, "61"), {}).error().code, ErrorCode::kBadCall);
}

TEST(Scopes, ComeBackFromText) {
  for (const auto& scope : {*Scope::make({"61", "3301"}, {"H2", "H1"}), *Scope::make({}, {"H1"}),
                            *Scope::make({"61"}, {}), Scope::whole(), *Scope::make({""}, {"H1"})})
    EXPECT_EQ(*Scope::parse(scope.text()), scope) << scope.text();
  for (const auto* wrong : {"", "61", "x|", "-|", "61;H1", "-|,"})
    EXPECT_FALSE(Scope::parse(wrong).has_value()) << wrong;
}

TEST(Masking, AsEachRoleSeesIt) {
  const std::string number = "610102199001011212";
  EXPECT_EQ(shown(Role::kInspector, Sensitive::kPersonNumber, number), number);
  EXPECT_EQ(shown(Role::kReviewer, Sensitive::kPersonNumber, number), number);
  EXPECT_EQ(shown(Role::kInstitution, Sensitive::kPersonNumber, number), number);
  for (const auto role : {Role::kAnalyst, Role::kAuditor, Role::kAdministrator}) {
    EXPECT_EQ(shown(role, Sensitive::kPersonNumber, number), "6101************12");
    EXPECT_EQ(shown(role, Sensitive::kPersonName, "欧阳娜娜"), "欧***");
    EXPECT_EQ(shown(role, Sensitive::kDoctorName, "王"), "王");
    EXPECT_EQ(shown(role, Sensitive::kPhone, "13800138000"), "1380*****00");
    EXPECT_EQ(shown(role, Sensitive::kPersonNumber, "12345678"), "********") << "short ones would show too much";
    EXPECT_EQ(shown(role, Sensitive::kPersonNumber, ""), "");
    EXPECT_EQ(shown(role, Sensitive::kPersonName, "\xe7"), "\xe7");
    EXPECT_EQ(shown(role, Sensitive::kPersonName, "王\xe7\x8e"), "王*") << "half a character";
  }
  EXPECT_EQ(shown(Role::kAnalyst, Sensitive::kDoctorCode, "D61010200001"), "D61010200001");
  EXPECT_EQ(shown(Role::kAdministrator, Sensitive::kDoctorCode, "D61010200001"), "D610******01");
}

}  // namespace
}  // namespace yishou::identity

#include "server/demonstration.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "lake/claims.h"
#include "server/app.h"

namespace yishou::server {
namespace {

using identity::Account;
using identity::Role;

constexpr std::string_view kAdministrator = "admin";
constexpr std::string_view kHospital = "demo-hospital";
constexpr std::string_view kPaasid = "demo-hospital";
constexpr std::string_view kToken = "yishou-demonstration-token";
constexpr model::SmallCode kMedicalInstitution = 1;  // fixmedins_type

struct DemonstrationRole {
  std::string_view login, name;
  Role role;
};
constexpr std::array kNational{
    DemonstrationRole{"demo-inspector", "示范稽查员", Role::kInspector},
    DemonstrationRole{"demo-reviewer", "示范审核员", Role::kReviewer},
    DemonstrationRole{"demo-analyst", "示范分析员", Role::kAnalyst},
    DemonstrationRole{"demo-auditor", "示范审计员", Role::kAuditor},
};

bool is_demonstration(std::string_view login) {
  return login == kHospital || std::ranges::find(kNational, login, &DemonstrationRole::login) != kNational.end();
}

Result<std::map<std::string, Account, std::less<>>> accounts_by_login(App& app) {
  constexpr int kPage = 1000;
  std::map<std::string, Account, std::less<>> all;
  for (std::string after;;) {
    YISHOU_TRY(auto accounts, app.accounts->list(after, kPage));
    const bool more = std::ssize(accounts) == kPage;
    if (more) after = accounts.back().login;
    for (Account& account : accounts) all.emplace(account.login, std::move(account));
    if (!more) return all;
  }
}

// The medical institution with the most lines in the lake; of equals the first by code.
Result<std::string> largest_institution(const std::string& lake) {
  YISHOU_TRY(const auto claims, lake::LakeClaims::open(lake, {}));
  std::map<std::string, std::size_t, std::less<>> lines;
  for (std::size_t part = 0; part < claims->num_parts(); ++part) {
    model::Dictionaries codes;
    YISHOU_CHECK_OK(claims->read_part(part, model::facts(model::Fact::kLineInstitution), codes,
                                      [&](const model::ClaimBlock& block) -> Status {
      for (std::size_t i = 0; i < block.lines.institution.size(); ++i) {
        const auto line = static_cast<model::Index>(i);
        const std::string_view code = block.institution_code(line);
        if (block.institution(line).type == kMedicalInstitution) ++lines[std::string{code}];
      }
      return {};
    }));
  }
  const auto largest = std::ranges::max_element(lines, {}, [](const auto& one) { return one.second; });
  return largest == lines.end() ? std::string{} : largest->first;
}

// The public password in the place of one that must be changed.
Status make_public(App& app, const Account& account, const Moment& now) {
  if (!account.must_change) return {};
  YISHOU_TRY(const auto reset, app.accounts->reset_password(account.account_id));
  return app.accounts->change_password(account.account_id, reset.password, kDemonstrationPassword, now.beijing());
}

Status make_gateway_settings(App& app, Demonstration& made, const Moment& now) {
  auto settings = app.institution_settings->find(made.institution, identity::Scope::whole());
  if (!settings.has_value()) {
    if (settings.error().code != ErrorCode::kNotFound) return pass(settings);
    settings = identity::InstitutionSettings{
        .institution = made.institution, .paasid = std::string{kPaasid}, .token = std::string{kToken}};
    YISHOU_CHECK_OK(app.institution_settings->put(*settings, now.beijing()));
  }
  made.paasid = settings->paasid;
  made.token = settings->token;
  return {};
}

}  // namespace

Result<Demonstration> make_demonstration(App& app, const Moment& now) {
  YISHOU_TRY(auto accounts, accounts_by_login(app));
  // A demonstration that people added accounts to stays one.
  const bool is_one = std::ranges::any_of(accounts, [](const auto& one) { return is_demonstration(one.first); });
  for (const auto& [login, account] : accounts) {
    if (is_one || login == kAdministrator || is_demonstration(login)) continue;
    return fail(
        ErrorCode::kConflict,
        fmt::format(
            "库中已有非示范账户 {}，不能作示范；请去掉 --demonstration，或换一个新的 --state · this database holds "
            "accounts that are not a demonstration's: start without --demonstration, or with a new --state",
            login));
  }
  Demonstration made;
  const auto ensure = [&](std::string_view login, std::string_view name, Role role, identity::Scope scope) -> Status {
    made.logins.emplace_back(login);
    auto account = accounts.find(login);
    if (account == accounts.end()) {
      YISHOU_TRY(auto fresh,
                 app.accounts->make({std::string{login}, std::string{name}, role, std::move(scope)}, now.beijing()));
      account = accounts.emplace(login, std::move(fresh.account)).first;
    }
    return make_public(app, account->second, now);
  };
  if (const auto admin = accounts.find(kAdministrator); admin != accounts.end()) {
    YISHOU_CHECK_OK(make_public(app, admin->second, now));
    made.logins.emplace_back(kAdministrator);
  }
  for (const DemonstrationRole& one : kNational) {
    YISHOU_CHECK_OK(ensure(one.login, one.name, one.role, identity::Scope::whole()));
  }
  // Once chosen it stays, also when another institution has grown larger.
  if (const auto hospital = accounts.find(kHospital); hospital != accounts.end()) {
    const auto& institutions = hospital->second.scope.institutions();
    if (!institutions.empty()) made.institution = institutions.front();
  } else {
    YISHOU_TRY(made.institution, largest_institution(app.settings.lake));
  }
  if (made.institution.empty()) return made;
  YISHOU_TRY(auto scope, identity::Scope::make({}, {made.institution}));
  YISHOU_CHECK_OK(ensure(kHospital, "示范医院", Role::kInstitution, std::move(scope)));
  YISHOU_CHECK_OK(make_gateway_settings(app, made, now));
  const auto& names = app.live->current()->surroundings->institution_names;
  if (const auto name = names.find(made.institution); name != names.end()) made.institution_name = name->second;
  return made;
}

Status refuse_demonstration(App& app) {
  YISHOU_TRY(const auto accounts, accounts_by_login(app));
  for (const auto& [login, account] : accounts) {
    if (!is_demonstration(login) || !account.active) continue;
    return fail(
        ErrorCode::kConflict,
        fmt::format(
            "库中有口令公开的示范账户 {}；请加 --demonstration 启动，或换一个新的 --state · this database holds "
            "demonstration accounts, whose password is public: start with --demonstration, or with a new --state",
            login));
  }
  return {};
}

}  // namespace yishou::server

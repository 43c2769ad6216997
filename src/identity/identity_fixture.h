// For tests: a database with the tables of this room, a key file, and cheap passwords.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "identity/schema.h"
#include "identity/settings.h"
#include "identity/store_key.h"
#include "sql/database_fixture.h"

namespace yishou::identity {

inline constexpr Second kTestNow = 1'790'000'000;

class WithIdentity : public sql::OnBothDatabases {
 protected:
  [[nodiscard]] virtual std::vector<sql::Schema> schemas() const { return {schema()}; }
  void SetUp() override {
    OnBothDatabases::SetUp();
    if (!database_) return;
    const auto migrated = sql::migrate(*database_, schemas(), kTestNow);
    ASSERT_TRUE(migrated.has_value()) << migrated.error().message;
    auto sealer = open_sealer(*database_, key_file());
    ASSERT_TRUE(sealer.has_value()) << sealer.error().message;
    sealer_ = std::make_unique<crypto::Sealer>(std::move(*sealer));
  }
  [[nodiscard]] std::string key_file() const { return (folder_ / "keys").string(); }
  /// Whether any value of the table holds `text`.
  [[nodiscard]] bool holds(std::string_view table, std::string_view text) {
    const auto rows = database_->query(fmt::format("SELECT * FROM {}", table)).value();
    for (const auto& row : rows)
      for (std::size_t i = 0; i < row.size(); ++i)
        if (row[i].text() != nullptr && row[i].text()->find(text) != std::string::npos) return true;
    return false;
  }
  [[nodiscard]] static IdentitySettings cheap() {
    IdentitySettings settings;
    settings.password_cost = {.memory_kib = 64, .passes = 1, .lanes = 1};
    return settings;
  }
  [[nodiscard]] static Scope regions(std::vector<std::string> codes) {
    return Scope::make(std::move(codes), {}).value();
  }
  [[nodiscard]] static Scope institutions(std::vector<std::string> codes) {
    return Scope::make({}, std::move(codes)).value();
  }

  std::unique_ptr<crypto::Sealer> sealer_;
};

}  // namespace yishou::identity

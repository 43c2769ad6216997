// How the gateway treats each institution: its tokens and choices, read whole at the start and again when they change.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/result.h"
#include "crypto/sealer.h"
#include "identity/scope.h"
#include "sql/database.h"

namespace yishou::identity {

struct InstitutionSettings {
  std::string institution{};    ///< fixmedins_code
  std::string paasid{};         ///< x-tif-paasid; one institution's alone
  std::string token{};          ///< secret of the x-tif signature; sealed at rest
  std::string apikey{};         ///< sealed at rest; its SM3 finds the institution
  bool single_object = false;   ///< results as one object instead of an array
  bool blocks = false;          ///< a violation blocks the bill; otherwise it warns
  std::string language = "zh";  ///< zh or en
  bool active = true;
  std::int64_t version = 0;  ///< 0 for a new one; rises with every change
};

/// Any thread. The secrets are opened with the key file.
class InstitutionSettingsStore {
 public:
  InstitutionSettingsStore(sql::Database& database, const crypto::Sealer& sealer)
      : database_(database), sealer_(sealer) {}

  /// Rises with every put() of any process: the gateway asks for it often and reads all() when it rose.
  [[nodiscard]] Result<std::int64_t> revision();
  /// For the gateway itself, with the secrets.
  [[nodiscard]] Result<std::vector<InstitutionSettings>> all();
  /// kNotFound when there are none, or outside the scope (institutions by name, or a national scope).
  [[nodiscard]] Result<InstitutionSettings> find(std::string_view institution, const Scope& scope);
  /// Makes (version 0) or changes them. kConflict: changed meanwhile, made already, or the paasid is another
  /// institution's.
  [[nodiscard]] Status put(const InstitutionSettings& settings, Second now);

 private:
  [[nodiscard]] Result<InstitutionSettings> settings_of(const sql::Row& row) const;

  sql::Database& database_;
  const crypto::Sealer& sealer_;
};

}  // namespace yishou::identity

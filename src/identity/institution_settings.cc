#include "identity/institution_settings.h"

#include <fmt/format.h>

namespace yishou::identity {
namespace {

constexpr std::string_view kSettingsColumns =
    "institution, paasid, token_sealed, apikey_sealed, single_object, blocks, language, active, version";
constexpr std::size_t kMaxSecretBytes = 512;

crypto::Place settings_place(std::string_view column, std::string_view institution) {
  return {"institution_settings", column, institution};
}

Status check_settings(const InstitutionSettings& settings) {
  if (!is_institution_code(settings.institution) || !is_institution_code(settings.paasid))
    return fail(ErrorCode::kBadCall, "institution and paasid are 1 to 40 letters and digits; correct them");
  if (settings.token.empty() || settings.token.size() > kMaxSecretBytes || settings.apikey.size() > kMaxSecretBytes)
    return fail(ErrorCode::kBadCall,
                fmt::format("the token is missing, or a secret has more than {} bytes; correct it", kMaxSecretBytes));
  if (settings.language != "zh" && settings.language != "en")
    return fail(ErrorCode::kBadCall, "the language of an institution is zh or en; correct it");
  return {};
}

}  // namespace

Result<InstitutionSettings> InstitutionSettingsStore::settings_of(const sql::Row& row) const {
  YISHOU_TRY(auto token, sealer_.open(row.text(2), settings_place("token_sealed", row.text(0))));
  YISHOU_TRY(auto apikey, sealer_.open(row.text(3), settings_place("apikey_sealed", row.text(0))));
  return InstitutionSettings{row.text(0),  row.text(1), std::move(token), std::move(apikey), row.truth(4),
                             row.truth(5), row.text(6), row.truth(7),     row.number(8)};
}

Result<std::int64_t> InstitutionSettingsStore::revision() {
  YISHOU_TRY(const auto rows, database_.query("SELECT revision FROM institution_settings_revision WHERE one = 1"));
  return rows.at(0).number(0);
}

Result<std::vector<InstitutionSettings>> InstitutionSettingsStore::all() {
  YISHOU_TRY(const auto rows, database_.query(fmt::format("SELECT {} FROM institution_settings ORDER BY institution",
                                                          kSettingsColumns)));
  std::vector<InstitutionSettings> all;
  for (const auto& row : rows) {
    YISHOU_TRY(auto one, settings_of(row));
    all.push_back(std::move(one));
  }
  return all;
}

Result<InstitutionSettings> InstitutionSettingsStore::find(std::string_view institution, const Scope& scope) {
  YISHOU_TRY(const auto rows, database_.query(fmt::format("SELECT {} FROM institution_settings WHERE institution = $1",
                                                          kSettingsColumns),
                                              {institution}));
  if (rows.empty() || !scope.sees("", institution))
    return fail(ErrorCode::kNotFound, "this institution has no settings; make them first");
  return settings_of(rows[0]);
}

Status InstitutionSettingsStore::put(const InstitutionSettings& settings, Second now) {
  YISHOU_CHECK_OK(check_settings(settings));
  const auto& id = settings.institution;
  const sql::Values values{id,
                           settings.paasid,
                           sealer_.seal(settings.token, settings_place("token_sealed", id)),
                           sealer_.blind_index("apikey", settings.apikey),
                           sealer_.seal(settings.apikey, settings_place("apikey_sealed", id)),
                           settings.single_object ? 1 : 0,
                           settings.blocks ? 1 : 0,
                           settings.language,
                           settings.active ? 1 : 0,
                           now,
                           settings.version};
  YISHOU_TRY(auto transaction, database_.begin());
  if (!settings.apikey.empty()) {  // two who show the same key could not be told apart
    YISHOU_TRY(const auto same,
               transaction.query("SELECT 1 FROM institution_settings WHERE apikey_hash = $1 AND institution <> $2",
                                 {sealer_.blind_index("apikey", settings.apikey), id}));
    if (!same.empty()) return fail(ErrorCode::kConflict, "this apikey is another institution's; choose another one");
  }
  const auto done =
      settings.version == 0
          ? transaction.change(
                "INSERT INTO institution_settings VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, "
                "CAST($11 AS BIGINT) + 1)",
                values)
          : transaction.change(
                "UPDATE institution_settings SET paasid = $2, token_sealed = $3, apikey_hash = $4, "
                "apikey_sealed = $5, single_object = $6, blocks = $7, language = $8, active = $9, changed_at = "
                "$10, version = version + 1 WHERE institution = $1 AND version = $11",
                values);
  if (!done.has_value() && done.error().code == ErrorCode::kConflict)
    return fail(ErrorCode::kConflict,
                "this institution has settings already, or the paasid is another institution's; look "
                "at them again");
  if (!done.has_value()) return std::unexpected(done.error());
  if (*done == 0)
    return fail(ErrorCode::kConflict, "somebody else changed these settings meanwhile; look at them again");
  YISHOU_CHECK_OK(transaction.change("UPDATE institution_settings_revision SET revision = revision + 1 WHERE one = 1"));
  return transaction.commit();
}

}  // namespace yishou::identity

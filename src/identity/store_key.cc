#include "identity/store_key.h"

#include <fmt/format.h>

namespace yishou::identity {
namespace {

constexpr std::string_view kKnownText = "yishou";
constexpr crypto::Place kKnownPlace{"store_key", "sealed", "1"};

}  // namespace

Result<crypto::Sealer> open_sealer(sql::Database& database, const std::string& key_file) {
  constexpr std::string_view kRead = "SELECT sealed, blind_index FROM store_key WHERE one = 1";
  YISHOU_TRY(auto rows, database.query(kRead));
  auto keys = crypto::Keys::open(key_file);
  if (!keys.has_value() && keys.error().code == ErrorCode::kNotFound && rows.empty()) {
    keys = crypto::Keys::make(key_file);
    // Two processes at their first start: one makes the file, both take it.
    if (!keys.has_value() && keys.error().code == ErrorCode::kConflict) keys = crypto::Keys::open(key_file);
  }
  if (!keys.has_value()) return pass(keys);
  crypto::Sealer sealer{std::move(*keys)};
  if (rows.empty()) {
    YISHOU_CHECK_OK(
        database.change("INSERT INTO store_key VALUES (1, $1, $2) ON CONFLICT (one) DO NOTHING",
                        {sealer.seal(kKnownText, kKnownPlace), sealer.blind_index("store_key", kKnownText)}));
    YISHOU_TRY(rows, database.query(kRead));
  }
  const auto opened = sealer.open(rows.at(0).text(0), kKnownPlace);
  if (!opened.has_value() || *opened != kKnownText || rows[0].text(1) != sealer.blind_index("store_key", kKnownText))
    return fail(ErrorCode::kBadInput,
                fmt::format("the key file is not the one of this database; restore the one that was "
                            "backed up with it: {}",
                            key_file));
  return sealer;
}

Status note_service_has_newest_key(sql::Database& database, const crypto::Sealer& sealer) {
  if (check_service_has_newest_key(database, sealer).has_value()) return {};
  YISHOU_CHECK_OK(
      database.change("UPDATE store_key SET sealed = $1 WHERE one = 1", {sealer.seal(kKnownText, kKnownPlace)}));
  return {};
}

Status check_service_has_newest_key(sql::Database& database, const crypto::Sealer& sealer) {
  YISHOU_TRY(const auto rows, database.query("SELECT sealed FROM store_key WHERE one = 1"));
  if (!rows.empty() && !sealer.is_old(rows[0].text(0))) return {};
  return fail(
      ErrorCode::kConflict,
      "the service has not been started since the newest key was added, so it could not read what is sealed with "
      "it; restart the service, then seal anew");
}

}  // namespace yishou::identity

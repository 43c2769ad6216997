#include "server/key_rotation.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "cases/sealed_columns.h"
#include "crypto/keys.h"
#include "identity/reseal.h"
#include "identity/store_key.h"
#include "server/app.h"

namespace yishou::server {
namespace {

std::vector<identity::SealedColumn> all_sealed_columns() {
  std::vector<identity::SealedColumn> all;
  for (const auto columns : {identity::sealed_columns(), cases::sealed_columns()}) {
    all.insert(all.end(), columns.begin(), columns.end());
  }
  return all;
}

}  // namespace

Result<std::uint32_t> rotate_key(const Settings& settings) {
  YISHOU_TRY(const auto database, open_database(settings));
  YISHOU_CHECK_OK(identity::open_sealer(*database, key_file_of(settings)));  // the file is the one of this database
  YISHOU_TRY(const crypto::Keys keys, crypto::Keys::rotate(key_file_of(settings)));
  return keys.seals().back().number;
}

Result<std::int64_t> seal_anew(const Settings& settings, const std::function<void(std::int64_t)>& progress) {
  YISHOU_TRY(const auto database, open_database(settings));
  YISHOU_TRY(const crypto::Sealer sealer, identity::open_sealer(*database, key_file_of(settings)));
  return identity::reseal(*database, sealer, all_sealed_columns(), progress);
}

Status remove_key(const Settings& settings, std::uint32_t number) {
  YISHOU_TRY(const auto database, open_database(settings));
  YISHOU_TRY(const crypto::Sealer sealer, identity::open_sealer(*database, key_file_of(settings)));
  YISHOU_CHECK_OK(identity::check_service_has_newest_key(*database, sealer));
  YISHOU_TRY(const identity::SealedBy still, identity::sealed_by(*database, all_sealed_columns(), number));
  if (still.values > 0) {
    return fail(ErrorCode::kConflict,
                fmt::format("key {} still seals {} values (in {}); run yishou keys reseal first. Records that an older "
                            "program wrote in access_log stay sealed with it, and then it must stay",
                            number, still.values, still.where));
  }
  YISHOU_CHECK_OK(crypto::Keys::remove(key_file_of(settings), number));
  return {};
}

}  // namespace yishou::server

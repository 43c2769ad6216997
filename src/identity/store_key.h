// The key file that belongs to a database: made with it, and no other one is taken afterwards.
#pragma once

#include <string>

#include "base/result.h"
#include "crypto/sealer.h"
#include "sql/database.h"

namespace yishou::identity {

/// At the first start of a migrated database the key file is made (or one that is there is taken) and the database
/// remembers it; from then on a missing file is kNotFound and another installation's is kBadInput, instead of sealing
/// with new keys what the old ones sealed. `key_file` belongs outside the folder of the database, so that one backup
/// does not hold both.
[[nodiscard]] Result<crypto::Sealer> open_sealer(sql::Database& database, const std::string& key_file);

/// Of the service at its start: remembers in the database that it has the newest key of its key file.
[[nodiscard]] Status note_service_has_newest_key(sql::Database& database, const crypto::Sealer& sealer);
/// kConflict when the service was not started since the newest key was added.
[[nodiscard]] Status check_service_has_newest_key(sql::Database& database, const crypto::Sealer& sealer);

}  // namespace yishou::identity

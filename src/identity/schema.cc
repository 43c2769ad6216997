#include "identity/schema.h"

namespace yishou::embedded {
std::vector<std::pair<std::string_view, std::string_view>> identity_migrations();
}

namespace yishou::identity {

sql::Schema schema() { return sql::schema_of("identity", embedded::identity_migrations()); }

}  // namespace yishou::identity

#include "drafts/schema.h"

namespace yishou::embedded {
std::vector<std::pair<std::string_view, std::string_view>> drafts_migrations();
}

namespace yishou::drafts {

sql::Schema schema() { return sql::schema_of("drafts", embedded::drafts_migrations()); }

}  // namespace yishou::drafts

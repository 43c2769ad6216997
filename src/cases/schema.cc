#include "cases/schema.h"

namespace yishou::embedded {
std::vector<std::pair<std::string_view, std::string_view>> cases_migrations();
}

namespace yishou::cases {

sql::Schema schema() { return sql::schema_of("cases", embedded::cases_migrations()); }

}  // namespace yishou::cases

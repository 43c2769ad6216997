#include "lake/person_record.h"

#include <fmt/format.h>

#include "duck/duck.h"
#include "lake/files.h"
#include "lake/manifest.h"

namespace yishou::lake {
namespace {

constexpr int kMostCertificates = 100;

// The rows of the person; an empty table when no part holds any.
Result<duck::Table> rows_of(duck::Connection& connection, const std::string& lake, const Manifest& manifest,
                            std::string_view table, std::string_view psn_no, std::string_view columns,
                            std::string_view tail) {
  const auto& parts = manifest.parts(table);
  if (parts.empty()) return duck::Table{};
  const Part& part = parts[part_of(owner_hash(psn_no), static_cast<unsigned>(parts.size()))];
  if (part.file.empty()) return duck::Table{};
  auto rows = connection.query(fmt::format("SELECT {} FROM read_parquet({}) WHERE psn_no = {} {}", columns,
                                           duck::literal(lake + "/" + part.file), duck::literal(psn_no), tail));
  if (!rows) return std::unexpected(damaged_lake(lake, std::move(rows.error())));
  return rows;
}

}  // namespace

Result<PersonRecord> read_person_record(const std::string& lake, std::string_view psn_no) {
  YISHOU_TRY(const Manifest manifest, Manifest::open(lake));
  YISHOU_TRY(const duck::Database database, duck::Database::open("", {}));
  YISHOU_TRY(duck::Connection connection, database.connect());
  PersonRecord record;
  YISHOU_TRY(const duck::Table person,
             rows_of(connection, lake, manifest, "psn_info_b", psn_no, "tel, insu_admdvs", ""));
  if (!person.rows.empty()) {
    record.tel = person.rows[0][0];
    record.insu_admdvs = person.rows[0][1];
  }
  YISHOU_TRY(const duck::Table certificates,
             rows_of(connection, lake, manifest, "setl_d", psn_no,
                     "DISTINCT fixmedins_code, coalesce(mdtrt_cert_type, ''), mdtrt_cert_no",
                     fmt::format("AND mdtrt_cert_no <> '' ORDER BY ALL LIMIT {}", kMostCertificates)));
  for (const auto& row : certificates.rows) record.certificates.push_back({row[0], row[1], row[2]});
  return record;
}

}  // namespace yishou::lake

#include "lake/claims.h"

#include <filesystem>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "lake/files.h"
#include "lake/stock_rows.h"

namespace yishou::lake {

Result<std::unique_ptr<LakeClaims>> LakeClaims::open(const std::string& lake, const Options& options) {
  YISHOU_TRY(Manifest manifest, Manifest::open(lake));
  std::unique_ptr<LakeClaims> claims(new LakeClaims(lake, std::move(manifest), options));
  for (const auto read : {&LakeClaims::read_institutions, &LakeClaims::read_staff}) {
    if (auto status = (*claims.*read)(); !status) return std::unexpected(damaged_lake(lake, std::move(status.error())));
  }
  return claims;
}

namespace {

std::string_view text_at(const duck::Chunk& chunk, std::size_t column, std::size_t row) {
  return chunk.valid(column, row) ? chunk.text(column, row) : std::string_view{};
}

// Calls `visit(chunk, row)` for each row of the files.
template <typename Files, typename Visit>
Status for_each_row(const Files& files, std::string_view columns, Visit&& visit) {
  if (files.empty()) return {};
  YISHOU_TRY(const duck::Database database, duck::Database::open("", {}));
  YISHOU_TRY(duck::Connection connection, database.connect());
  std::vector<std::string> quoted;
  for (const auto& file : files) quoted.push_back(duck::literal(file));
  YISHOU_TRY(duck::Stream stream,
             connection.stream(fmt::format("SELECT {} FROM read_parquet([{}])", columns, fmt::join(quoted, ", "))));
  for (;;) {
    YISHOU_TRY(const duck::Chunk chunk, stream.next());
    if (chunk.rows() == 0) return {};
    for (std::size_t row = 0; row < chunk.rows(); ++row) visit(chunk, row);
  }
}

}  // namespace

Status LakeClaims::read_institutions() {
  return for_each_row(manifest_.files(lake_, "fixmedins_b"),
                      "fixmedins_code, hosp_lv, fixmedins_type, fixmedins_name, admdvs",
                      [&](const duck::Chunk& chunk, std::size_t row) {
    const std::string code{text_at(chunk, 0, row)};
    institutions_.insert_or_assign(code, model::Institution{small_code(number_of_code(text_at(chunk, 1, row))),
                                                            small_code(number_of_code(text_at(chunk, 2, row)))});
    names_.insert_or_assign(code, std::string{text_at(chunk, 3, row)});
    if (const auto region = text_at(chunk, 4, row); !region.empty())
      regions_.insert_or_assign(code, std::string{region});
  });
}

Status LakeClaims::read_staff() {
  return for_each_row(manifest_.files(lake_, "medins_staff_b"), "fixmedins_code, prac_psn_code, antb_lv",
                      [&](const duck::Chunk& chunk, std::size_t row) {
    staff_.add(text_at(chunk, 0, row), text_at(chunk, 1, row), small_code(number_of_code(text_at(chunk, 2, row))));
  });
}

std::string LakeClaims::file_of(std::string_view table, std::size_t part) const {
  const auto& parts = manifest_.parts(table);
  if (part >= parts.size() || parts[part].file.empty()) return {};
  return (std::filesystem::path(lake_) / parts[part].file).string();
}

Status LakeClaims::read_part(std::size_t part, const model::FactSet& wanted, model::Dictionaries& codes,
                             const engine::BlockVisitor& visit) const {
  const PartPaths files{.lines = file_of("fee_list_d", part),
                        .settlements = file_of("setl_d", part),
                        .visits = file_of("mdtrt_d", part),
                        .diagnoses = file_of("setl_list_diag_d", part),
                        .operations = file_of("setl_list_oprn_d", part),
                        .persons = file_of("psn_info_b", part)};
  YISHOU_TRY(auto engines, take_engines());
  {
    PartReader reader(files, ReadPlan(wanted),
                      {.institutions = &institutions_,
                       .codes = &codes,
                       .staff = wanted.test(static_cast<std::size_t>(model::Fact::kStaffGrade)) ? &staff_ : nullptr,
                       .data_begin = manifest_.first_fee_day,
                       .operations_known = manifest_.rows("setl_list_oprn_d") > 0,
                       .block_lines = options_.block_lines});
    bool visited = true;  // the visitor's own errors are not the lake's
    Status read = reader.read(*engines, [&](model::ClaimBlock& block) {
      Status status = visit(block);
      visited = status.has_value();
      return status;
    });
    if (!read) return std::unexpected(visited ? damaged_lake(lake_, std::move(read.error())) : std::move(read.error()));
  }
  give_back(std::move(engines));
  return {};
}

Status LakeClaims::read_stock_counts(const engine::StockVisitor& take) const {
  return lake::read_stock_counts(lake_, manifest_, take);
}

Status LakeClaims::read_stock_movements(const engine::StockVisitor& take) const {
  return lake::read_stock_movements(lake_, manifest_, take);
}

Result<std::unique_ptr<ReadingEngines>> LakeClaims::take_engines() const {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      auto engines = std::move(idle_.back());
      idle_.pop_back();
      return engines;
    }
  }
  return ReadingEngines::open(options_.reader_memory_bytes);
}

void LakeClaims::give_back(std::unique_ptr<ReadingEngines> engines) const {
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(engines));
}

}  // namespace yishou::lake

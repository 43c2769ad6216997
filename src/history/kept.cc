#include "history/kept.h"

#include <algorithm>
#include <string>

#include "base/check.h"
#include "base/hash.h"
#include "intake/row.h"
#include "lake/coders.h"

namespace yishou::history {
namespace {

constexpr std::string_view kNames[kTableCount] = {"psn_info_b",       "mdtrt_d",          "setl_d",
                                                  "setl_list_diag_d", "setl_list_oprn_d", "fee_list_d"};

bool is_fact(std::string_view table, std::string_view column) {
  for (std::size_t i = 0; i < model::kFactCount; ++i) {
    const model::FactColumn fact = model::column_of(static_cast<model::Fact>(i));
    if (fact.table == table && fact.column == column) return true;
  }
  return false;
}

KeptTable make(std::size_t id) {
  KeptTable kept{.id = static_cast<TableId>(id), .table = model::find_table(kNames[id]), .columns = {}, .order = {}};
  const std::span<const model::Column> columns = kept.table->columns;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const std::string_view name = columns[c].name;
    if (name == "psn_no") continue;  // the key of the image
    const bool link = name == "setl_id" || name == "mdtrt_id";
    if (!columns[c].key && !link && !is_fact(kNames[id], name)) continue;
    Form form = columns[c].kind == model::ColumnKind::kText ? Form::kText : Form::kNumber;
    if (form == Form::kText && lake::coder_of(kNames[id], name) == "code_number") form = Form::kCode;
    kept.columns.push_back({name, c, form, columns[c].key});
  }
  const intake::RowFormat format(*kept.table);
  for (const std::size_t source : format.order) {
    const auto found = std::ranges::find(kept.columns, source, &KeptColumn::source);
    if (found == kept.columns.end()) continue;
    kept.order.push_back(static_cast<std::size_t>(found - kept.columns.begin()));
  }
  return kept;
}

}  // namespace

std::size_t KeptTable::place_of(std::string_view column) const {
  const auto found = std::ranges::find(columns, column, &KeptColumn::name);
  YISHOU_CHECK(found != columns.end(), "a column that is read is kept");
  return static_cast<std::size_t>(found - columns.begin());
}

const std::vector<KeptTable>& kept_tables() {
  static const std::vector<KeptTable> tables = [] {
    std::vector<KeptTable> made;
    for (std::size_t id = 0; id < kTableCount; ++id) made.push_back(make(id));
    return made;
  }();
  return tables;
}

const KeptTable* find_kept(std::string_view table) {
  const auto found = std::ranges::find(kNames, table);
  return found == std::end(kNames) ? nullptr : &kept_tables()[static_cast<std::size_t>(found - std::begin(kNames))];
}

std::uint64_t kept_format() noexcept {
  static const std::uint64_t format = [] {
    // Keys of rows are kept as hashes, so another hash is another format.
    std::string all = "image 2 " + std::to_string(hash_bytes("bkkp_sn"));
    for (const KeptTable& table : kept_tables()) {
      all += '\n';
      all += table.table->name;
      for (const KeptColumn& column : table.columns) {
        all += ' ';
        all += column.name;
        all += static_cast<char>('0' + static_cast<int>(column.form));
      }
    }
    return intake::owner_hash(all);
  }();
  return format;
}

}  // namespace yishou::history

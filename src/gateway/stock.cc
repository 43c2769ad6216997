#include "gateway/stock.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <span>
#include <unordered_map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/check.h"
#include "gateway/json_text.h"
#include "intake/cell.h"
#include "model/tables.h"

namespace yishou::gateway {
namespace {

using model::ColumnKind;

/// How the quantity of a transaction enters its table.
enum class Sign : std::uint8_t { kAsSent, kPositive, kNegative };

struct StockShape {
  TransactionKind kind;
  std::string_view node, batch_node;
  std::string_view table;
  std::string_view cnt_field;
  std::string_view time_column;
  std::string_view time_field, other_time_field;
  Sign sign;
  std::string_view scan_type;  // of drug_trac_d; "": its trace codes say nothing of a movement that drug_trac_d knows
};
using enum TransactionKind;
// clang-format off
constexpr StockShape kShapes[] = {
    {kStockCount, "invinfo", "invinfoDetail", "invinfo_d", "inv_cnt", "inv_time", "invdate", "", Sign::kAsSent, ""},
    {kStockChange, "invinfo", "invinfoDetail", "invchg_d", "cnt", "chg_time", "inv_chg_time", "", Sign::kAsSent, ""},
    {kPurchase, "purcinfo", "purcinfoDetail", "purcinfo_d", "purc_retn_cnt", "purc_time", "purc_retn_stoin_time",
     "purc_retn_stointime", Sign::kAsSent, "1"},
    {kPurchaseReturn, "purcinfo", "purcinfoDetail", "purcinfo_d", "purc_retn_cnt", "purc_time", "purc_retn_stoin_time",
     "purc_retn_stointime", Sign::kNegative, "4"},
    {kSale, "selinfo", "selinfoDetail", "selinfo_d", "sel_retn_cnt", "sel_time", "sel_retn_time", "",
     Sign::kAsSent, "2"},
    {kSaleReturn, "selinfo", "selinfoDetail", "selinfo_d", "sel_retn_cnt", "sel_time", "sel_retn_time", "",
     Sign::kPositive, "3"},
};
// clang-format on
constexpr std::string_view kDeletionTables[] = {"invinfo_d", "invchg_d", "purcinfo_d",
                                                "selinfo_d"};  // inv_data_type 1–4

const JsonNode* find_any(const JsonNode& item, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    const JsonNode* node = name.empty() ? nullptr : item.find(name);
    if (node != nullptr) return node;
  }
  return nullptr;
}

class StockReader {
 public:
  StockReader(const Message& message, const StockSettings& settings)
      : institution_(message.envelope().fixmedins_code), settings_(settings), values_(notes_, arena_) {}

  Result<StockReport> read(const JsonNode& items, const Transaction& transaction) {
    const StockShape* shape = std::ranges::find(kShapes, transaction.kind, &StockShape::kind);
    if (shape == std::end(kShapes)) shape = nullptr;  // 3507
    if (items.is_object()) {
      YISHOU_CHECK_OK(read_item(items, shape));
      return std::move(report_);
    }
    for (const JsonNode& item : Children(items)) YISHOU_CHECK_OK(read_item(item, shape));
    return std::move(report_);
  }

 private:
  struct Refusal {
    std::string_view field;
    std::string reason;
  };
  using Refused = std::optional<Refusal>;  // an item is refused before any of its rows is added

  Status read_item(const JsonNode& item, const StockShape* shape) {
    if (++report_.items > kMaxStockItems) {
      return fail(ErrorCode::kTooMuch,
                  fmt::format("明细超过 {} 条，请分批上传 · more than {} items: send them in parts", kMaxStockItems,
                              kMaxStockItems));
    }
    Refused refused;
    if (!item.is_object()) {
      refused = Refusal{"", "明细应为 JSON 对象 · an item is a JSON object"};
    } else if (shape == nullptr) {
      refused = read_deletion(item);
    } else {
      refused = read_movement(item, *shape);
    }
    if (refused) {
      report_.rejects.push_back({report_.items, refused->field, std::move(refused->reason)});
    }
    if (trace_codes_ > kMaxTraceCodes) {
      return fail(ErrorCode::kTooMuch,
                  fmt::format("追溯码超过 {} 个，请分批上传 · more than {} trace codes: send them in parts",
                              kMaxTraceCodes, kMaxTraceCodes));
    }
    return {};
  }

  Refused read_deletion(const JsonNode& item) {
    StockDeletion deletion{.fixmedins_code = std::string(institution_), .fixmedins_bchno = {}, .table = {}};
    std::string type;
    if (Refused refused = take_text(item, "fixmedins_bchno", deletion.fixmedins_bchno)) return refused;
    if (Refused refused = take_text(item, "inv_data_type", type)) return refused;
    if (type.size() != 1 || type[0] < '1' || type[0] > '4') {
      return Refusal{"inv_data_type",
                     "应为 1 盘存、2 库存变更、3 采购、4 销售 · must be 1 count, 2 change, 3 purchase or 4 sale"};
    }
    deletion.table = kDeletionTables[static_cast<std::size_t>(type[0] - '1')];
    report_.deletions.push_back(std::move(deletion));
    return {};
  }

  Refused read_movement(const JsonNode& item, const StockShape& shape) {
    const model::Table* table = model::find_table(shape.table);
    YISHOU_CHECK(table != nullptr, "stock tables are extracts");
    ExtractRow row{.table = table->name, .columns = {}};
    row.columns.emplace_back("fixmedins_code", institution_);
    const auto take = [&](std::string_view column, std::initializer_list<std::string_view> fields, bool must = false) {
      return take_column(item, *table, column, fields, must, row);
    };
    for (const std::string_view field : {"med_list_codg", "fixmedins_hilist_id", "fixmedins_bchno"}) {
      if (Refused refused = take(field, {field}, true)) return refused;
    }
    if (Refused refused = take("cnt", {shape.cnt_field}, true)) return refused;
    if (Refused refused = take(shape.time_column, {shape.time_field, shape.other_time_field}, true)) return refused;
    for (const std::string_view field : {"manu_lotnum", "setl_id", "psn_no", "trdn_flag", "spler_name"}) {
      if (Refused refused = take(field, {field})) return refused;
    }
    if (Refused refused = take("pric", {"finl_trns_pric", "pric"})) return refused;
    if (Refused refused = take("mdtrt_setl_type", {"mdtrt_setl_type", "MDTRT_SETL_TYPE"})) return refused;
    if (Refused refused = take("purc_invo_no", {"purc_invo_no", "purc_invo_codg"})) return refused;
    if (Refused refused = take("bkkp_sn", {"feedetl_sn", "bkkp_sn"})) return refused;
    const std::string fee_line{row.value("bkkp_sn")};
    const std::string time{row.value(shape.time_column)};
    set_sign(item, shape, row);
    if (shape.table == "selinfo_d") {
      row.columns.emplace_back("sel_retn_flag", shape.kind == kSaleReturn ? "1" : "0");
      if (fee_line.empty()) set_document(item, row);
    }
    if (Refused refused = read_trace_codes(item)) return refused;
    if (trace_codes_ > kMaxTraceCodes) return long_field("drugtracinfo");  // read_item ends the whole message
    if (Refused refused = settle_key(*table, row)) return refused;
    if (!shape.scan_type.empty()) add_scans(item, shape, time, fee_line);
    return {};
  }

  // A text of 3507, which must be there.
  Refused take_text(const JsonNode& item, std::string_view field, std::string& to) {
    const JsonNode* node = item.find(field);
    const std::string_view text = node == nullptr ? std::string_view{} : values_.text(*node);
    intake::Cell cell;  // as intake takes it from a report, so that both are the same
    static_cast<void>(intake::parse_cell({ColumnKind::kText, false, false}, text, cell));
    if (cell.null) return empty_field(field);
    if (text.size() > kMaxTextBytes) return long_field(field);
    to = cell.text;
    return {};
  }

  static Refusal empty_field(std::string_view field) { return {field, "不能为空，请填写 · is empty: fill it"}; }
  static Refusal long_field(std::string_view field) { return {field, "文本过长，请缩短 · is too long: shorten it"}; }

  Refused take_column(const JsonNode& item, const model::Table& table, std::string_view column,
                      std::initializer_list<std::string_view> fields, bool must, ExtractRow& row) {
    std::string_view field = *fields.begin();
    std::string_view text;
    for (const std::string_view name : fields) {  // the first that says something
      const JsonNode* node = find_any(item, {name});
      text = node == nullptr ? std::string_view{} : values_.text(*node);
      if (text.empty()) continue;
      field = name;
      break;
    }
    if (text.empty()) return must ? Refused(empty_field(field)) : std::nullopt;
    if (text.size() > kMaxTextBytes) return long_field(field);
    const auto known = std::ranges::find(table.columns, column, &model::Column::name);
    YISHOU_CHECK(known != table.columns.end(), "stock columns are columns of the extract");
    std::string spelled = spell(known->kind, text);
    intake::Cell cell;
    if (const char* reason = intake::parse_cell(intake::cell_rule(table, *known), spelled, cell)) {
      return Refusal{field, reason};
    }
    row.columns.emplace_back(known->name, std::move(spelled));
    return {};
  }

  // As intake takes it; what cannot be read stays as it is, and intake says why it refuses it.
  static std::string spell(ColumnKind kind, std::string_view text) {
    switch (kind) {
      case ColumnKind::kTime: {
        const auto time = parse_moment(text);
        return time ? format_second(*time) : std::string(text);
      }
      case ColumnKind::kQuantity:
      case ColumnKind::kPrice: {
        const int scale = intake::scale_of(kind);
        const auto number = parse_number(text, scale);
        return number ? format_trimmed(*number, scale) : std::string(text);
      }
      default: return std::string(text);
    }
  }

  void set_sign(const JsonNode& item, const StockShape& shape, ExtractRow& row) {
    Sign sign = shape.sign;
    if (shape.kind == kStockChange) {
      const JsonNode* type = item.find("inv_chg_type");
      const std::string_view text = type == nullptr ? std::string_view{} : values_.text(*type);
      if (std::ranges::find(settings_.outgoing_changes, text) != settings_.outgoing_changes.end())
        sign = Sign::kNegative;
    }
    if (sign == Sign::kAsSent) return;
    std::string& cnt = std::ranges::find(row.columns, "cnt", [](const auto& c) { return c.first; })->second;
    const bool negative = cnt.starts_with('-');
    if (sign == Sign::kPositive && negative) cnt.erase(0, 1);
    if (sign == Sign::kNegative && !negative && cnt != "0") cnt.insert(0, "-");
  }

  // The messages carry no fee line; the document they name tells sales of one second apart, and stays when they are
  // sent again.
  void set_document(const JsonNode& item, ExtractRow& row) {
    for (const std::string_view field : {"rtal_docno", "stoout_no", "medins_prod_sel_no", "mdtrt_sn"}) {
      const JsonNode* node = item.find(field);
      const std::string_view text = node == nullptr ? std::string_view{} : values_.text(*node);
      if (text.empty() || text.size() > kMaxTextBytes) continue;
      row.columns.emplace_back("bkkp_sn", fmt::format("DOC:{}", text));
      return;
    }
  }

  static std::string key_of(const model::Table& table, const ExtractRow& row) {
    std::string key;
    for (const model::Column& column : table.columns) {
      if (column.key) key.append(row.value(column.name)).push_back('\x1f');
    }
    return key;
  }

  // Two items of one message with one key: the same once more is taken once; two sales of one document are told apart
  // by their order; of anything else the later one would replace the earlier one, and is refused.
  Refused settle_key(const model::Table& table, ExtractRow& row) {
    const std::string key = key_of(table, row);
    auto [place, is_new] = rows_by_key_.try_emplace(key, Twins{});
    Twins& twins = place->second;
    if (is_new) {
      twins.first = row;
      report_.rows.push_back(std::move(row));
      return {};
    }
    if (twins.first.columns == row.columns) return {};
    if (row.table != "selinfo_d" || !row.value("bkkp_sn").starts_with("DOC:")) {
      return Refusal{"fixmedins_bchno",
                     "与本批前面的明细主键相同而内容不同，请合并后重报 · another item of this message has the same key "
                     "and other content: "
                     "merge them"};
    }
    std::string& document = std::ranges::find(row.columns, "bkkp_sn", [](const auto& c) { return c.first; })->second;
    document.append(fmt::format("#{}", ++twins.copies));
    report_.rows.push_back(std::move(row));
    return {};
  }

  // Into codes_, each once.
  Refused read_trace_codes(const JsonNode& item) {
    codes_.clear();
    if (Refused refused = collect_codes(find_any(item, {"drugtracinfo", "drug_trac_info"}))) return refused;
    if (codes_.empty()) {
      if (Refused refused = collect_codes(item.find("drug_trac_codg"))) return refused;
    }
    trace_codes_ += codes_.size();
    std::ranges::sort(codes_);
    codes_.erase(std::ranges::unique(codes_).begin(), codes_.end());
    return {};
  }

  void add_scans(const JsonNode& item, const StockShape& shape, const std::string& time, const std::string& fee_line) {
    for (const std::string_view code : codes_) {
      ExtractRow scan{.table = "drug_trac_d", .columns = {}};
      scan.columns.emplace_back("drug_trac_codg", code);
      scan.columns.emplace_back("fixmedins_code", institution_);
      scan.columns.emplace_back("scan_time", time);
      scan.columns.emplace_back("scan_type", shape.scan_type);
      for (const std::string_view field : {"med_list_codg", "setl_id", "psn_no", "trdn_flag"}) {
        const JsonNode* node = item.find(field);
        const std::string_view text = node == nullptr ? std::string_view{} : values_.text(*node);
        if (!text.empty()) scan.columns.emplace_back(field, text);
      }
      if (!fee_line.empty()) scan.columns.emplace_back("bkkp_sn", fee_line);
      report_.rows.push_back(std::move(scan));
    }
  }

  // An object, an array of objects or texts, or one text; an element without a code is a drug without one.
  Refused collect_codes(const JsonNode* node) {
    if (node == nullptr) return {};
    if (node->is_array()) {
      for (const JsonNode& child : Children(*node)) {
        if (Refused refused = child.is_array() ? std::nullopt : collect_codes(&child)) return refused;
      }
      return {};
    }
    const JsonNode* code = node->is_object() ? find_any(*node, {"drug_trac_codg", "drug_trac_code"}) : node;
    const std::string_view text = code == nullptr ? std::string_view{} : values_.text(*code);
    if (text.empty()) return {};
    if (text.size() > kMaxTraceCodeBytes) return long_field("drug_trac_codg");
    codes_.push_back(text);
    return {};
  }

  struct Twins {
    ExtractRow first;
    int copies = 1;
  };
  std::string_view institution_;
  const StockSettings& settings_;
  ReadingNotes notes_;
  model::TextArena arena_;
  FieldValues values_;
  StockReport report_;
  std::unordered_map<std::string, Twins> rows_by_key_;
  std::vector<std::string_view> codes_;
  std::size_t trace_codes_ = 0;
};

}  // namespace

std::string_view ExtractRow::value(std::string_view column) const {
  const auto found = std::ranges::find(columns, column, [](const auto& named) { return named.first; });
  return found == columns.end() ? std::string_view{} : std::string_view(found->second);
}

Result<StockReport> read_stock(const Message& message, const Transaction& transaction, const StockSettings& settings) {
  YISHOU_CHECK(transaction.is_stock(), "a stock transaction is read as one");
  if (message.envelope().fixmedins_code.empty()) {
    return fail(ErrorCode::kBadInput,
                "缺少定点医药机构编号 fixmedins_code，请填写 · fixmedins_code is missing in the envelope");
  }
  const auto shape = std::ranges::find(kShapes, transaction.kind, &StockShape::kind);
  const bool deletion = shape == std::end(kShapes);
  const std::string_view node = deletion ? "data" : shape->node;
  const std::string_view batch_node = deletion ? "dataDetail" : shape->batch_node;
  const JsonNode* items = message.input() == nullptr ? nullptr : find_any(*message.input(), {node, batch_node});
  if (items == nullptr || !(items->is_object() || items->is_array()) || (items->is_array() && items->span == 1)) {
    return fail(ErrorCode::kBadInput,
                fmt::format("缺少明细节点 input.{}，请按接口规范组织报文 · input.{} is missing or empty",
                            transaction.batch ? batch_node : node, transaction.batch ? batch_node : node));
  }
  return StockReader(message, settings).read(*items, transaction);
}

void write_stock_output(std::string& out, const StockReport& report) {
  constexpr std::size_t kReasonsTold = 3;
  std::string said = "受理成功";
  if (!report.rejects.empty()) {
    said = fmt::format("受理 {} 条，拒收 {} 条", report.items - report.rejects.size(), report.rejects.size());
    for (const StockReject& reject : std::span(report.rejects).first(std::min(kReasonsTold, report.rejects.size()))) {
      said.append(fmt::format("；第 {} 条 {} {}", reject.item, reject.field, reject.reason));
    }
  }
  if (!report.not_found.empty()) {
    said.append(fmt::format(
        "；{} 个批次没有可删除的上报记录 · nothing is reported under {} of the batches: {}", report.not_found.size(),
        report.not_found.size(),
        fmt::join(std::span(report.not_found).first(std::min(kReasonsTold, report.not_found.size())), "、")));
  }
  out.append("{\"result\":{\"retRslt\":").append(report.rejects.empty() ? "\"1\"" : "\"0\"");
  append_json_field(out, "msgRslt", said);
  out.append("}}");
}

}  // namespace yishou::gateway

#include "gateway/order_reader.h"

#include <array>
#include <cstdint>

#include <fmt/format.h>

namespace yishou::gateway {
namespace {

constexpr model::SmallCode kLastItemLevel = 3;  // 甲 乙 丙
constexpr model::SmallCode kLastListType = 999;
constexpr model::SmallCode kLastChargeType = 99;

// The names stand in the order of the enumerators.
enum class OrderKey : std::uint8_t {
  kRxId,
  kRxno,
  kItem,
  kItemType,
  kChargeType,
  kBehaviour,
  kItemLevel,
  kCnt,
  kUnit,
  kPric,
  kAmount,
  kOwnPay,
  kBegin,
  kDept,
  kDoctor,
  kCurrent,
};
constexpr std::array<std::string_view, 16> kOrderKeys = {
    "rx_id",         "rxno",           "hilist_code", "hilist_type", "chrg_type",  "drord_bhvr",      "hilist_lv",
    "cnt",           "spec_unt",       "pric",        "sumamt",      "ownpay_amt", "drord_begn_date", "drord_dept_codg",
    "drord_dr_codg", "curr_drord_flag"};

model::SmallCode read_item_level(FieldValues& values, const JsonNode& node) {
  const model::SmallCode level = values.code(node, kLastItemLevel);
  return level == 0 ? model::kNoCode : level;
}

}  // namespace

std::unexpected<Error> too_many(std::string_view what, std::string_view english, std::size_t limit) {
  return fail(ErrorCode::kTooMuch,
              fmt::format("{}超过 {} 个，请分批提交 · more than {} {} in one request: send them in parts", what, limit,
                          limit, english));
}

OrderReader::OrderReader(model::TextArena& arena) : keys_(kOrderKeys), ids_(arena) {}

Status OrderReader::read(FieldValues& values, const JsonNode& node, ReadingNotes& notes, AnalysisPatient& patient,
                         model::ProposedVisit& visit) {
  if (++orders_ > kMaxOrders) return too_many("处方（医嘱）明细", "orders", kMaxOrders);
  model::ProposedLine line;
  std::string_view rx_id;
  for (const JsonNode& child : Children(node)) {
    switch (static_cast<OrderKey>(keys_.find(child.key))) {
      case OrderKey::kRxId: rx_id = values.text(child); break;
      case OrderKey::kRxno: line.rx = values.text(child); break;
      case OrderKey::kItem: line.item = values.text(child); break;
      case OrderKey::kItemType: line.list_type = values.code(child, kLastListType); break;
      case OrderKey::kChargeType: line.charge_type = values.code(child, kLastChargeType); break;
      case OrderKey::kBehaviour: line.take_home = values.text(child) == "1"; break;
      case OrderKey::kItemLevel: line.chrgitm_lv = read_item_level(values, child); break;
      case OrderKey::kCnt: line.cnt = values.number(child, kQtyScale); break;
      case OrderKey::kUnit: line.unit = values.text(child); break;
      case OrderKey::kPric: line.pric = values.number(child, kMicroScale); break;
      case OrderKey::kAmount: line.amount = values.number(child, kFenScale); break;
      case OrderKey::kOwnPay: line.self_paid = values.number(child, kFenScale); break;
      case OrderKey::kBegin: line.time = values.time(child); break;
      case OrderKey::kDept: line.department = values.upper_text(child); break;
      case OrderKey::kDoctor: line.doctor = values.text(child); break;
      case OrderKey::kCurrent: line.current = values.flag(child).value_or(true); break;
      default: ++notes.unused_fields; break;
    }
  }
  line.id = ids_.unique(rx_id);
  if (line.id != rx_id) {
    ++notes.repeated_ids;
    patient.renamed.push_back({.id = line.id, .original = rx_id});
  }
  visit.lines.push_back(line);
  return {};
}

}  // namespace yishou::gateway

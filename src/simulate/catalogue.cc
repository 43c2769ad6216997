#include "simulate/catalogue.h"

#include <charconv>
#include <unordered_map>

#include "base/check.h"

namespace yishou::embedded {
extern const std::string_view simulate_catalogue;
extern const std::string_view simulate_pairs;
}  // namespace yishou::embedded

namespace yishou::simulate {
namespace {

void read_limits(std::string_view text, Item& item) {
  if (text.empty()) return;
  for (const std::string_view limit : split(text, ';')) {
    if (limit == "sexM") item.sex = Sex::kMale;
    else if (limit == "sexF") item.sex = Sex::kFemale;
    else if (limit == "child") item.child = true;
    else if (limit == "newborn") item.newborn = true;
    else if (limit == "injury") item.injury = true;
    else if (limit == "maternity") item.maternity = true;
    else if (limit == "never") item.never = true;
    else if (limit == "alone") item.alone = true;
    else if (limit == "second_line") item.second_line = true;
    else if (limit == "indication") item.indication = true;
    else if (limit == "working_age") item.working_age = true;
    else if (limit == "narcotic") item.narcotic = true;
    else if (limit == "planted") item.planted = true;
    else if (limit == "inpatient") item.inpatient = true;
    else if (limit == "inpatient_or_emergency") item.inpatient_or_emergency = true;
    else if (limit.starts_with("rank")) item.min_rank = number(limit.substr(4));
    else if (limit.starts_with("daily")) item.daily = number(limit.substr(5));
    else if (limit.starts_with("course")) item.course = number(limit.substr(6));
    else if (limit.starts_with("period")) item.period = number(limit.substr(6));
    else if (limit.starts_with("department")) item.department = limit.substr(10);
    else if (limit.starts_with("opgroup")) item.group = limit.substr(7);
    else YISHOU_CHECK(false, "every limit in catalogue.csv has a meaning");
  }
}

Item read_item(std::string_view row) {
  const auto cells = split(row, ',');
  YISHOU_CHECK(cells.size() == 14, "a row of catalogue.csv has 14 cells");
  Item item{};
  item.key = cells[0];
  item.code = cells[1];
  item.name = cells[2];
  item.list_type = number(cells[3]);
  item.charge = cells[4];
  item.level = cells[5];
  item.price = parse_decimal(cells[6], kMicroScale).value_or(0);
  item.selfpay_per_mille = static_cast<int>(parse_decimal(cells[7], 3).value_or(0));
  item.pack_days = number(cells[8]);
  item.spec = cells[9];
  item.form = cells[10];
  item.dose = cells[11];
  item.frequency = cells[12];
  item.min_rank = 1;
  read_limits(cells[13], item);
  const std::size_t generic = item.code[0] == 'X' ? 10 : item.code[0] == 'Z' ? 11 : item.code.size();
  item.generic = item.code.substr(0, generic);
  YISHOU_CHECK(item.price > 0, "every price in catalogue.csv is positive");
  return item;
}

}  // namespace

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(at);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

int number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  YISHOU_CHECK(error == std::errc{} && end == text.data() + text.size(), "a number in the city's tables is a number");
  return value;
}

Catalogue Catalogue::shipped() {
  Catalogue out;
  auto rows = split(embedded::simulate_catalogue, '\n');
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (!rows[i].empty()) out.items_.push_back(read_item(rows[i]));
  }
  out.rivals_.resize(out.items_.size());
  rows = split(embedded::simulate_pairs, '\n');
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (rows[i].empty()) continue;
    const auto cells = split(rows[i], ',');
    YISHOU_CHECK(cells.size() == 3, "a row of pairs.csv has 3 cells");
    const Pair pair{out.find(cells[0]), out.find(cells[1]), cells[2]};
    out.pairs_.push_back(pair);
    out.rivals_[static_cast<std::size_t>(pair.item)].push_back(pair.contains);
    out.rivals_[static_cast<std::size_t>(pair.contains)].push_back(pair.item);
  }
  return out;
}

ItemIndex Catalogue::find(std::string_view key) const {
  for (std::size_t i = 0; i < items_.size(); ++i) {
    if (items_[i].key == key) return static_cast<ItemIndex>(i);
  }
  YISHOU_CHECK(false, "a key in the city's tables names an item of catalogue.csv");
}

}  // namespace yishou::simulate

#include "knowledge/workbook.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <memory>
#include <optional>

#include <fmt/format.h>
#include <zip.h>
#include <pugixml.hpp>

#include "csv/small_table.h"

namespace yishou::knowledge {
namespace {

constexpr std::size_t kMaxSheets = 64;
constexpr std::size_t kMaxColumns = 256;
constexpr std::size_t kMaxRows = 1'048'576;
constexpr std::size_t kMaxCells = 8'000'000;
constexpr std::uint64_t kMaxPart = 48u << 20;
constexpr std::uint64_t kMaxAll = 128u << 20;

struct ZipClose {
  void operator()(zip_t* zip) const noexcept { zip_discard(zip); }
};
struct ZipFileClose {
  void operator()(zip_file_t* part) const noexcept { zip_fclose(part); }
};

std::unexpected<Error> bad(std::string_view file, std::string_view what, std::string_view value = {}) {
  return fail(ErrorCode::kBadInput, value.empty() ? fmt::format("{}: {}", what, file)
                                                  : fmt::format("{}: {}: {}", what, file, value.substr(0, 80)));
}

// An element's or attribute's name without its namespace prefix: writers differ in it.
std::string_view local(const char* name) {
  const std::string_view text{name};
  const std::size_t colon = text.find(':');
  return colon == std::string_view::npos ? text : text.substr(colon + 1);
}

pugi::xml_node child(pugi::xml_node parent, std::string_view name) {
  for (const pugi::xml_node node : parent.children()) {
    if (local(node.name()) == name) return node;
  }
  return {};
}

std::string_view attribute(pugi::xml_node node, std::string_view name) {
  for (const pugi::xml_attribute one : node.attributes()) {
    if (local(one.name()) == name) return one.value();
  }
  return {};
}

// All text of <si> or <is>: plain, or runs; phonetic hints (<rPh>) left out.
std::string text_of(pugi::xml_node item) {
  std::string text;
  for (const pugi::xml_node node : item.children()) {
    const std::string_view name = local(node.name());
    if (name == "t") text += node.text().get();
    if (name == "r") text += child(node, "t").text().get();
  }
  return text;
}

// "BC12" → column 54 (from 0), row 12; nullopt when it is no cell reference.
struct Place {
  std::size_t column;
  std::size_t row;
};
std::optional<Place> place_of(std::string_view reference) {
  std::size_t column = 0, i = 0;
  for (; i < reference.size() && i < 4 && reference[i] >= 'A' && reference[i] <= 'Z'; ++i) {
    column = column * 26 + static_cast<std::size_t>(reference[i] - 'A') + 1;
  }
  std::size_t row = 0;
  const char* const end = reference.data() + reference.size();
  const auto [stop, error] = std::from_chars(reference.data() + i, end, row);
  if (i == 0 || error != std::errc{} || stop != end || row == 0) return std::nullopt;
  return Place{column - 1, row};
}

// A number as a person sees it: whole numbers without exponent, as far as a double is exact.
std::string number_text(std::string_view raw) {
  double value = 0;
  const auto [stop, error] = std::from_chars(raw.data(), raw.data() + raw.size(), value);
  if (error != std::errc{} || stop != raw.data() + raw.size() || !std::isfinite(value)) return std::string{raw};
  if (value == std::floor(value) && std::fabs(value) < 9007199254740992.0) {
    return fmt::format("{}", static_cast<std::int64_t>(value));
  }
  return fmt::format("{}", value);
}

class Reader {
 public:
  Reader(zip_t* zip, std::string_view file) : zip_(zip), file_(file) {}

  Result<Workbook> read() {
    YISHOU_TRY(const std::string main, main_part());
    pugi::xml_document workbook;
    YISHOU_CHECK_OK(parse(main, workbook));
    const std::size_t slash = main.rfind('/');
    const std::string folder = slash == std::string::npos ? std::string{} : main.substr(0, slash + 1);
    YISHOU_TRY(const auto targets, relations(folder + "_rels/" + main.substr(folder.size()) + ".rels", folder));
    YISHOU_CHECK_OK(read_shared(targets));
    Workbook out;
    for (const pugi::xml_node node : child(child_root(workbook), "sheets").children()) {
      if (local(node.name()) != "sheet") continue;
      if (out.sheets.size() == kMaxSheets)
        return bad(file_, fmt::format("more than {} sheets: split the workbook", kMaxSheets));
      const auto target = targets.find(std::string{attribute(node, "id")});
      if (target == targets.end())
        return bad(file_, "a sheet is named that is not in the workbook: save it again as .xlsx",
                   attribute(node, "name"));
      Sheet& sheet = out.sheets.emplace_back();
      sheet.name = attribute(node, "name");
      YISHOU_CHECK_OK(read_sheet(target->second.part, sheet));
    }
    if (out.sheets.empty()) return bad(file_, "the workbook has no sheet: save it again as .xlsx");
    return out;
  }

 private:
  struct Target {
    std::string part;
    std::string type;
  };

  [[nodiscard]] bool exists(const std::string& part) const {
    return zip_name_locate(zip_, part.c_str(), ZIP_FL_NOCASE) >= 0;
  }

  Result<std::string> load(const std::string& part) {
    const zip_int64_t index = zip_name_locate(zip_, part.c_str(), ZIP_FL_NOCASE);
    if (index < 0) return bad(file_, "a part of the workbook is missing: save it again as .xlsx", part);
    const auto place = static_cast<zip_uint64_t>(index);
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_stat_index(zip_, place, 0, &stat) != 0 || (stat.valid & ZIP_STAT_SIZE) == 0) {
      return bad(file_, "a part of the workbook cannot be read: save it again as .xlsx", part);
    }
    unpacked_ += stat.size;
    if (stat.size > kMaxPart || unpacked_ > kMaxAll) {
      return bad(file_, "the workbook unpacks to more than 48 MiB a part or 128 MiB: split it", part);
    }
    const std::unique_ptr<zip_file_t, ZipFileClose> opened{zip_fopen_index(zip_, place, 0)};
    if (opened == nullptr)
      return bad(file_, "a part of the workbook is damaged or encrypted: save it again as .xlsx", part);
    std::string text(stat.size, '\0');
    std::size_t got = 0;
    while (got < text.size()) {
      const zip_int64_t n = zip_fread(opened.get(), text.data() + got, text.size() - got);
      if (n <= 0) return bad(file_, "a part of the workbook breaks off: fetch the file again", part);
      got += static_cast<std::size_t>(n);
    }
    char extra = 0;
    if (zip_fread(opened.get(), &extra, 1) != 0)
      return bad(file_, "a part of the workbook is larger than it says", part);
    return text;
  }

  Status parse(const std::string& part, pugi::xml_document& document) {
    YISHOU_TRY(const std::string text, load(part));
    const auto parsed =
        document.load_buffer(text.data(), text.size(), pugi::parse_default | pugi::parse_ws_pcdata_single);
    if (!parsed) return bad(file_, "a part of the workbook is no XML: save it again as .xlsx", part);
    return {};
  }

  static pugi::xml_node child_root(const pugi::xml_document& document) { return document.document_element(); }

  Result<std::map<std::string, Target>> relations(const std::string& part, const std::string& folder) {
    std::map<std::string, Target> out;
    if (!exists(part)) return out;
    pugi::xml_document document;
    YISHOU_CHECK_OK(parse(part, document));
    for (const pugi::xml_node node : child_root(document).children()) {
      std::string target{attribute(node, "Target")};
      target = target.starts_with('/') ? target.substr(1) : folder + target;
      out[std::string{attribute(node, "Id")}] = {target, std::string{attribute(node, "Type")}};
    }
    return out;
  }

  Result<std::string> main_part() {
    YISHOU_TRY(const auto roots, relations("_rels/.rels", ""));
    for (const auto& [id, target] : roots) {
      if (target.type.ends_with("/officeDocument") && exists(target.part)) return target.part;
    }
    if (exists("xl/workbook.xml")) return std::string{"xl/workbook.xml"};
    return bad(file_, "this is a zip file but no workbook: give the .xlsx itself");
  }

  Status read_shared(const std::map<std::string, Target>& targets) {
    for (const auto& [id, target] : targets) {
      if (!target.type.ends_with("/sharedStrings")) continue;
      pugi::xml_document document;
      YISHOU_CHECK_OK(parse(target.part, document));
      for (const pugi::xml_node item : child_root(document).children()) {
        if (local(item.name()) == "si") shared_.push_back(text_of(item));
      }
    }
    return {};
  }

  // The cell's text and kind; a shared string that does not exist makes the cell unread.
  [[nodiscard]] Cell cell_of(pugi::xml_node node) const {
    const std::string_view type = attribute(node, "t");
    const std::string_view raw = child(node, "v").text().get();
    const bool formula = static_cast<bool>(child(node, "f"));
    Cell cell;
    if (type == "s") {
      std::size_t index = 0;
      const auto [stop, error] = std::from_chars(raw.data(), raw.data() + raw.size(), index);
      if (error != std::errc{} || index >= shared_.size()) return {CellKind::kUnread, std::string{raw}};
      cell.text = shared_[index];
      cell.kind = CellKind::kText;
    } else if (type == "inlineStr") {
      cell.text = text_of(child(node, "is"));
      cell.kind = CellKind::kText;
    } else if (type == "str" || type == "d" || type == "b") {
      cell.text = raw;
      cell.kind = CellKind::kText;
    } else if (type == "e") {
      return {CellKind::kUnread, std::string{raw}};
    } else if (!raw.empty()) {
      cell.text = number_text(raw);
      cell.kind = CellKind::kNumber;
    }
    if (formula && raw.empty()) return {CellKind::kUnread, "="};
    cell.text = std::string{csv::trim(cell.text)};
    if (cell.text.empty()) cell.kind = CellKind::kEmpty;
    return cell;
  }

  Status read_sheet(const std::string& part, Sheet& sheet) {
    pugi::xml_document document;
    YISHOU_CHECK_OK(parse(part, document));
    const pugi::xml_node root = child_root(document);
    std::size_t number = 0;
    for (const pugi::xml_node node : child(root, "sheetData").children()) {
      if (local(node.name()) != "row") continue;
      const std::string_view said = attribute(node, "r");
      std::size_t next = number + 1;
      if (!said.empty()) std::from_chars(said.data(), said.data() + said.size(), next);
      if (next <= number || next > kMaxRows)
        return bad(file_, "rows are out of order or beyond the last row of a sheet", part);
      number = next;
      SheetRow row{.number = number, .cells = {}};
      for (const pugi::xml_node cell_node : node.children()) {
        if (local(cell_node.name()) != "c") continue;
        const auto place = place_of(attribute(cell_node, "r"));
        const std::size_t column = place.has_value() ? place->column : row.cells.size();
        Cell cell = cell_of(cell_node);
        if (cell.kind == CellKind::kEmpty) continue;
        if (column >= kMaxColumns) {
          return bad(file_, fmt::format("more than {} columns: remove what is not the list, sheet {} row {}",
                                        kMaxColumns, sheet.name, number));
        }
        if (row.cells.size() <= column) row.cells.resize(column + 1);
        row.cells[column] = std::move(cell);
      }
      cells_ += row.cells.size();
      if (cells_ > kMaxCells) return bad(file_, "the workbook has more than 8 million cells: split it");
      if (!row.cells.empty()) sheet.rows.push_back(std::move(row));
    }
    fill_merged(child(root, "mergeCells"), sheet);
    return {};
  }

  // A cell merged downwards holds for each of its rows that has cells of its own.
  static void fill_merged(pugi::xml_node merged, Sheet& sheet) {
    for (const pugi::xml_node node : merged.children()) {
      const std::string_view range = attribute(node, "ref");
      const std::size_t colon = range.find(':');
      if (colon == std::string_view::npos) continue;
      const auto from = place_of(range.substr(0, colon));
      const auto to = place_of(range.substr(colon + 1));
      if (!from.has_value() || !to.has_value() || to->row <= from->row || from->column >= kMaxColumns) continue;
      const auto at = [&](std::size_t number) {
        return std::ranges::lower_bound(sheet.rows, number, {}, &SheetRow::number);
      };
      const auto first = at(from->row);
      if (first == sheet.rows.end() || first->number != from->row || first->cells.size() <= from->column) continue;
      const Cell cell = first->cells[from->column];
      if (cell.kind == CellKind::kEmpty) continue;
      for (auto row = std::next(first); row != sheet.rows.end() && row->number <= to->row; ++row) {
        if (row->cells.size() <= from->column) row->cells.resize(from->column + 1);
        if (row->cells[from->column].kind == CellKind::kEmpty) row->cells[from->column] = cell;
      }
    }
  }

  zip_t* zip_;
  std::string_view file_;
  std::uint64_t unpacked_ = 0;
  std::size_t cells_ = 0;
  std::vector<std::string> shared_;
};

}  // namespace

Result<Workbook> read_workbook(std::string_view bytes, std::string_view file) {
  if (bytes.starts_with("\xD0\xCF\x11\xE0")) {
    return fail(ErrorCode::kUnsupported,
                fmt::format("this is an old or encrypted workbook (.xls): open it and save it as .xlsx: {}", file));
  }
  if (!bytes.starts_with("PK")) return bad(file, "this is no .xlsx workbook: give the file as published");
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  zip_t* opened = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
  zip_error_fini(&error);
  if (opened == nullptr) {
    if (source != nullptr) zip_source_free(source);
    return bad(file, "the workbook is cut off or damaged: fetch the file again");
  }
  const std::unique_ptr<zip_t, ZipClose> zip{opened};
  return Reader(zip.get(), file).read();
}

}  // namespace yishou::knowledge

// The workbook: sheets of findings, then one of totals. The only file that includes libxlsxwriter.
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

#include "base/calendar.h"
#include "report/row_writer.h"
#include "report/text.h"

namespace yishou::report {
namespace {

constexpr std::uint32_t kSheetRows = 1'048'575;  ///< rows of a sheet below the header
constexpr std::size_t kCellUnits = 32'767;       ///< UTF-16 units of a cell
constexpr std::string_view kCutMark = "…（已截断，全文见 .csv 或 .parquet / cut, see .csv or .parquet）";
constexpr std::int64_t kMicroseconds = 1'000'000;
constexpr double kFenPerYuan = 100.0;
// A fixed time of making: the same findings give the same bytes.
constexpr Second kMadeAt = 1'735'689'600;  ///< 2025-01-01

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// A text such as _x0041_ is the file format's way to say "A"; its first underscore is written as _x005F_ to stay what it is.
std::string keep_underscores(std::string_view text) {
  constexpr std::size_t kLength = 7;  // of _xHHHH_
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::string_view word = text.substr(at, kLength);
    const bool looks_escaped = word.size() == kLength && word[0] == '_' && word[1] == 'x' && word[6] == '_' &&
                               std::all_of(word.begin() + 2, word.begin() + 6, is_hex);
    if (looks_escaped) out += "_x005F";
    out += text[at];
  }
  return out;
}

// What Excel can hold as text: no NUL, no non-characters, not too long.
std::string cell_text(std::string_view text) {
  std::string out = cut_utf16(text, kCellUnits, kCutMark);
  if (const std::size_t longer = keep_underscores(out).size() - out.size(); longer > 0) {
    out = keep_underscores(cut_utf16(text, kCellUnits - longer, kCutMark));
  }
  for (std::size_t at = 0; at < out.size();) {
    const CodePoint point = code_point_at(out, at);
    if (point.value == 0 || point.value == 0xfffe || point.value == 0xffff) {
      out.replace(at, point.bytes, "\xef\xbf\xbd");
      at += 3;
    } else {
      at += point.bytes;
    }
  }
  return out;
}

Error workbook_error(const std::string& path, lxw_error error) {
  return {ErrorCode::kIo,
          fmt::format(
              "无法写出工作簿，请检查磁盘空间与权限 / cannot write the workbook, check space and permissions: {} ({})",
              path, lxw_strerror(error))};
}

class XlsxWriter : public RowWriter {
 public:
  XlsxWriter(std::string path, std::string folder, std::span<const Column> columns, std::uint64_t rows)
      : path_(std::move(path)), folder_(std::move(folder)), columns_(columns) {
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    options.tmpdir = folder_.data();
    // Sheets beyond 4 GiB need it; smaller ones stay readable for every program without it.
    options.use_zip64 = rows > kSheetRows ? LXW_TRUE : LXW_FALSE;
    book_ = workbook_new_opt(path_.c_str(), &options);
    if (book_ == nullptr) return;
    lxw_doc_properties properties{};
    properties.created = static_cast<time_t>(kMadeAt);
    std::string title = "医守稽核结果 Yishou findings";
    properties.title = title.data();
    workbook_set_properties(book_, &properties);
    header_ = workbook_add_format(book_);
    format_set_bold(header_);
    format_set_bg_color(header_, 0xd9e5f2);
    format_set_bottom(header_, LXW_BORDER_THIN);
    time_ = workbook_add_format(book_);
    format_set_num_format(time_, "yyyy-mm-dd hh:mm:ss");
    money_ = workbook_add_format(book_);
    format_set_num_format(money_, "#,##0.00");
    whole_ = workbook_add_format(book_);
    format_set_num_format(whole_, "#,##0");
    title_ = workbook_add_format(book_);
    format_set_bold(title_);
    format_set_font_size(title_, 13);
    note(add_findings_sheet());
  }
  ~XlsxWriter() override {
    // Abandoned half-way: closing is the library's only way to free. The file lies in the work folder and goes with it.
    if (book_ != nullptr) static_cast<void>(workbook_close(book_));
  }

  XlsxWriter(const XlsxWriter&) = delete;
  XlsxWriter& operator=(const XlsxWriter&) = delete;

  [[nodiscard]] bool opened() const { return book_ != nullptr; }

  Status row(const duck::Chunk& chunk, std::size_t row) override {
    if (row_ == kSheetRows + 1) {
      finish_findings_sheet();
      note(add_findings_sheet());
    }
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      if (!chunk.valid(c, row)) continue;
      const auto column = static_cast<lxw_col_t>(c);
      switch (columns_[c].type) {
        case ColumnType::kText: {
          const std::string_view text = chunk.text(c, row);
          // A string stays a string whatever it begins with: never a formula, never a number.
          if (!text.empty()) note(worksheet_write_string(sheet_, row_, column, cell_text(text).c_str(), nullptr));
          break;
        }
        case ColumnType::kInteger:
          note(worksheet_write_number(sheet_, row_, column, chunk.data<std::int32_t>(c)[row], nullptr));
          break;
        case ColumnType::kTime:
          note(worksheet_write_unixtime(sheet_, row_, column, chunk.data<std::int64_t>(c)[row] / kMicroseconds, time_));
          break;
        case ColumnType::kMoney:
          note(worksheet_write_number(sheet_, row_, column, yuan(chunk.data<std::int64_t>(c)[row]), money_));
          break;
      }
    }
    ++row_;
    return state();
  }

  Status close(const TotalsSheet& totals) override {
    finish_findings_sheet();
    add_totals_sheet(totals);
    YISHOU_CHECK_OK(state());
    YISHOU_CHECK_OK(check_disk());
    const lxw_error closed = workbook_close(book_);
    book_ = nullptr;
    if (closed != LXW_NO_ERROR) return std::unexpected(workbook_error(path_, closed));
    return {};
  }

 private:
  static double yuan(Fen fen) { return static_cast<double>(fen) / kFenPerYuan; }

  void note(lxw_error error) {
    if (error != LXW_NO_ERROR && error_ == LXW_NO_ERROR) error_ = error;
  }
  [[nodiscard]] Status state() const {
    if (error_ != LXW_NO_ERROR) return std::unexpected(workbook_error(path_, error_));
    return {};
  }

  lxw_error add_sheet(const std::string& name) {
    sheet_ = workbook_add_worksheet(book_, name.c_str());
    row_ = 0;
    if (sheet_ == nullptr) return LXW_ERROR_MEMORY_MALLOC_FAILED;
    sheets_.push_back(sheet_);
    return LXW_NO_ERROR;
  }

  lxw_error add_findings_sheet() {
    ++findings_sheets_;
    const std::string name =
        findings_sheets_ == 1 ? "明细 findings" : fmt::format("明细 findings {}", findings_sheets_);
    if (const lxw_error made = add_sheet(name); made != LXW_NO_ERROR) return made;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const auto column = static_cast<lxw_col_t>(c);
      note(worksheet_set_column(sheet_, column, column, columns_[c].width, nullptr));
      note(worksheet_write_string(sheet_, 0, column, std::string{columns_[c].name}.c_str(), header_));
    }
    worksheet_freeze_panes(sheet_, 1, 0);
    row_ = 1;
    return LXW_NO_ERROR;
  }

  void finish_findings_sheet() {
    note(worksheet_autofilter(sheet_, 0, 0, std::max(row_, 2u) - 1, static_cast<lxw_col_t>(columns_.size() - 1)));
  }

  void add_totals_sheet(const TotalsSheet& totals) {
    note(add_sheet("合计 totals"));
    if (sheet_ == nullptr) return;
    for (std::size_t c = 0; c < totals.widths.size(); ++c) {
      const auto column = static_cast<lxw_col_t>(c);
      note(worksheet_set_column(sheet_, column, column, totals.widths[c], nullptr));
    }
    for (const std::vector<Cell>& cells : totals.rows) {
      for (std::size_t c = 0; c < cells.size(); ++c) put(static_cast<lxw_col_t>(c), cells[c]);
      ++row_;
    }
  }

  void put(lxw_col_t column, const Cell& cell) {
    const auto text = [&](lxw_format* format) {
      if (!cell.text.empty()) note(worksheet_write_string(sheet_, row_, column, cell_text(cell.text).c_str(), format));
    };
    switch (cell.kind) {
      case Cell::Kind::kText: return text(nullptr);
      case Cell::Kind::kTitle: return text(title_);
      case Cell::Kind::kHead: return text(header_);
      case Cell::Kind::kNumber:
        return note(worksheet_write_number(sheet_, row_, column, static_cast<double>(cell.value), nullptr));
      case Cell::Kind::kCount:
        return note(worksheet_write_number(sheet_, row_, column, static_cast<double>(cell.value), whole_));
      case Cell::Kind::kMoney: return note(worksheet_write_number(sheet_, row_, column, yuan(cell.value), money_));
    }
  }

  // The library does not look whether its temporary files could be written; packing copies each sheet once more.
  [[nodiscard]] Status check_disk() const {
    std::uint64_t written = 0;
    for (lxw_worksheet* sheet : sheets_) {
      std::FILE* file = sheet->optimize_tmpfile;
      if (file == nullptr) continue;
      struct stat facts{};
      if (std::fflush(file) != 0 || std::ferror(file) != 0 || ::fstat(::fileno(file), &facts) != 0) {
        return fail(ErrorCode::kNoSpace,
                    fmt::format("磁盘空间不足 / no space left while writing the workbook {}", path_));
      }
      written += static_cast<std::uint64_t>(facts.st_size);
    }
    struct statvfs disk{};
    const std::uint64_t wanted = written + written / 4;
    if (::statvfs(folder_.c_str(), &disk) == 0 && std::uint64_t{disk.f_bavail} * disk.f_frsize < wanted) {
      return fail(
          ErrorCode::kNoSpace,
          fmt::format("磁盘空间不足：打包工作簿还需 {} MB / no space left: packing the workbook needs {} MB more",
                      (wanted >> 20) + 1, (wanted >> 20) + 1));
    }
    return {};
  }

  std::string path_, folder_;
  std::span<const Column> columns_;
  lxw_workbook* book_ = nullptr;
  lxw_worksheet* sheet_ = nullptr;
  std::vector<lxw_worksheet*> sheets_;
  lxw_format *header_ = nullptr, *time_ = nullptr, *money_ = nullptr, *whole_ = nullptr, *title_ = nullptr;
  lxw_row_t row_ = 0;
  int findings_sheets_ = 0;
  lxw_error error_ = LXW_NO_ERROR;
};

}  // namespace

Result<std::unique_ptr<RowWriter>> open_xlsx(const std::string& path, const std::string& folder,
                                             std::span<const Column> columns, std::uint64_t rows) {
  auto writer = std::make_unique<XlsxWriter>(path, folder, columns, rows);
  if (!writer->opened())
    return fail(ErrorCode::kIo, fmt::format("无法写出工作簿 / cannot write the workbook {}", path));
  return writer;
}

}  // namespace yishou::report

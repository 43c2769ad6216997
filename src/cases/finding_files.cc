#include "cases/finding_files.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "cases/conditions.h"
#include "crypto/digest.h"
#include "sql/text.h"

namespace yishou::cases {
namespace {

struct FileKind {
  std::string_view ending, begin, media_type;
};
constexpr std::array<FileKind, 6> kFileKinds{
    {{".pdf", "%PDF-", "application/pdf"},
     {".png", "\x89PNG\r\n\x1a\n", "image/png"},
     {".jpg", "\xff\xd8\xff", "image/jpeg"},
     {".jpeg", "\xff\xd8\xff", "image/jpeg"},
     {".xlsx", "PK\x03\x04", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
     {".docx", "PK\x03\x04", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}}};
constexpr std::size_t kLongestName = 200;
constexpr std::string_view kFileColumns = "file_no, account_id, role, added_at, media_type, bytes, sm3, name_sealed";

std::string row_of(std::int64_t file_no) { return std::to_string(file_no); }

// A name to be saved under: no folders, no control characters, none of the marks that turn the reading direction.
bool is_plain_name(std::string_view name) {
  if (name.empty() || name.size() > kLongestName || name.front() == '.' || !sql::is_storable(name)) return false;
  const bool folder_or_control = std::ranges::any_of(name, [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '/' || c == '\\' || c == '"';
  });
  const auto has = [&](std::string_view mark) { return name.find(mark) != std::string_view::npos; };
  return !folder_or_control && !has("\u202a") && !has("\u202b") && !has("\u202d") && !has("\u202e") && !has("\u2066") &&
         !has("\u2067") && !has("\u2068") && !has("\u200e") && !has("\u200f");
}

std::string lower(std::string_view text) {
  std::string out{text};
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::unexpected<Error> no_finding(std::string_view finding_id) {
  return fail(ErrorCode::kNotFound, fmt::format("there is no such finding: {}", finding_id.substr(0, 80)));
}

Conditions one_finding(std::string_view finding_id, const identity::Scope& scope) {
  Conditions where;
  where.add("finding_id =", finding_id);
  add_scope(where, scope, "", "");
  return where;
}

}  // namespace

Result<FindingFile> FindingFiles::add_in(sql::Transaction& transaction, const identity::Principal& who,
                                         std::string_view finding_id, std::string_view name, std::string_view content,
                                         Second now) {
  if (!is_plain_name(name)) {
    return fail(ErrorCode::kBadCall,
                "文件名应为不含路径与控制字符的 1 到 200 字节 · a file name has no folders or control "
                "characters, and at most 200 bytes");
  }
  if (content.size() > kMostBytes) {
    return fail(ErrorCode::kBadCall,
                fmt::format("文件超过 {} MiB，请压缩或分开 · the file is larger than {} MiB: make it smaller",
                            kMostBytes >> 20, kMostBytes >> 20));
  }
  const std::string ending = lower(name);
  const auto kind = std::ranges::find_if(kFileKinds, [&](const FileKind& known) {
    return ending.size() > known.ending.size() && ending.ends_with(known.ending) && content.starts_with(known.begin);
  });
  if (kind == kFileKinds.end()) {
    return fail(ErrorCode::kBadCall,
                "只收 PDF、PNG、JPEG、XLSX、DOCX，且内容须与扩展名一致 · only PDF, PNG, JPEG, XLSX and DOCX, and "
                "the content must be what the name says");
  }
  const Conditions where = one_finding(finding_id, who.scope);
  const std::string_view locked = transaction.dialect() == sql::Dialect::kPostgres ? " FOR UPDATE" : "";
  YISHOU_TRY(
      const auto rows,
      transaction.query(fmt::format("SELECT id, gone FROM findings f WHERE {}{}", where.text, locked), where.values));
  if (rows.empty()) return no_finding(finding_id);
  if (rows[0].truth(1)) {
    return fail(
        ErrorCode::kConflict,
        "最近一次稽核已不再得出这条疑点，无须再交材料 · the latest audit no longer finds this; no file is needed");
  }
  YISHOU_TRY(const auto counted,
             transaction.query("SELECT COUNT(*) FROM finding_files WHERE finding = $1", {rows[0].number(0)}));
  if (counted.at(0).number(0) >= kMostFiles) {
    return fail(ErrorCode::kConflict,
                fmt::format("一条疑点至多 {} 个文件 · a finding has at most {} files", kMostFiles, kMostFiles));
  }
  YISHOU_TRY(const auto number,
             transaction.query("UPDATE counters SET value = value + 1 WHERE name = 'file' RETURNING value"));
  FindingFile file{.file_no = number.at(0).number(0),
                   .account_id = who.account_id,
                   .role = std::string{identity::name_of(who.role)},
                   .added_at = now,
                   .name = std::string{name},
                   .media_type = std::string{kind->media_type},
                   .bytes = static_cast<std::int64_t>(content.size()),
                   .sm3 = crypto::sm3_hex(content)};
  const std::string row = row_of(file.file_no);
  YISHOU_CHECK_OK(transaction.change("INSERT INTO finding_files VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                                     {file.file_no, rows[0].number(0), file.account_id, file.role, now, file.media_type,
                                      file.bytes, file.sm3, sealer_.seal(name, {"finding_files", "name_sealed", row}),
                                      sealer_.seal(content, {"finding_files", "content_sealed", row})}));
  return file;
}

Result<FindingFile> FindingFiles::file_of(const sql::Row& row) const {
  FindingFile file{.file_no = row.number(0),
                   .account_id = row.text(1),
                   .role = row.text(2),
                   .added_at = row.number(3),
                   .name = {},
                   .media_type = row.text(4),
                   .bytes = row.number(5),
                   .sm3 = row.text(6)};
  YISHOU_TRY(file.name, sealer_.open(row.text(7), {"finding_files", "name_sealed", row_of(file.file_no)}));
  return file;
}

Result<std::vector<FindingFile>> FindingFiles::list(std::string_view finding_id, const identity::Scope& scope) {
  const Conditions where = one_finding(finding_id, scope);
  YISHOU_TRY(const auto found, database_.query("SELECT id FROM findings f WHERE " + where.text, where.values));
  if (found.empty()) return no_finding(finding_id);
  YISHOU_TRY(
      const auto rows,
      database_.query(fmt::format("SELECT {} FROM finding_files WHERE finding = $1 ORDER BY file_no", kFileColumns),
                      {found[0].number(0)}));
  std::vector<FindingFile> files;
  for (const sql::Row& row : rows) {
    YISHOU_TRY(auto file, file_of(row));
    files.push_back(std::move(file));
  }
  return files;
}

Result<FindingFiles::Whole> FindingFiles::find(std::string_view finding_id, std::int64_t file_no,
                                               const identity::Scope& scope) {
  Conditions where = one_finding(finding_id, scope);
  where.add("file_no =", file_no);
  YISHOU_TRY(const auto rows,
             database_.query(
                 fmt::format("SELECT {}, content_sealed FROM finding_files JOIN findings f ON f.id = finding WHERE {}",
                             kFileColumns, where.text),
                 where.values));
  if (rows.empty()) {
    return fail(ErrorCode::kNotFound, fmt::format("there is no such file of this finding: {}", file_no));
  }
  YISHOU_TRY(auto about, file_of(rows[0]));
  YISHOU_TRY(auto content, sealer_.open(rows[0].text(8), {"finding_files", "content_sealed", row_of(about.file_no)}));
  return Whole{std::move(about), std::move(content)};
}

}  // namespace yishou::cases

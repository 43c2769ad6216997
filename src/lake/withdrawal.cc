#include "lake/withdrawal.h"

#include <cstring>

#include "base/check.h"
#include "lake/files.h"
#include "lake/part_file.h"

namespace yishou::lake {
namespace {

constexpr std::uint64_t kReadingMemory = std::uint64_t{256} << 20;

}  // namespace

void append_value(std::string& bytes, std::string_view text) {
  const std::uint64_t length = text.size();
  bytes.append(1, '\1').append(reinterpret_cast<const char*>(&length), sizeof length).append(text);
}

std::optional<std::string_view> first_text(std::string_view bytes) {
  std::uint64_t length = 0;
  if (bytes.size() < 1 + sizeof length || bytes[0] != '\1') return std::nullopt;
  std::memcpy(&length, bytes.data() + 1, sizeof length);
  const std::string_view rest = bytes.substr(1 + sizeof length);
  if (length > rest.size()) return std::nullopt;
  return rest.substr(0, length);
}

std::string values_of(const intake::Row& row, const intake::RowFormat& format, std::span<const std::size_t> columns) {
  std::string bytes;
  for (const std::size_t column : columns) {
    const intake::Row::Value value = row.value(format, column);
    if (value.null) {
      bytes += '\0';
    } else if (format.text[column]) {
      append_value(bytes, value.text);
    } else {
      bytes.append(1, '\1').append(reinterpret_cast<const char*>(&value.number), sizeof value.number);
    }
  }
  return bytes;
}

Status read_institutions(const std::string& lake, const Manifest& manifest, const intake::RowFormat& format,
                         const std::vector<bool>& wanted, const std::set<std::string>& institutions,
                         const std::function<Status(intake::Row)>& take) {
  YISHOU_CHECK(format.table->layout == model::Layout::kByInstitution, "its parts are cut by institution");
  const auto& parts = manifest.parts(format.table->name);
  std::set<std::string> files;
  for (const std::string& institution : institutions) {
    const unsigned part = part_of(intake::owner_hash(institution), manifest.institution_parts);
    if (part < parts.size() && !parts[part].file.empty()) files.insert(lake + "/" + parts[part].file);
  }
  if (files.empty()) return {};
  YISHOU_TRY(PartFiles reader, PartFiles::open(kReadingMemory, ""));
  for (const std::string& file : files) {
    Status read = reader.read(file, format, wanted, [&](intake::Row row) -> Status {
      const std::string institution{row.value(format, format.owner).text};
      return institutions.contains(institution) ? take(row) : Status{};
    });
    if (!read) return std::unexpected(damaged_lake(lake, std::move(read.error())));
  }
  return {};
}

}  // namespace yishou::lake

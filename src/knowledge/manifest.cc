#include "knowledge/manifest.h"

#include <algorithm>

#include <fmt/format.h>

#include "csv/small_table.h"
#include "knowledge/digest.h"

namespace yishou::knowledge {
namespace {

constexpr std::string_view kHeader = "order,file,kind,batch,published_at,known_since,points,codes,sm3";

std::unexpected<Error> damaged(std::string_view file, std::size_t row) {
  return fail(ErrorCode::kBadInput,
              fmt::format("the manifest of the knowledge base is cut off or was edited: restore it from a copy, "
                          "or make the base anew in another folder: {} row {}",
                          file, row));
}

std::optional<BatchKind> parse_kind(std::string_view word) {
  for (const BatchKind kind : {BatchKind::kPublished, BatchKind::kOwn, BatchKind::kParameters, BatchKind::kShipped}) {
    if (kind_word(kind) == word) return kind;
  }
  return std::nullopt;
}

}  // namespace

std::string_view kind_word(BatchKind kind) noexcept {
  switch (kind) {
    case BatchKind::kPublished: return "published";
    case BatchKind::kOwn: return "own";
    case BatchKind::kParameters: return "parameters";
    case BatchKind::kShipped: return "shipped";
  }
  return {};
}

std::string write_manifest(const std::vector<Batch>& batches) {
  std::string out = fmt::format("yishou-knowledge,{}\n{}\n", kBaseFormat, kHeader);
  for (const Batch& batch : batches) {
    out += fmt::format("{},", batch.order);
    csv::append_field(out, batch.file);
    out += fmt::format(",{},", kind_word(batch.kind));
    csv::append_field(out, batch.name);
    out += fmt::format(",{},{},{},{},{}\n", format_day(batch.published_at), format_day(batch.known_since), batch.points,
                       batch.codes, batch.digest);
  }
  out += fmt::format("end,{}\n", digest_of(out));
  return out;
}

Result<std::vector<Batch>> read_manifest(std::string_view text, std::string_view file) {
  if (!text.starts_with("yishou-knowledge,")) return damaged(file, 1);
  if (!text.starts_with(fmt::format("yishou-knowledge,{}\n", kBaseFormat))) {
    return fail(ErrorCode::kUnsupported,
                fmt::format("the knowledge base was made by another version: use that version, or make the "
                            "base anew in another folder: {} row 1",
                            file));
  }
  const std::size_t end = text.rfind("\nend,");
  if (end == std::string_view::npos) return damaged(file, 1);
  const std::string_view body = text.substr(0, end + 1);
  const std::size_t lines = static_cast<std::size_t>(std::ranges::count(body, '\n'));
  if (text.substr(end + 1) != fmt::format("end,{}\n", digest_of(body))) return damaged(file, lines + 1);
  csv::SmallReader reader(body, file);
  std::vector<std::string_view> fields;
  std::vector<Batch> batches;
  for (;;) {
    YISHOU_TRY(const bool more, reader.next(fields));
    if (!more) return batches;
    if (reader.row() <= 2) continue;
    if (fields.size() != 9) return damaged(file, reader.row());
    Batch& batch = batches.emplace_back();
    const auto order = parse_decimal(fields[0], 0), points = parse_decimal(fields[6], 0),
               codes = parse_decimal(fields[7], 0);
    const auto kind = parse_kind(fields[2]);
    if (!order.has_value() || *order != static_cast<std::int64_t>(batches.size()) || !points.has_value() ||
        !codes.has_value() || !kind.has_value() || fields[1].empty() ||
        fields[1].find("..") != std::string_view::npos || fields[1].starts_with('/')) {
      return damaged(file, reader.row());
    }
    batch.order = static_cast<std::size_t>(*order);
    batch.file = fields[1];
    batch.kind = *kind;
    batch.name = fields[3];
    if (!fields[4].empty()) {
      const auto day = parse_day(fields[4]);
      if (!day.has_value()) return damaged(file, reader.row());
      batch.published_at = *day;
    }
    if (!fields[5].empty()) {
      const auto day = parse_day(fields[5]);
      if (!day.has_value()) return damaged(file, reader.row());
      batch.known_since = *day;
    }
    batch.points = static_cast<std::size_t>(*points);
    batch.codes = static_cast<std::size_t>(*codes);
    batch.digest = fields[8];
  }
}

}  // namespace yishou::knowledge

#include <filesystem>
#include <mutex>

#include <fmt/format.h>

#include "report/file.h"
#include "report/report.h"
#include "report/row_writer.h"
#include "report/spool.h"

namespace yishou::report {

Result<Format> format_of(const std::string& path) {
  const std::string ending = std::filesystem::path(path).extension().string();
  if (ending == ".csv") return Format::kCsv;
  if (ending == ".parquet") return Format::kParquet;
  if (ending == ".jsonl") return Format::kJsonl;
  if (ending == ".xlsx") return Format::kXlsx;
  return fail(
      ErrorCode::kBadCall,
      fmt::format(
          "结果文件须以 .csv .parquet .jsonl 或 .xlsx 结尾 / the output must end in .csv .parquet .jsonl or .xlsx: {}",
          path));
}

struct FindingWriter::Impl {
  std::string path;
  Format format = Format::kCsv;
  WriterOptions options;
  WorkFolder folder;  // before the spool: outlives it
  Spool spool;
  std::mutex adding;

  // The engine speaks of its own files; a person wants to know which output failed.
  [[nodiscard]] std::unexpected<Error> failed(const Error& error) const {
    return fail(error.code, fmt::format("没有写出结果文件 / the output was not written: {} ({})", path, error.message));
  }
};

FindingWriter::FindingWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
FindingWriter::FindingWriter(FindingWriter&&) noexcept = default;
FindingWriter& FindingWriter::operator=(FindingWriter&&) noexcept = default;
FindingWriter::~FindingWriter() = default;

Result<FindingWriter> FindingWriter::open(const std::string& path, WriterOptions options) {
  YISHOU_TRY(const Format format, format_of(path));
  YISHOU_CHECK_OK(check_output(path));
  YISHOU_TRY(WorkFolder folder, WorkFolder::beside(path));
  YISHOU_TRY(Spool spool, Spool::create(folder.file("spool.duckdb"), folder.file("spill"), options));
  return FindingWriter(
      std::unique_ptr<Impl>(new Impl{path, format, std::move(options), std::move(folder), std::move(spool), {}}));
}

Status FindingWriter::add(std::span<const model::Finding> findings) {
  const std::lock_guard lock(impl_->adding);
  for (const model::Finding& finding : findings) {
    const Status added = impl_->spool.add(finding);
    if (!added) return impl_->failed(added.error());
  }
  return {};
}

Result<FindingTotals> FindingWriter::finish() {
  const Status sealed = impl_->spool.seal();
  if (!sealed) return impl_->failed(sealed.error());
  const auto totals = impl_->spool.totals(impl_->options);
  if (!totals) return impl_->failed(totals.error());
  const std::string finished = impl_->folder.file("findings" + std::filesystem::path(impl_->path).extension().string());
  const Rows rows{impl_->spool.select_sorted(), kColumns, totals->findings + totals->indeterminate};
  const Status written =
      write_rows(impl_->spool.connection(), rows, impl_->format, finished, impl_->folder.path(), totals_sheet(*totals));
  if (!written) return impl_->failed(written.error());
  YISHOU_CHECK_OK(publish(finished, impl_->path));
  return *totals;
}

}  // namespace yishou::report

#include "report/case_writer.h"

#include <filesystem>

#include "report/file.h"
#include "report/row_writer.h"
#include "report/spool.h"

namespace yishou::report {

struct CaseWriter::Impl {
  std::string path;
  Format format = Format::kCsv;
  WriterOptions options;
  std::vector<std::string_view> states;
  WorkFolder folder;  // before the spool: outlives it
  Spool spool;
};

CaseWriter::CaseWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
CaseWriter::CaseWriter(CaseWriter&&) noexcept = default;
CaseWriter& CaseWriter::operator=(CaseWriter&&) noexcept = default;
CaseWriter::~CaseWriter() = default;

Result<CaseWriter> CaseWriter::open(const std::string& path, WriterOptions options,
                                    std::vector<std::string_view> states) {
  YISHOU_TRY(const Format format, format_of(path));
  YISHOU_CHECK_OK(check_output(path));
  YISHOU_TRY(WorkFolder folder, WorkFolder::beside(path));
  YISHOU_TRY(Spool spool, Spool::create(folder.file("spool.duckdb"), folder.file("spill"), options));
  return CaseWriter(std::unique_ptr<Impl>(
      new Impl{path, format, std::move(options), std::move(states), std::move(folder), std::move(spool)}));
}

Status CaseWriter::add(const model::Finding& finding, std::size_t state) {
  return impl_->spool.add(finding, static_cast<int>(state));
}

Result<FindingTotals> CaseWriter::finish() {
  YISHOU_CHECK_OK(impl_->spool.seal());
  YISHOU_TRY(FindingTotals totals, impl_->spool.totals(impl_->options));
  const std::string finished = impl_->folder.file("findings" + std::filesystem::path(impl_->path).extension().string());
  const Rows rows{impl_->spool.select_cases(impl_->states, impl_->format == Format::kCsv), kCaseColumns,
                  totals.findings + totals.indeterminate};
  YISHOU_CHECK_OK(
      write_rows(impl_->spool.connection(), rows, impl_->format, finished, impl_->folder.path(), totals_sheet(totals)));
  YISHOU_CHECK_OK(publish(finished, impl_->path));
  return totals;
}

}  // namespace yishou::report

#include "intake/reject.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "csv/encoding.h"
#include "csv/records.h"

namespace yishou::intake {

RejectLog::~RejectLog() {
  if (file_ != nullptr) std::fclose(file_);
}

Status RejectLog::failed() const {
  const int error = errno;
  return fail(error == ENOSPC || error == EDQUOT ? ErrorCode::kNoSpace : ErrorCode::kIo,
              fmt::format("cannot write the refused rows to {}: {}", path_, std::strerror(error)));
}

Status RejectLog::add(const Reject& reject) {
  const std::scoped_lock lock(mutex_);
  if (file_ == nullptr) {
    file_ = std::fopen(path_.c_str(), "wbe");
    if (file_ == nullptr) return failed();
    if (std::fputs("file,row,column,value,reason,line\n", file_) < 0) return failed();
  }
  line_.clear();
  csv::append_field(line_, csv::printable(reject.file));
  line_ += fmt::format(",{},", reject.row);
  csv::append_field(line_, reject.column);
  line_ += ',';
  csv::append_field(line_, csv::printable(reject.value));
  line_ += ',';
  csv::append_field(line_, reject.reason);
  line_ += ',';
  csv::append_field(line_, csv::printable(reject.line));
  line_ += '\n';
  if (std::fwrite(line_.data(), 1, line_.size(), file_) != line_.size()) return failed();
  ++count_;
  ++reasons_[fmt::format("{}{}{}", reject.column, reject.column.empty() ? "" : " ", reject.reason)];
  return {};
}

Status RejectLog::finish() {
  if (file_ == nullptr) return {};
  if (std::fflush(file_) != 0 || fsync(fileno(file_)) != 0) return failed();
  std::FILE* const file = std::exchange(file_, nullptr);
  return std::fclose(file) == 0 ? Status{} : failed();
}

}  // namespace yishou::intake

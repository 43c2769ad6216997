#include "server/finding_spool.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <system_error>

#include <fmt/format.h>

namespace yishou::server {
namespace {

// A record: its length, then the members in the order of `walk`. Written and read by one process: no format to keep.
class Packer {
 public:
  explicit Packer(std::string& out) : out_(out) {}
  template <typename Number>
  void number(const Number& value) {
    out_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void text(const std::string& value) {
    number(value.size());
    out_ += value;
  }

 private:
  std::string& out_;
};

class Unpacker {
 public:
  explicit Unpacker(const std::string& in) : at_(in.data()) {}
  template <typename Number>
  void number(Number& value) {
    std::memcpy(&value, at_, sizeof value);
    at_ += sizeof value;
  }
  void text(std::string& value) {
    std::size_t size = 0;
    number(size);
    value.assign(at_, size);
    at_ += size;
  }

 private:
  const char* at_;
};

template <typename Side, typename List, typename Item>
void walk_list(Side& side, List& list, Item&& item) {
  std::size_t size = list.size();
  side.number(size);
  if constexpr (!std::is_const_v<List>) list.resize(size);
  for (auto& one : list) item(one);
}

template <typename Side, typename Finding>
void walk(Side& side, Finding& f) {
  side.text(f.finding_id);
  side.number(f.rule_no);
  side.text(f.rule_version);
  side.text(f.knowledge_version);
  side.number(f.verdict);
  side.number(f.sev_deg);
  for (auto* one : {&f.psn_no, &f.fixmedins_code, &f.mdtrt_id, &f.setl_id, &f.bilg_dr_code, &f.bilg_dept_codg})
    side.text(*one);
  const auto text = [&](auto& one) { side.text(one); };
  walk_list(side, f.bkkp_sns, text);
  walk_list(side, f.related_bkkp_sns, text);
  walk_list(side, f.line_amounts, [&](auto& one) { side.number(one); });
  side.number(f.begin_time);
  side.number(f.end_time);
  side.number(f.vola_amt);
  side.number(f.fund_amt);
  for (auto* one : {&f.observed, &f.limit, &f.vola_cont, &f.vola_evid}) side.text(*one);
}

std::unexpected<Error> spool_failed(std::string_view what) {
  return fail(errno == ENOSPC ? ErrorCode::kNoSpace : ErrorCode::kIo,
              fmt::format("findings that wait cannot be {}, look at the disk of the state folder: {}", what,
                          std::generic_category().message(errno)));
}

}  // namespace

Result<FindingSpool> FindingSpool::open(const std::string& folder) {
  const int descriptor = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor < 0) return spool_failed("kept");
  std::FILE* file = ::fdopen(descriptor, "w+b");
  if (file == nullptr) {
    ::close(descriptor);
    return spool_failed("kept");
  }
  return FindingSpool(file);
}

Status FindingSpool::add(std::span<const model::Finding> findings) {
  for (const model::Finding& finding : findings) {
    record_.clear();
    Packer packer(record_);
    walk(packer, finding);
    const std::size_t bytes = record_.size();
    if (std::fwrite(&bytes, sizeof bytes, 1, file_.get()) != 1 ||
        std::fwrite(record_.data(), 1, bytes, file_.get()) != bytes) {
      return spool_failed("written");
    }
    ++size_;
  }
  return {};
}

Status FindingSpool::each(std::size_t batch, const std::function<Status(std::span<const model::Finding>)>& take) {
  if (std::fflush(file_.get()) != 0) return spool_failed("written");
  std::rewind(file_.get());
  std::vector<model::Finding> read;
  for (std::uint64_t left = size_; left > 0; left -= read.size()) {
    read.clear();
    read.resize(std::min<std::uint64_t>(left, batch));
    for (model::Finding& finding : read) {
      std::size_t bytes = 0;
      if (std::fread(&bytes, sizeof bytes, 1, file_.get()) != 1) return spool_failed("read");
      record_.resize(bytes);
      if (std::fread(record_.data(), 1, bytes, file_.get()) != bytes) return spool_failed("read");
      Unpacker unpacker(record_);
      walk(unpacker, finding);
    }
    YISHOU_CHECK_OK(take(read));
  }
  return {};
}

}  // namespace yishou::server

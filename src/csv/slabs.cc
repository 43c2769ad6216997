#include "csv/slabs.h"

#include <cstring>

#include "csv/scan.h"

namespace yishou::csv {
namespace {

struct Cut {
  std::size_t length;     // bytes of whole records
  bool too_long = false;  // what follows them is a line too long to be held
};

// Where the whole records of `text`, which is not the end of the file, end.
Cut cut(std::string_view text) {
  if (text.find('"') == std::string_view::npos) {
    const std::size_t newline = text.rfind('\n');
    const std::size_t length = newline == std::string_view::npos ? 0 : newline + 1;
    return {length, text.size() - length > kMaxRecordBytes};
  }
  std::size_t at = 0;
  while (at < text.size()) {
    const Bounds bounds = scan_record(text.substr(at), false);
    if (!bounds.known) break;
    if (!bounds.ends) return {at, true};
    at += bounds.length;
  }
  return {at};
}

}  // namespace

Result<bool> SlabReader::next(Slab& slab) {
  if (!slab.bytes_) slab.bytes_ = std::make_unique_for_overwrite<char[]>(kSlabBytes);
  char* const bytes = slab.bytes_.get();
  slab.size_ = 0;
  slab.long_line_ = 0;
  if (ended_ && carry_.empty()) return false;
  std::memcpy(bytes, carry_.data(), carry_.size());
  std::size_t size = carry_.size();
  carry_.clear();
  while (!ended_) {
    while (size < kSlabBytes && !ended_) {
      YISHOU_TRY(const std::size_t got, source_->read(bytes + size, kSlabBytes - size));
      ended_ = got == 0;
      size += got;
    }
    if (!skipping_) break;
    const void* newline = std::memchr(bytes, '\n', size);
    if (newline == nullptr) {
      size = 0;
      continue;
    }
    const std::size_t skipped = static_cast<std::size_t>(static_cast<const char*>(newline) - bytes) + 1;
    std::memmove(bytes, bytes + skipped, size - skipped);
    size -= skipped;
    ++line_;
    skipping_ = false;
  }
  const std::string_view text{bytes, size};
  const Cut found = ended_ ? Cut{size} : cut(text);
  slab.size_ = found.length;
  slab.first_line_ = line_;
  line_ += count_lines(text.substr(0, found.length));
  const std::string_view tail = text.substr(found.length);
  if (found.too_long) {
    skipping_ = true;
    slab.long_line_ = line_;
    slab.long_line_begin_ = tail.substr(0, 1000);
  } else {
    carry_ = tail;
  }
  return slab.size_ > 0 || slab.long_line_ != 0 || !ended_;
}

}  // namespace yishou::csv

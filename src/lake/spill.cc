#include "lake/spill.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "lake/files.h"

namespace yishou::lake {

Result<Spill> Spill::create(const std::string& path, unsigned partitions) {
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (descriptor < 0) return std::unexpected(system_error("write", path));
  unlink(path.c_str());
  return Spill(path, descriptor, partitions);
}

Spill::Spill(std::string path, int descriptor, unsigned partitions)
    : path_(std::move(path)), descriptor_(descriptor), pieces_(partitions) {}

Spill::Spill(Spill&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      end_(other.end_),
      pieces_(std::move(other.pieces_)) {}

Spill::~Spill() {
  if (descriptor_ >= 0) close(descriptor_);
}

Status Spill::append(unsigned partition, std::string_view bytes) {
  std::uint64_t at = 0;
  {
    const std::scoped_lock lock(mutex_);
    at = end_;
    end_ += bytes.size();
    pieces_[partition].push_back({at, bytes.size()});
  }
  while (!bytes.empty()) {
    const ssize_t n = pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(at));
    if (n < 0) {
      if (errno == EINTR) continue;
      return std::unexpected(system_error("write", path_));
    }
    bytes.remove_prefix(static_cast<std::size_t>(n));
    at += static_cast<std::uint64_t>(n);
  }
  return {};
}

std::uint64_t Spill::bytes(unsigned first, unsigned last) const {
  std::uint64_t sum = 0;
  for (unsigned p = first; p < last; ++p) {
    for (const Piece& piece : pieces_[p]) sum += piece.size;
  }
  return sum;
}

Status Spill::read(unsigned first, unsigned last, std::vector<char>& to) const {
  std::size_t filled = to.size();
  to.resize(filled + bytes(first, last));
  for (unsigned p = first; p < last; ++p) {
    for (const Piece& piece : pieces_[p]) {
      for (std::uint64_t done = 0; done < piece.size;) {
        const ssize_t n =
            pread(descriptor_, to.data() + filled, piece.size - done, static_cast<off_t>(piece.at + done));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return std::unexpected(system_error("read", path_));
        done += static_cast<std::uint64_t>(n);
        filled += static_cast<std::size_t>(n);
      }
    }
  }
  return {};
}

Status SpillWriter::add(unsigned partition, std::string_view bytes) {
  std::string& buffer = buffers_[partition];
  if (buffer.size() + bytes.size() > kBufferBytes && !buffer.empty()) {
    YISHOU_CHECK_OK(spill_->append(partition, buffer));
    buffer.clear();
  }
  if (bytes.size() > kBufferBytes) return spill_->append(partition, bytes);
  if (buffer.capacity() == 0) buffer.reserve(512);
  buffer += bytes;
  return {};
}

Status SpillWriter::flush() {
  for (unsigned p = 0; p < buffers_.size(); ++p) {
    if (!buffers_[p].empty()) YISHOU_CHECK_OK(spill_->append(p, buffers_[p]));
    buffers_[p] = {};
  }
  return {};
}

}  // namespace yishou::lake

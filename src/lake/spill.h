// Bytes of a load put aside by partition, in one temporary file: what does not fit into memory goes through here.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace yishou::lake {

/// The file and who has which pieces of it. append() from any thread; read() when writing is done, from any thread.
class Spill {
 public:
  /// Makes the file and removes its name at once: it is gone when the process is, however it ends.
  [[nodiscard]] static Result<Spill> create(const std::string& path, unsigned partitions);
  Spill(Spill&& other) noexcept;
  Spill(const Spill&) = delete;
  Spill& operator=(const Spill&) = delete;
  Spill& operator=(Spill&&) = delete;
  ~Spill();
  [[nodiscard]] unsigned partitions() const { return static_cast<unsigned>(pieces_.size()); }
  [[nodiscard]] Status append(unsigned partition, std::string_view bytes);
  /// Appends all bytes of the partitions [first, last) to `to`.
  [[nodiscard]] Status read(unsigned first, unsigned last, std::vector<char>& to) const;
  [[nodiscard]] std::uint64_t bytes(unsigned first, unsigned last) const;

 private:
  struct Piece {
    std::uint64_t at;
    std::uint64_t size;
  };
  Spill(std::string path, int descriptor, unsigned partitions);
  std::mutex mutex_;
  std::string path_;
  int descriptor_;
  std::uint64_t end_ = 0;
  std::vector<std::vector<Piece>> pieces_;
};

/// One thread's buffers before a Spill.
class SpillWriter {
 public:
  static constexpr std::size_t kBufferBytes = std::size_t{16} << 10;
  explicit SpillWriter(Spill& spill) : spill_(&spill), buffers_(spill.partitions()) {}
  [[nodiscard]] Status add(unsigned partition, std::string_view bytes);
  /// Writes what is buffered. Call once at the end.
  [[nodiscard]] Status flush();

 private:
  Spill* spill_;
  std::vector<std::string> buffers_;
};

}  // namespace yishou::lake

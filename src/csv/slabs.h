// Cuts a stream of CSV bytes into slabs of whole records, so that several threads can read one file.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace yishou::csv {

/// Bytes from a file, unpacked.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Reads up to `capacity` bytes; 0 at the end.
  [[nodiscard]] virtual Result<std::size_t> read(char* to, std::size_t capacity) = 0;
};

/// Whole records; memory is used again by the next slab read into it.
class Slab {
 public:
  [[nodiscard]] std::string_view text() const { return {bytes_.get(), size_}; }
  [[nodiscard]] std::uint64_t first_line() const { return first_line_; }
  /// A line after this slab's records that was too long to be held: its number and first bytes. Number 0: none.
  [[nodiscard]] std::uint64_t long_line() const { return long_line_; }
  [[nodiscard]] const std::string& long_line_begin() const { return long_line_begin_; }

 private:
  friend class SlabReader;
  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0;
  std::uint64_t first_line_ = 1;
  std::uint64_t long_line_ = 0;
  std::string long_line_begin_;
};

/// Used by one thread at a time.
class SlabReader {
 public:
  static constexpr std::size_t kSlabBytes = std::size_t{4} << 20;
  explicit SlabReader(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}
  /// Reads the next slab (it may be empty); false at the end. Records(slab.text(), slab.first_line()) then gives the records
  /// and refuses the lines that Records of the whole file would.
  [[nodiscard]] Result<bool> next(Slab& slab);

 private:
  std::unique_ptr<ByteSource> source_;
  std::string carry_;  // the begin of a record that the last slab did not hold whole
  std::uint64_t line_ = 1;
  bool skipping_ = false;  // inside a line that is too long
  bool ended_ = false;
};

}  // namespace yishou::csv

// Digest: SM3 (GB/T 32905) over texts, for ids that stay the same. One object per thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace yishou::engine {

class Digest {
 public:
  Digest();
  ~Digest();
  Digest(const Digest&) = delete;
  Digest& operator=(const Digest&) = delete;

  /// Adds one field; its length goes in too, so that ("ab","c") and ("a","bc") differ.
  void add(std::string_view field);
  /// The first 16 bytes of the digest as 32 lower-case hexadecimal digits; begins anew.
  [[nodiscard]] std::string take();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace yishou::engine

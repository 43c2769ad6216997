// SM3 (GB/T 32905) of a stream of bytes: proves that a stored file is the one that was written, and names versions.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace yishou::knowledge {

/// Takes bytes, then gives 64 lower-case hex digits once. Used by one thread.
class Digest {
 public:
  Digest();
  ~Digest();
  Digest(const Digest&) = delete;
  Digest& operator=(const Digest&) = delete;

  void add(std::string_view bytes);
  [[nodiscard]] std::string hex();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

/// The digest of one text.
[[nodiscard]] std::string digest_of(std::string_view bytes);

}  // namespace yishou::knowledge

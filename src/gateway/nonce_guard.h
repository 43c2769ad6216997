// NonceGuard: a signed request is taken once. A setting and not the rule: a client that repeats a request as it stands, after
// a time-out, is refused by it.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

namespace yishou::gateway {

enum class NonceVerdict : std::uint8_t {
  kFresh,     ///< not seen within its time; remembered now
  kReplayed,  ///< seen before
  kFull,      ///< this caller has sent more than its share within the window: refused, not forgotten
};

/// Remembers (paasid, nonce) until the timestamp that was signed with it leaves the window. Memory is bounded:
/// `per_caller` nonces of each paasid (about 100 bytes each), and paasids are known ones, for only valid signatures are
/// to be shown here. Nothing is dropped before its time, so that no flood reopens a nonce. Any thread.
class NonceGuard {
 public:
  NonceGuard(std::int64_t window_s, std::size_t per_caller);
  ~NonceGuard();

  /// After verify_x_tif found the request valid. `timestamp` and `now` in Unix seconds.
  [[nodiscard]] NonceVerdict remember(std::string_view paasid, std::string_view nonce, std::int64_t timestamp,
                                      std::int64_t now);
  /// Nonces remembered of all callers, for the metrics; expired ones count until their caller comes again.
  [[nodiscard]] std::size_t size() const;

 private:
  class Books;
  std::unique_ptr<Books> books_;
};

}  // namespace yishou::gateway

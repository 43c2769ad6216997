#include "crypto/keys.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <optional>

#include <fmt/format.h>

#include "crypto/digest.h"
#include "crypto/random.h"
#include "crypto/sm4_gcm.h"

namespace yishou::crypto {
namespace {

constexpr std::string_view kHead = "yishou-keys 1";
constexpr std::size_t kIndexKeyBytes = 32;
constexpr std::size_t kMaxFileBytes = 64 * 1024;

std::unexpected<Error> system_refused(std::string_view what, const std::string& path) {
  const auto code = errno == ENOSPC || errno == EDQUOT ? ErrorCode::kNoSpace : ErrorCode::kIo;
  return fail(code, fmt::format("the key file could not be {}: {}: {}", what, path, std::strerror(errno)));
}

// Written beside, made durable, then put in place by `place`, so that no half of a key file is ever seen.
template <typename Place>
Status write_durably(const std::string& path, std::string_view text, Place place) {
  const std::string beside = path + ".new";
  ::unlink(beside.c_str());
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return system_refused("made", beside);
  const bool whole = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
  if (::close(file) != 0 || !whole) {
    auto refused = system_refused("written", beside);
    ::unlink(beside.c_str());
    return refused;
  }
  if (!place(beside, path)) {
    const bool there = errno == EEXIST;
    auto refused = system_refused("put in place", path);
    ::unlink(beside.c_str());
    if (there)
      return fail(ErrorCode::kConflict, fmt::format("a key file is there already; it is not replaced: {}", path));
    return refused;
  }
  const auto folder = std::filesystem::path(path).parent_path();
  const int directory = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return system_refused("made durable", path);
  const bool synced = ::fsync(directory) == 0;
  ::close(directory);
  if (!synced) return system_refused("made durable", path);
  return {};
}

bool link_new(const std::string& from, const std::string& to) {
  if (::link(from.c_str(), to.c_str()) != 0) return false;
  ::unlink(from.c_str());
  return true;
}
bool replace(const std::string& from, const std::string& to) { return ::rename(from.c_str(), to.c_str()) == 0; }

std::unexpected<Error> malformed(const std::string& path, std::size_t line) {
  return fail(ErrorCode::kBadInput,
              fmt::format("the key file is damaged; restore it from its backup, without it nothing sealed can be read: "
                          "{} line {}",
                          path, line));
}

}  // namespace

Result<Keys> Keys::make(const std::string& path) {
  Keys keys;
  keys.index_ = random_bytes(kIndexKeyBytes);
  keys.seals_.push_back({1, random_bytes(kSm4KeyBytes)});
  YISHOU_CHECK_OK(write_durably(path, keys.text(), link_new));
  return keys;
}

Result<Keys> Keys::open(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) {
    if (errno == ENOENT)
      return fail(ErrorCode::kNotFound,
                  fmt::format("the key file is missing; restore it from its backup, without it nothing sealed can be "
                              "read: {}",
                              path));
    return system_refused("opened", path);
  }
  struct stat about{};
  std::string text(kMaxFileBytes + 1, '\0');
  if (::fstat(file, &about) != 0) about.st_mode = 0777;
  const ssize_t size = S_ISREG(about.st_mode) ? ::read(file, text.data(), text.size()) : 0;
  ::close(file);
  if (!S_ISREG(about.st_mode)) return fail(ErrorCode::kBadInput, fmt::format("the key file is no file: {}", path));
  if ((about.st_mode & 077) != 0)
    return fail(ErrorCode::kDenied,
                fmt::format("others may read the key file; run chmod 600 on it, and rotate the keys if it was ever "
                            "copied: {} has mode {:o}",
                            path, about.st_mode & 0777));
  if (size < 0) return system_refused("read", path);
  text.resize(static_cast<std::size_t>(size));
  if (text.size() > kMaxFileBytes) return malformed(path, 1);
  return parse(path, text);
}

Result<Keys> Keys::rotate(const std::string& path) {
  YISHOU_TRY(auto keys, open(path));
  keys.seals_.push_back({keys.seals_.back().number + 1, random_bytes(kSm4KeyBytes)});
  YISHOU_CHECK_OK(write_durably(path, keys.text(), replace));
  return keys;
}

Result<Keys> Keys::remove(const std::string& path, std::uint32_t number) {
  YISHOU_TRY(auto keys, open(path));
  if (keys.seals_.back().number == number)
    return fail(ErrorCode::kConflict,
                fmt::format("key {} is the newest and seals; add another key and seal anew before: {}", number, path));
  if (std::erase_if(keys.seals_, [&](const Seal& seal) { return seal.number == number; }) == 0)
    return fail(ErrorCode::kNotFound, fmt::format("the key file has no such key: {} in {}", number, path));
  YISHOU_CHECK_OK(write_durably(path, keys.text(), replace));
  return keys;
}

Result<Keys> Keys::parse(const std::string& path, const std::string& text) {
  Keys keys;
  std::size_t number = 0;
  for (std::string_view rest = text; !rest.empty();) {
    ++number;
    const auto end = rest.find('\n');
    if (end == std::string_view::npos) return malformed(path, number);
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    if (number == 1) {
      if (line != kHead) return malformed(path, number);
    } else if (line.starts_with("index ") && keys.index_.empty()) {
      auto key = from_hex(line.substr(6));
      if (!key || key->size() != kIndexKeyBytes) return malformed(path, number);
      keys.index_ = std::move(*key);
    } else if (line.starts_with("seal ")) {
      line.remove_prefix(5);
      Seal seal{};
      const auto [after, error] = std::from_chars(line.data(), line.data() + line.size(), seal.number);
      if (error != std::errc{} || after == line.data() + line.size() || *after != ' ') return malformed(path, number);
      auto key = from_hex(line.substr(static_cast<std::size_t>(after - line.data()) + 1));
      const std::uint32_t last = keys.seals_.empty() ? 0 : keys.seals_.back().number;
      if (!key || key->size() != kSm4KeyBytes || seal.number <= last) return malformed(path, number);
      seal.key = std::move(*key);
      keys.seals_.push_back(std::move(seal));
    } else {
      return malformed(path, number);
    }
  }
  if (keys.index_.empty() || keys.seals_.empty()) return malformed(path, number + 1);
  return keys;
}

std::string Keys::text() const {
  auto out = fmt::format("{}\nindex {}\n", kHead, to_hex(index_));
  for (const auto& seal : seals_) out += fmt::format("seal {} {}\n", seal.number, to_hex(seal.key));
  return out;
}

}  // namespace yishou::crypto

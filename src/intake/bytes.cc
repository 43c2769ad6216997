#include "intake/bytes.h"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <cerrno>
#include <cstring>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace yishou::intake {
namespace {

constexpr std::size_t kPackedBuffer = std::size_t{256} << 10;

class File : public csv::ByteSource {
 public:
  File(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() override { close(descriptor_); }
  Result<std::size_t> read(char* to, std::size_t capacity) override {
    for (;;) {
      const ssize_t got = ::read(descriptor_, to, capacity);
      if (got >= 0) {
        read_ += static_cast<std::uint64_t>(got);
        return static_cast<std::size_t>(got);
      }
      if (errno != EINTR) return fail(ErrorCode::kIo, fmt::format("cannot read {}: {}", path_, std::strerror(errno)));
    }
  }
  void rewind() {
    lseek(descriptor_, 0, SEEK_SET);
    read_ = 0;
  }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::uint64_t bytes_read() const { return read_; }

 private:
  std::string path_;
  int descriptor_;
  std::uint64_t read_ = 0;
};

// What gzip and zstd share: packed bytes in, and the two ways a packed file is bad.
class Packed : public csv::ByteSource {
 public:
  Packed(std::unique_ptr<File> file, const char* name) : file_(std::move(file)), name_(name), buffer_(kPackedBuffer) {}

 protected:
  [[nodiscard]] Result<std::size_t> fill() { return file_->read(buffer_.data(), buffer_.size()); }
  [[nodiscard]] std::unexpected<Error> bad(const char* how) const {
    return fail(
        ErrorCode::kBadInput,
        fmt::format("{}: the {} file is {} after byte {} ({} bytes unpacked); nothing of it was taken, fetch it again",
                    file_->path(), name_, how, file_->bytes_read(), unpacked_));
  }
  std::unique_ptr<File> file_;
  const char* name_;
  std::vector<char> buffer_;
  std::uint64_t unpacked_ = 0;
};

class Gzip : public Packed {
 public:
  explicit Gzip(std::unique_ptr<File> file) : Packed(std::move(file), "gzip") {
    ready_ = inflateInit2(&stream_, 15 + 16) == Z_OK;
  }
  ~Gzip() override { inflateEnd(&stream_); }
  Result<std::size_t> read(char* to, std::size_t capacity) override {
    if (!ready_) return fail(ErrorCode::kIo, fmt::format("cannot unpack {}: zlib does not start", file_->path()));
    stream_.next_out = reinterpret_cast<Bytef*>(to);
    stream_.avail_out = static_cast<uInt>(capacity);
    while (stream_.avail_out == capacity) {
      if (stream_.avail_in == 0 && !full_) {
        YISHOU_TRY(const std::size_t got, fill());
        if (got == 0) {
          if (between_members_) return std::size_t{0};
          return bad("cut off");
        }
        stream_.next_in = reinterpret_cast<Bytef*>(buffer_.data());
        stream_.avail_in = static_cast<uInt>(got);
      }
      if (between_members_) {  // another member may follow
        if (inflateReset(&stream_) != Z_OK) return bad("damaged");
        between_members_ = false;
      }
      const int state = inflate(&stream_, Z_NO_FLUSH);
      unpacked_ += capacity - stream_.avail_out;
      full_ = stream_.avail_out == 0;
      if (state == Z_STREAM_END) {
        between_members_ = true;
        if (stream_.avail_out < capacity) break;
      } else if (state != Z_OK && state != Z_BUF_ERROR) {
        return bad("damaged");
      }
    }
    return capacity - stream_.avail_out;
  }

 private:
  z_stream stream_{};
  bool ready_ = false;
  bool between_members_ = false;
  bool full_ = false;  // the last call filled its room: more may come without new input
};

class Zstd : public Packed {
 public:
  explicit Zstd(std::unique_ptr<File> file) : Packed(std::move(file), "zstd"), stream_(ZSTD_createDStream()) {}
  ~Zstd() override { ZSTD_freeDStream(stream_); }
  Result<std::size_t> read(char* to, std::size_t capacity) override {
    ZSTD_outBuffer out{to, capacity, 0};
    while (out.pos == 0) {
      if (in_.pos == in_.size && !full_) {
        YISHOU_TRY(const std::size_t got, fill());
        if (got == 0) {
          if (frame_done_) return std::size_t{0};
          return bad("cut off");
        }
        in_ = {buffer_.data(), got, 0};
      }
      const std::size_t left = ZSTD_decompressStream(stream_, &out, &in_);
      if (ZSTD_isError(left) != 0) return bad("damaged");
      frame_done_ = left == 0;
      full_ = out.pos == out.size;
    }
    unpacked_ += out.pos;
    return out.pos;
  }

 private:
  ZSTD_DStream* stream_;
  ZSTD_inBuffer in_{nullptr, 0, 0};
  bool frame_done_ = false;
  bool full_ = false;  // as of Gzip
};

}  // namespace

Result<std::unique_ptr<csv::ByteSource>> open_bytes(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return fail(errno == ENOENT ? ErrorCode::kNotFound : ErrorCode::kIo,
                fmt::format("cannot open {}: {}", path, std::strerror(errno)));
  }
  auto file = std::make_unique<File>(path, descriptor);
  char magic[4] = {};
  YISHOU_TRY(const std::size_t got, file->read(magic, sizeof magic));
  file->rewind();
  const std::string_view begin{magic, got};
  std::unique_ptr<csv::ByteSource> source;
  if (begin.starts_with("\x1f\x8b")) {
    source = std::make_unique<Gzip>(std::move(file));
  } else if (begin == "\x28\xb5\x2f\xfd") {
    source = std::make_unique<Zstd>(std::move(file));
  } else {
    source = std::move(file);
  }
  return source;
}

}  // namespace yishou::intake

// Files that appear whole or not at all, and the sentences when the operating system refuses.
#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace yishou::report {

/// The Error for errno `number` met while doing something with `path`.
[[nodiscard]] Error file_error(const std::string& path, int number);

/// Ok unless `path` is a folder.
[[nodiscard]] Status check_output(const std::string& path);

/// A file written from its beginning through a buffer. Used by one thread.
class OutputFile {
 public:
  [[nodiscard]] static Result<OutputFile> create(const std::string& path);
  [[nodiscard]] Status write(std::string_view bytes);
  /// Writes what is left and closes.
  [[nodiscard]] Status close();

 private:
  struct Closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  OutputFile(std::string path, std::FILE* file) : path_(std::move(path)), file_(file) {}
  std::string path_;
  std::unique_ptr<std::FILE, Closer> file_;
};

/// A folder for work, beside the file it is for; removed with all that is in it by the destructor. One that a killed process left
/// behind is removed when the next is made for the same file.
class WorkFolder {
 public:
  [[nodiscard]] static Result<WorkFolder> beside(const std::string& path);
  [[nodiscard]] std::string file(std::string_view name) const;
  [[nodiscard]] const std::string& path() const { return path_; }

  WorkFolder(WorkFolder&& other) noexcept;
  WorkFolder& operator=(WorkFolder&&) = delete;
  ~WorkFolder();

 private:
  WorkFolder(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}
  std::string path_;
  int lock_;  ///< held while the folder is in use
};

/// Makes the finished file `from` durable and gives it the name `to`, replacing what is there.
[[nodiscard]] Status publish(const std::string& from, const std::string& to);

}  // namespace yishou::report

// Files in the program (the workbench's pages and scripts), served with types, ETags and packed variants.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/request.h"
#include "http/response.h"

namespace yishou::http {

/// Only names in its list are served: a path is looked up, never opened. May be used by any thread.
class Assets {
 public:
  using Files = std::vector<std::pair<std::string_view, std::string_view>>;

  /// `files`: name ("index.html", "js/app.js") and bytes, which outlive this. "x.gz" is "x" packed by gzip, sent to clients
  /// that take it.
  explicit Assets(const Files& files);

  /// Answers with the file, 304, or 404. Files whose name carries a hash ("app.3f9a12bc.js") may be kept for a year, others
  /// are asked for again.
  void serve(const Request& request, Response& response, std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const { return files_.contains(name); }

 private:
  struct File {
    std::string_view bytes, packed, type;
    std::string etag, packed_etag;
    bool kept = false;
  };
  std::map<std::string, File, std::less<>> files_;
};

/// The media type by a name's extension; application/octet-stream for an unknown one.
[[nodiscard]] std::string_view media_type(std::string_view name) noexcept;

/// True when Accept-Encoding takes gzip.
[[nodiscard]] bool takes_gzip(std::string_view accept_encoding) noexcept;

}  // namespace yishou::http

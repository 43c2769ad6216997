// The API's own description: the OpenAPI document, and a page that renders it without asking any other site.
#include "http/assets.h"
#include "server/api.h"

namespace yishou::embedded {
extern const std::string_view openapi_document;
extern const std::string_view api_page;
extern const std::string_view rapidoc_script;
extern const std::string_view rapidoc_script_packed;
}  // namespace yishou::embedded

namespace yishou::server {
namespace {

// The renderer sets styles of its own elements; scripts come from here alone, and none is evaluated from text.
constexpr std::string_view kPagePolicy =
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' "
    "data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const http::Assets& documents() {
  static const http::Assets assets({{"openapi.json", embedded::openapi_document},
                                    {"api.html", embedded::api_page},
                                    {"rapidoc.js", embedded::rapidoc_script},
                                    {"rapidoc.js.gz", embedded::rapidoc_script_packed}});
  return assets;
}

}  // namespace

void add_document_endpoints(Api& api) {
  const auto add = [&](std::string_view pattern, std::string_view operation, std::string_view file) {
    api.add({.method = http::Method::kGet,
             .pattern = std::string{pattern},
             .operation = std::string{operation},
             .entry = Entry::kPublic,
             .permission = {},
             .handle = [file](const Call& call, http::Response& response) -> Status {
      documents().serve(call.request, response, file);
      if (file.ends_with(".html")) response.set_header("Content-Security-Policy", kPagePolicy);
      return {};
    },
             .options = {.where = http::Where::kHere}});
  };
  add("/openapi.json", "describe", "openapi.json");
  add("/docs/api", "seeDocument", "api.html");
  add("/docs/rapidoc.js", "renderDocument", "rapidoc.js");
}

}  // namespace yishou::server

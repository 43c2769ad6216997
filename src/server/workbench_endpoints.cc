// The workbench's addresses. Which pages there are, its own script knows (web/src/routes.tsx): every path that is not of the
// service itself answers with the one page, and the script shows what belongs there.
#include <algorithm>
#include <array>
#include <memory>

#include "http/problem.h"
#include "server/routes.h"

namespace yishou::server {
namespace {

// Scripts come from here alone and none is evaluated from text. Ant Design puts its styles into the page as it runs, for which a
// nonce would need a page made anew for each request; a style can neither call nor send.
constexpr std::string_view kWorkbenchPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src "
    "'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

constexpr std::string_view kNotBuilt =
    "此程序构建时没有工作台；接口照常可用。运行 ./dev web 后重新构建即有。\n"
    "This program was built without the workbench; the API works. Run ./dev web and build again to have it.\n";

// First parts of paths that are the service's: nothing there is a page. A dot is in no page's first part (/favicon.ico).
bool is_of_the_service(std::string_view path) {
  constexpr std::array<std::string_view, 6> kOwn{"v1", "fsi", "gateway", "docs", "assets", "metrics"};
  const std::string_view first = path.substr(1, path.find('/', 1) - 1);
  return first.find('.') != std::string_view::npos || std::ranges::find(kOwn, first) != kOwn.end();
}

void answer_nothing(const http::Request& request, http::Response& response) {
  http::answer_problem(request, response, 404, "没有这个地址 · there is nothing at this address");
}

}  // namespace

void connect_workbench(http::Router& router, const http::Assets::Files& files) {
  const auto assets = std::make_shared<const http::Assets>(files);
  const auto page = [assets](const http::Request& request, http::Response& response) {
    if (is_of_the_service(request.path)) return answer_nothing(request, response);
    if (!assets->has("index.html")) {
      response.status = 404;
      response.content_type = "text/plain; charset=utf-8";
      response.body = kNotBuilt;
      return;
    }
    assets->serve(request, response, "index.html");
    response.set_header("Content-Security-Policy", kWorkbenchPolicy);
  };
  const http::RouteOptions here{.where = http::Where::kHere};
  router.add(http::Method::kGet, "/", page, here);
  router.add(http::Method::kGet, "/{number}", page, here);  // the gateway's name for a path of one part
  router.fallback(http::Method::kGet, page, here);
  router.add(http::Method::kGet, "/assets/{name}", [assets](const http::Request& request, http::Response& response) {
    assets->serve(request, response, request.param("name"));
  }, here);
  // With a page for every path, a wrong address of the API would be told 405 for all but GET. A POST below /fsi is the gateway's.
  for (const http::Method method :
       {http::Method::kGet, http::Method::kPost, http::Method::kPut, http::Method::kPatch, http::Method::kDelete}) {
    router.add(method, "/v1/{rest...}", answer_nothing, here);
    if (method != http::Method::kPost) router.add(method, "/fsi/{rest...}", answer_nothing, here);
  }
}

}  // namespace yishou::server

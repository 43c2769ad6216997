// Which handler answers which method and path.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/request.h"
#include "http/response.h"

namespace yishou::http {

/// Answers a request. It may be called by several threads at once; an exception becomes 500.
using Handler = std::function<void(const Request&, Response&)>;
/// Looks at a request before its body is read (Request::body is empty), on the io thread, in microseconds: who asks, how often.
/// False: `response` is the answer. True: what it put into `response` is thrown away.
using Admission = std::function<bool(const Request&, Response&)>;
/// Tells a refusal of the server itself (too large, too late, too busy) as the route's clients read it: `response` has its status and
/// headers, and a problem+json that may be replaced. On the io thread, in microseconds.
using Refused = std::function<void(const Request&, Response&, std::string_view detail)>;

enum class Where : std::uint8_t {
  kHere,  ///< on the io thread, in microseconds and without waiting: it holds up all connections of that thread
  kPool,  ///< on the bounded pool of threads; when its queue is full, the client gets 503 and Retry-After
};

struct RouteOptions {
  Where where = Where::kPool;
  std::optional<std::size_t> max_body = {};  ///< bytes; without: Settings::body_bytes
  std::string content_type = {};             ///< media type that a body must have, else 415; empty: any
  std::optional<std::chrono::milliseconds> handle_time = {};  ///< of kPool; without: Settings::handle_time
  std::optional<std::chrono::milliseconds> body_time = {};    ///< without: Settings::body_time
  Admission admission = {};                                   ///< empty: everybody
  Refused refused = {};                                       ///< empty: as problem+json
};

struct Route {
  Method method;
  std::string pattern;
  Handler handler;
  RouteOptions options;
  std::size_t number;  ///< its place in Router::routes
};

/// Filled before the server starts, then only read, by any thread.
class Router {
 public:
  Router();

  /// `pattern`: segments of text or {name}, e.g. "/v1/findings/{id}"; the last may be {name...}, which takes the rest of the
  /// path. Text wins over {name}, and both over {name...}. GET answers HEAD too, and OPTIONS is answered by the server. A
  /// pattern twice or malformed stops the program: routes are ours.
  void add(Method method, std::string_view pattern, Handler handler, RouteOptions options = {});
  /// Answers a method (GET: HEAD too) at every path that no pattern fits: pages of an application in the browser.
  void fallback(Method method, Handler handler, RouteOptions options = {});

  struct Found {
    const Route* route = nullptr;
    unsigned allowed = 0;  ///< without a route: bit i is Method i; 0 when no pattern fits the path
  };
  /// `params` gets the named parts, as views of `path` and of the patterns.
  [[nodiscard]] Found find(Method method, std::string_view path, std::vector<Field>& params) const;

  [[nodiscard]] const std::vector<std::unique_ptr<Route>>& routes() const noexcept { return routes_; }

 private:
  struct Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> text;
    std::unique_ptr<Node> part, rest;
    std::string name;  // of the part or rest that leads here
    std::array<const Route*, kMethods> routes{};
  };
  static const Node* walk(const Node& node, std::string_view path, std::vector<Field>& params);
  static bool ends(const Node& node) noexcept;
  static unsigned allowed(const std::array<const Route*, kMethods>& routes) noexcept;
  Node& make(std::string_view pattern);
  const Route* keep(Method method, std::string_view pattern, Handler handler, RouteOptions options);

  Node root_;
  std::array<const Route*, kMethods> fallbacks_{};
  std::vector<std::unique_ptr<Route>> routes_;
};

/// "GET, HEAD, OPTIONS" of Found::allowed.
[[nodiscard]] std::string allow_text(unsigned allowed);

}  // namespace yishou::http

// A tree of path segments.
#include "http/router.h"

#include <algorithm>
#include <array>

#include "base/check.h"

namespace yishou::http {

namespace {

constexpr unsigned bit(Method method) noexcept { return 1u << static_cast<unsigned>(method); }

}  // namespace

Router::Router() = default;

const Route* Router::keep(Method method, std::string_view pattern, Handler handler, RouteOptions options) {
  routes_.push_back(
      std::make_unique<Route>(method, std::string(pattern), std::move(handler), std::move(options), routes_.size()));
  return routes_.back().get();
}

Router::Node& Router::make(std::string_view pattern) {
  YISHOU_CHECK(pattern.starts_with('/'), "a pattern begins with /");
  Node* node = &root_;
  while (!pattern.empty()) {
    pattern.remove_prefix(1);
    const std::string_view segment = pattern.substr(0, pattern.find('/'));
    pattern.remove_prefix(segment.size());
    if (!segment.starts_with('{')) {
      auto& next = node->text[std::string(segment)];
      if (!next) next = std::make_unique<Node>();
      node = next.get();
      continue;
    }
    YISHOU_CHECK(segment.ends_with('}') && segment.size() > 2, "a named part is {name}");
    std::string_view name = segment.substr(1, segment.size() - 2);
    const bool rest = name.ends_with("...");
    if (rest) name.remove_suffix(3);
    YISHOU_CHECK(!rest || pattern.empty(), "{name...} is the last part");
    auto& next = rest ? node->rest : node->part;
    if (!next) {
      next = std::make_unique<Node>();
      next->name = name;
    }
    YISHOU_CHECK(next->name == name, "one part of a path has one name in all patterns");
    node = next.get();
  }
  return *node;
}

void Router::add(Method method, std::string_view pattern, Handler handler, RouteOptions options) {
  YISHOU_CHECK(handler != nullptr, "a route has a handler");
  const Route*& place = make(pattern).routes[static_cast<std::size_t>(method)];
  YISHOU_CHECK(place == nullptr, "a pattern is added once for each method");
  place = keep(method, pattern, std::move(handler), std::move(options));
}

void Router::fallback(Method method, Handler handler, RouteOptions options) {
  const Route*& place = fallbacks_[static_cast<std::size_t>(method)];
  YISHOU_CHECK(handler != nullptr && place == nullptr, "there is one fallback for each method");
  place = keep(method, "fallback", std::move(handler), std::move(options));
}

unsigned Router::allowed(const std::array<const Route*, kMethods>& routes) noexcept {
  unsigned methods = 0;
  for (const Route* route : routes) {
    if (route == nullptr) continue;
    methods |= bit(route->method) | bit(Method::kOptions);
    if (route->method == Method::kGet) methods |= bit(Method::kHead);
  }
  return methods;
}

bool Router::ends(const Node& node) noexcept {
  return std::ranges::any_of(node.routes, [](const Route* route) { return route != nullptr; });
}

// `path` is empty or begins with a slash. Depth is bounded by the longest pattern.
const Router::Node* Router::walk(const Node& node, std::string_view path, std::vector<Field>& params) {
  if (path.empty()) return ends(node) ? &node : nullptr;
  const std::string_view after = path.substr(1);
  const std::string_view segment = after.substr(0, after.find('/'));
  const std::string_view tail = after.substr(segment.size());
  if (const auto found = node.text.find(segment); found != node.text.end()) {
    if (const Node* end = walk(*found->second, tail, params)) return end;
  }
  if (node.part && !segment.empty()) {
    params.push_back({node.part->name, segment});
    if (const Node* end = walk(*node.part, tail, params)) return end;
    params.pop_back();
  }
  if (node.rest) {
    params.push_back({node.rest->name, after});
    return node.rest.get();
  }
  return nullptr;
}

Router::Found Router::find(Method method, std::string_view path, std::vector<Field>& params) const {
  params.clear();
  const Method wanted = method == Method::kHead ? Method::kGet : method;
  const Node* end = path.starts_with('/') ? walk(root_, path, params) : nullptr;
  if (end == nullptr) {
    if (!path.starts_with('/')) return {};
    if (const Route* route = fallbacks_[static_cast<std::size_t>(wanted)]) return {route, 0};
    return {nullptr, allowed(fallbacks_)};
  }
  if (const Route* own = end->routes[static_cast<std::size_t>(method)]) return {own, 0};
  if (const Route* route = end->routes[static_cast<std::size_t>(wanted)]) return {route, 0};
  params.clear();
  return {nullptr, allowed(end->routes)};
}

std::string allow_text(unsigned allowed) {
  std::string text;
  for (std::size_t i = 0; i < kMethods; ++i) {
    if ((allowed >> i & 1u) == 0) continue;
    if (!text.empty()) text.append(", ");
    text.append(method_name(static_cast<Method>(i)));
  }
  return text;
}

}  // namespace yishou::http
